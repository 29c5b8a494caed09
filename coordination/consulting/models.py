from django.conf import settings
from django.db import models
from django.utils import timezone

from coordination.records import Record


class Consultation(Record):
    """A question one agency asks another about nobody in particular, and the answer.

    It belongs to no case and to no person, on purpose: nothing here may lead
    to who it was about (`personal_data` refuses what would).
    """

    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    question = models.TextField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["agency", "-asked_at"], name="consultation_from"),
            models.Index(fields=["to_agency", "-asked_at"], name="consultation_to"),
        ]

    def __str__(self) -> str:
        return f"consultation {self.pk}"
