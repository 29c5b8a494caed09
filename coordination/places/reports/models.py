from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.places.models import Place, PlaceRecord


class Severity(models.IntegerChoices):
    """How serious it was, for the one who was there."""

    MINOR = 1, _("Minor")
    SERIOUS = 2, _("Serious")
    ACUTE = 3, _("Very serious")


class PlaceReport(PlaceRecord):
    """Something that happened at a place, written by somebody at work. Never about a person.

    ``client_id`` is made where the report is written: sent twice it is still
    one. A bounced report keeps the fact that it was there, and no words.
    """

    class State(models.TextChoices):
        NEW = "new", _("Waits to be checked")
        CHECKED = "checked", _("Checked")
        BOUNCED = "bounced_personal_data", _("Sent back: it told who somebody is")
        IN_PICTURE = "in_picture", _("In the weekly picture")
        PRIORITISED = "prioritised", _("On the priority list")
        ACTION = "action", _("Something is being done")
        DONE = "done", _("Done")
        NOT_ACTIONABLE = "not_actionable", _("Nothing can be done")
        MOVED = "moved_to_other_route", _("Belongs elsewhere")
        ARCHIVED = "archived", _("Archived")

    OPEN = (State.NEW, State.CHECKED, State.IN_PICTURE, State.PRIORITISED, State.ACTION)
    COUNTED = (State.CHECKED, *OPEN[2:], State.DONE, State.NOT_ACTIONABLE, State.ARCHIVED)
    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {  # J.1: who is where may go there
        State.NEW: (State.CHECKED, State.BOUNCED, State.NOT_ACTIONABLE, State.MOVED),
        State.CHECKED: (State.IN_PICTURE, State.BOUNCED, State.NOT_ACTIONABLE, State.MOVED),
        State.IN_PICTURE: (State.PRIORITISED, State.DONE, State.BOUNCED, State.NOT_ACTIONABLE, State.MOVED),
        State.PRIORITISED: (State.ACTION, State.IN_PICTURE, State.DONE, State.BOUNCED, State.NOT_ACTIONABLE),
        State.ACTION: (State.IN_PICTURE, State.DONE, State.BOUNCED, State.NOT_ACTIONABLE),
        State.DONE: (State.ARCHIVED,),
        State.NOT_ACTIONABLE: (State.ARCHIVED,),
        State.MOVED: (),
        State.BOUNCED: (),
        State.ARCHIVED: (),
    }

    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField(default=timezone.now)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    east = models.IntegerField(null=True, blank=True)
    north = models.IntegerField(null=True, blank=True)
    where = models.CharField(max_length=120, blank=True)
    category = models.SlugField(max_length=20)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    repeated = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=24, choices=State.choices, default=State.NEW)
    answer = models.CharField(max_length=400, blank=True, help_text="What the reporter is told besides the state.")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    priority = models.ForeignKey("Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    moved_at = models.DateTimeField(default=timezone.now, help_text="When it came into its state.")

    class Meta:
        ordering = ["-happened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["reporter", "client_id"], name="place_report_sent_once"),
            models.CheckConstraint(
                condition=~Q(state="bounced_personal_data") | Q(text="", where=""), name="bounced_report_has_no_words"
            ),
            models.CheckConstraint(condition=Q(severity__range=(1, 3)), name="place_report_severity_in_range"),
        ]
        indexes = [
            models.Index(fields=["municipality", "happened_at"], name="place_report_by_time"),
            models.Index(fields=["municipality", "reported_at"], condition=Q(state="new"), name="place_report_at_gate"),
            models.Index(fields=["reporter", "-reported_at"], name="place_report_mine"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def point(self) -> tuple[int, int] | None:
        """Where it was, in metres: the point chosen, else that of the place."""
        if self.east is not None and self.north is not None:
            return self.east, self.north
        return (self.place.east, self.place.north) if self.place else None
