from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coordination.clocks.names import title_of
from coordination.clocks.reckoning import inner_target, is_day_off, limit_of
from coordination.records import Record

OPEN = Q(met_at=None, dropped_at=None)


class DeadlineQuerySet(models.QuerySet):
    """Deadlines, narrowed by their state and joined with the moment that counts."""

    def open(self):
        """Deadlines that somebody still has to meet."""
        return self.filter(OPEN)

    def running(self):
        """Open ones whose clock does not stand still."""
        return self.filter(OPEN, paused_at=None)

    def with_due(self):
        """With ``due_now``: the last moment as it counts, for sorting and comparing."""
        return self.annotate(due_now=Coalesce("extended_to", "due_at"))

    def having_used(self, percent: int):
        """Those of which so many percent of the time, or more, are used now."""
        name = f"share_{percent}"
        whole = ExpressionWrapper((F("due_now") - F("started_at")) * percent, DurationField())
        used = ExpressionWrapper((Value(timezone.now(), DateTimeField()) - F("started_at")) * 100, DurationField())
        return self.with_due().annotate(used=used, **{name: whole}).filter(used__gte=F(name))


class Deadline(Record):
    """By when an agency must have done something in a case, because law says so.

    ``rule`` is the row it was reckoned by: what was decided under it can still
    be explained when the law is another. ``subject`` tells apart what may run
    several times in one case, by an id or a code, never a name (which report).
    Nothing is ever blocked by a deadline: it colours, tells and is counted.
    """

    class Waits(models.TextChoices):
        AGENCY = "agency", _("The agency itself")
        OTHER = "other", _("Another agency")
        FAMILY = "family", _("The family")

    case = models.ForeignKey("Case", on_delete=models.PROTECT, related_name="deadlines")
    code = models.SlugField(max_length=20)
    subject = models.CharField(max_length=60, blank=True)
    rule = models.ForeignKey("Rule", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("Agency", on_delete=models.PROTECT, related_name="deadlines")
    step = models.ForeignKey("Step", null=True, blank=True, on_delete=models.PROTECT, related_name="deadlines")
    waits_for = models.CharField(_("waits for"), max_length=6, choices=Waits.choices, default=Waits.AGENCY)
    started_at = models.DateTimeField(default=timezone.now, help_text="The moment the law counts from.")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_at = models.DateTimeField(help_text="The last moment by the rule, moved on by the time it stood still.")
    extended_to = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pause_reason = models.CharField(max_length=300, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(max_length=300, blank=True)
    warned_75_at = models.DateTimeField(null=True, blank=True)
    warned_90_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True, help_text="When people were told that it was missed.")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code", "agency", "subject"], condition=OPEN, name="one_open_clock"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="due_after_start"),
            models.CheckConstraint(condition=Q(met_at=None) | Q(dropped_at=None), name="met_or_dropped"),
        ]
        indexes = [
            models.Index(fields=["agency", "due_at", "id"], condition=OPEN, name="open_clocks_by_agency"),
            models.Index(fields=["case", "due_at"], name="clock_case_order"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that says how it is reckoned, and where it is extended."""
        return reverse("deadline", args=[self.pk])

    @property
    def title(self) -> str:
        """What must be done, in the reader's language."""
        return title_of(self.code)

    @property
    def due(self) -> datetime:
        """The last moment as it counts now."""
        return self.extended_to or self.due_at

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to meet it."""
        return self.met_at is None and self.dropped_at is None

    @property
    def is_breached(self) -> bool:
        """Whether the last moment passed before it was met."""
        return self.due < (self.paused_at or self.met_at or self.dropped_at or timezone.now())

    @property
    def state(self) -> str:
        """One of met, late (met after its day), dropped, breached, paused, warn_90, warn_75, extended, running."""
        if self.met_at:
            return "late" if self.is_breached else "met"
        if self.dropped_at:
            return "dropped"
        if self.is_breached:
            return "breached"
        if self.paused_at:
            return "paused"
        used = self.used_percent
        if used >= 75:
            return "warn_90" if used >= 90 else "warn_75"
        return "extended" if self.extended_to else "running"

    @property
    def used_percent(self) -> int:
        """How much of the time is used: 0 to 100, and more when it is over."""
        whole = (self.due - self.started_at).total_seconds()
        used = ((self.paused_at or timezone.now()) - self.started_at).total_seconds()
        return int(100 * used / whole) if whole else 100

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which its days end."""
        return ZoneInfo(self.case.municipality.time_zone)

    @property
    def last_day(self) -> date:
        """The last day where the municipality is."""
        return self.due.astimezone(self.zone).date()

    @property
    def is_in_hours(self) -> bool:
        """Whether it runs in hours, day and night, so that no holiday is of any matter."""
        return limit_of(self.rule.value)[0] == "hours"

    @property
    def falls_on_day_off(self) -> bool:
        """Whether the last day is a weekend or a holiday: it is not moved, the working day before is the aim."""
        return not self.is_in_hours and is_day_off(self.last_day, self.rule.country)

    @property
    def aim(self) -> date:
        """The day to aim at: the last one, or the working day before a day that is free."""
        return inner_target(self.last_day, self.rule.country) if self.falls_on_day_off else self.last_day

    @property
    def may_extend(self) -> bool:
        """Whether its rule allows more time at all."""
        return self.rule.value.get("may_extend", "none") != "none"

    @property
    def may_pause(self) -> bool:
        """Whether its rule allows that the time stands still."""
        return bool(self.rule.value.get("may_pause"))

    @cached_property
    def extensions_made(self) -> list[Any]:
        """Every decision on more time, the newest first."""
        return list(self.extensions.select_related("decided_by"))


class Extension(Record):
    """One decision that a deadline gets more time: who decided, why, from when to when."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateTimeField(help_text="The last moment until then.")
    until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("before")), name="extension_is_longer")]

    def __str__(self) -> str:
        return f"extension {self.pk}"
