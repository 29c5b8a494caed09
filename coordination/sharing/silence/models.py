from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Asked, Record


class ConsentReview(Asked, Record):
    """A question to the municipality's lawyer: one guardian has said yes and the other does not answer.

    The lawyer reads the reference, the question, and who is meant by role and
    initials; nothing else of the case. "Enough" makes the silent person's
    consent unnecessary until a day, and can be taken back.
    """

    class Answer(models.TextChoices):
        WAIT = "wait", _("Wait: go on asking")
        ENOUGH = "enough", _("One guardian's consent is enough")
        NOTHING = "nothing", _("Nothing may be shared on consent")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="consent_reviews")
    person = models.ForeignKey("Person", on_delete=models.PROTECT, related_name="consent_reviews")
    question = models.CharField(max_length=1000)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    ground = models.CharField(max_length=20, blank=True, help_text="A code of the rule consent.silence_grounds.")
    because = models.CharField(max_length=1000, blank=True)
    enough_until = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reversed_at = models.DateTimeField(null=True, blank=True)
    reverse_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(decided_at=None, reversed_at=None),
                name="one_open_consent_review",
            )
        ]
        indexes = [models.Index(fields=["case", "person"], name="consent_review_case")]

    def __str__(self) -> str:
        return f"consent review {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for the lawyer."""
        return self.decided_at is None and self.reversed_at is None

    @property
    def holds(self) -> bool:
        """Whether the lawyer's word makes a consent unnecessary now."""
        return (
            self.answer == self.Answer.ENOUGH
            and self.reversed_at is None
            and self.enough_until is not None
            and self.enough_until > timezone.now()
        )
