"""What waits for a second word: looking at something again, and what takes two."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Answered, Asked, Record


class ReviewQuerySet(models.QuerySet):
    """Reviews, narrowed by whether somebody must still decide."""

    def open(self):
        """Reviews nobody has decided yet."""
        return self.filter(decided_at=None)


class Review(Record):
    """Somebody must look again whether an access or a disclosure may go on.

    Exactly one of ``grant`` and ``disclosure`` is what it is about; ``agency``
    answers for the decision. Asked for by `access.reviews.ask_for_review`.
    """

    class Cause(models.TextChoices):
        CHILD_ROLE = "child_role", _("The child’s role in the case has changed")
        EMERGENCY = "emergency", _("Somebody used emergency access")
        PROTECTION = "protection", _("A person in the case is now protected")

    class Decision(models.TextChoices):
        KEEP = "keep", _("It goes on")
        END = "end", _("It ends")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="reviews")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    grant = models.ForeignKey(
        "permissions.Grant", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    disclosure = models.ForeignKey(
        "Disclosure", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    decision = models.CharField(max_length=4, choices=Decision.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grant=None, disclosure__isnull=False) | Q(grant__isnull=False, disclosure=None),
                name="review_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["grant", "cause"],
                condition=Q(decided_at=None, grant__isnull=False),
                name="one_open_review_a_grant",
            ),
            models.UniqueConstraint(
                fields=["disclosure", "cause"],
                condition=Q(decided_at=None, disclosure__isnull=False),
                name="one_open_review_a_disclosure",
            ),
        ]
        indexes = [models.Index(fields=["agency", "due_at"], condition=Q(decided_at=None), name="review_waiting")]

    def __str__(self) -> str:
        return f"review {self.pk}"

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been decided by now."""
        return self.decided_at is None and self.due_at < timezone.now()


class Countersignature(Asked, Answered, Record):
    """Something that takes two: asked for by one, answered by a second of ``agency`` (or the coordinator).

    The second need not see the case: they are shown its reference, what is
    asked and why. Nothing happens before they say yes (docs/decisions).
    """

    class Kind(models.TextChoices):
        RAISE_CLASS = "raise_class", _("Close the case to all but named persons")
        LOWER_CLASS = "lower_class", _("Lower the confidentiality class of the case")
        LOWER_ENTRY = "lower_entry", _("Lower the confidentiality class of an entry")
        NAME_PERSON = "name_person", _("Name a person for the highest class")
        RESTORE = "restore", _("Give a case without a coordinator a new one")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="countersignatures")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    grants: models.ManyToManyField = models.ManyToManyField(
        "permissions.Grant", related_name="+", blank=True, help_text="The access of those who shall be named."
    )
    entry = models.ForeignKey("Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The class it shall have.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who shall coordinate the case.",
    )
    reason = models.CharField(max_length=500)
    approved = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")), name="countersigned_by_another"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at=None, kind__in=["raise_class", "lower_class"]),
                name="one_open_change_of_class",
            ),
            models.CheckConstraint(
                condition=Q(kind="restore", person__isnull=False) | ~Q(kind="restore") & Q(person=None),
                name="restored_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | Q(person=None) | ~Q(answered_by=models.F("person")),
                name="nobody_restores_to_themself",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at=None, kind="restore"), name="one_open_restoring"
            ),
        ]
        indexes = [models.Index(fields=["agency"], condition=Q(answered_at=None), name="countersign_waiting")]

    def __str__(self) -> str:
        return f"countersignature {self.pk}"
