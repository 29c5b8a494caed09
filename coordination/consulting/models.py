from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coordination.records import Answered, Asked, Record


class Consultation(Asked, Answered, Record):
    """A question one agency asks another about nobody in particular, and the answer.

    It belongs to no case and to no person, on purpose: nothing here may lead
    to who it was about (`personal_data` refuses what would).
    """

    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["agency", "-asked_at"], name="consultation_from"),
            models.Index(fields=["to_agency", "-asked_at"], name="consultation_to"),
        ]

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class ConsultationNotice(models.Model):
    """That somebody should look at a question their agency was asked, or at the answer to their own."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="notices")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "consultation"], name="advice_told_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(read_at=None, mailed_at=None), name="advice_unmailed"),
        ]

    def __str__(self) -> str:
        return f"notice of {self.consultation_id}"
