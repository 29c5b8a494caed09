from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.places.models import Place, PlaceRecord


class Walk(PlaceRecord):
    """A safety walk: a meeting before, the walk itself, the answers of who is responsible, and a meeting after.

    Those who walk are counted and not named.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        PRE_MEETING = "pre_meeting", _("Meeting before the walk held")
        WALKED = "walked", _("Walked")
        ANSWERS_DUE = "answers_due", _("Waits for answers")
        REPORTED_BACK = "reported_back", _("Reported back")
        FOLLOW_WALK = "follow_walk", _("Walked again")
        CLOSED = "closed", _("Closed")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.PLANNED: (State.PRE_MEETING,),
        State.PRE_MEETING: (State.WALKED,),
        State.WALKED: (State.ANSWERS_DUE,),
        State.ANSWERS_DUE: (State.REPORTED_BACK,),
        State.REPORTED_BACK: (State.FOLLOW_WALK, State.CLOSED),
        State.FOLLOW_WALK: (State.CLOSED,),
        State.CLOSED: (),
    }

    title = models.CharField(max_length=120)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organiser = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.PLANNED)
    pre_meeting_on = models.DateField()
    walk_on = models.DateField()
    report_back_on = models.DateField()
    again_on = models.DateField(null=True, blank=True)
    walked_by = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-walk_on", "-id"]

    def __str__(self) -> str:
        return self.title


class WalkStop(PlaceRecord):
    """One stop of a walk: what was seen there, what is proposed, and what the one responsible answers."""

    class Light(models.TextChoices):
        DAY = "day", _("By day")
        DARK = "dark", _("In the dark")

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        DO = "do", _("We do it")
        LATER = "later", _("We do it later")
        NOT = "not", _("We do not do it")

    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="stops")
    number = models.PositiveSmallIntegerField()
    where = models.CharField(max_length=120)
    east = models.IntegerField(null=True, blank=True)
    north = models.IntegerField(null=True, blank=True)
    light = models.CharField(max_length=4, choices=Light.choices)
    observation = models.TextField()
    proposal = models.TextField(blank=True)
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120, blank=True)
    answer = models.CharField(max_length=5, choices=Answer.choices, default=Answer.NONE, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["walk", "number"], name="one_stop_a_number"),
            models.CheckConstraint(condition=Q(agency__isnull=False) ^ ~Q(body=""), name="stop_has_one_responsible"),
            models.CheckConstraint(
                condition=~Q(answer__in=["later", "not"]) | ~Q(reason=""), name="stop_put_off_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.where}"

    @property
    def who(self) -> str:
        """The agency responsible, or the body outside the service."""
        return str(self.agency) if self.agency else self.body
