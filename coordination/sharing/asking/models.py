from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Asked, Record


class InfoRequest(Asked, Record):
    """What one agency of a case asks another to tell. Nobody but the two of them sees it."""

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        PARTLY = "partly", _("Partly answered")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="info_requests")
    from_agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    why = models.CharField(max_length=500)
    basis = models.ForeignKey(
        "LegalBasis",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The ground on which the asked agency must or may tell, if the asker knows one.",
    )
    due_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.OPEN)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["case", "-asked_at"], name="inforequest_case")]

    def __str__(self) -> str:
        return f"request for information {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the asked agency still owes an answer."""
        return self.status in (self.Status.OPEN, self.Status.PARTLY)

    @property
    def is_late(self) -> bool:
        """Whether the day it was asked for has passed without a whole answer."""
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()


class InfoReply(Record):
    """One word in the thread of a request: an answer with what was given, a refusal with its reason, or a remark."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        PARTLY = "partly", _("Answer in part")
        REFUSAL = "refusal", _("Refusal")
        REMARK = "remark", _("Remark")

    request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="replies")
    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = models.CharField(max_length=1000, blank=True)
    disclosures: models.ManyToManyField = models.ManyToManyField("Disclosure", related_name="+", blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at"]
        verbose_name_plural = "info replies"
        indexes = [models.Index(fields=["request", "written_at"], name="inforeply_thread")]

    def __str__(self) -> str:
        return f"reply {self.pk}"
