from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.records import Record
from coordination.sharing.live import LiveQuerySet


class Absence(Record):
    """A time in which one person is away and another stands in for them, in all their cases or in some.

    What it opens stands as grants of the kind ``substitute`` that live as long
    as it does. Ended early it ends them at once.
    """

    class Why(models.TextChoices):
        HOLIDAY = "holiday", _("Holiday")
        LEAVE = "leave", _("Leave")
        DUTY = "duty", _("Other duties or training")
        OTHER = "other", _("Another reason")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stands_in")
    chosen_only = models.BooleanField(default=False)
    cases: models.ManyToManyField = models.ManyToManyField(
        "Case", related_name="+", blank=True, help_text="The chosen cases; empty where all are meant."
    )
    why = models.CharField(max_length=8, choices=Why.choices, default=Why.HOLIDAY)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LiveQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=models.F("valid_from")), name="absence_has_a_length"),
            models.CheckConstraint(condition=~Q(user=models.F("substitute")), name="nobody_is_their_own_substitute"),
        ]
        indexes = [
            models.Index(fields=["substitute"], condition=Q(ended_at=None), name="absence_substitute"),
            models.Index(fields=["user"], condition=Q(ended_at=None), name="absence_user"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"

    @property
    def state(self) -> str:
        """One of ended, over, coming, now."""
        now = timezone.now()
        if self.ended_at:
            return "ended"
        if self.valid_until <= now:
            return "over"
        return "coming" if self.valid_from > now else "now"
