from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.places.models import Place, PlaceRecord


class Week(PlaceRecord):
    """The picture of one ISO week of a municipality, and what was decided on it for the next."""

    monday = models.DateField()
    text = models.TextField(blank=True, help_text="What the analyst reads out of the numbers.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    meets_at = models.DateTimeField(null=True, blank=True)
    meets_in = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-monday"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "monday"], name="one_picture_a_week"),
            models.CheckConstraint(condition=Q(monday__iso_week_day=1), name="week_begins_on_monday"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The week as it is written everywhere: 2026-W48."""
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def number(self) -> int:
        """The number of the week in its year."""
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


class Priority(PlaceRecord):
    """A place or a problem on the joint priority list made from a week's picture, for the week after it."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Open")
        DONE = "done", _("Done")
        NOT_ACTIONABLE = "not_actionable", _("Nothing can be done")
        CARRIED = "carried", _("Goes on next week")

    week = models.ForeignKey(Week, on_delete=models.PROTECT, related_name="priorities")
    rank = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    why = models.CharField(max_length=600, blank=True)
    continues = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    answer = models.CharField(max_length=400, blank=True, help_text="What those who reported are told.")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "id"]

    def __str__(self) -> str:
        return self.title


class PlaceAction(PlaceRecord):
    """What one agency (or somebody outside, like a landlord) does at a place: who, where, when."""

    class Term(models.TextChoices):
        SHORT = "short", _("Short term")
        LONG = "long", _("Long term")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        GOING = "going", _("Going on")
        DONE = "done", _("Done")
        NOT_DONE = "not_done", _("Not done")

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="actions")
    agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=120, blank=True, help_text="Who does it, if no agency of the service.")
    what = models.CharField(max_length=300)
    where = models.CharField(max_length=120, blank=True)
    when = models.CharField(max_length=120, blank=True)
    due_on = models.DateField()
    term = models.CharField(max_length=5, choices=Term.choices, default=Term.SHORT)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PLANNED)
    note = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    status_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(agency__isnull=False) ^ ~Q(body=""), name="action_has_one_who")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def who(self) -> str:
        """The agency, or the body outside the service."""
        return str(self.agency) if self.agency else self.body

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status in (self.Status.PLANNED, self.Status.GOING)
