"""The days of a story, and the stage on which all stories are played in the order of their days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone, translation
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from coordination.cases.inviting import confirm
from coordination.cases.models import Case
from permissions.models import Grant
from workflows.reminders import Reminder
from workflows.timers import fire_due_timers

Story = Iterator[datetime]
SATURDAY = 5
AHEAD = timedelta(days=7)  # So long before access runs out the coordinator confirms it.
PAUSE = timedelta(minutes=3)  # Between two things that a story would let happen at the same moment.


def ending_access(moment: datetime) -> QuerySet[Grant]:
    """Return the access to open cases, without a fixed end, that nobody has confirmed beyond ``moment``."""
    rows = Grant.objects.live().filter(kind=Grant.Kind.ORDINARY, valid_until__lte=moment)
    return rows.exclude(content_object__status=Case.Status.CLOSED)


def confirm_ending(moment: datetime) -> bool:
    """Let the coordinators confirm what runs out before ``moment``. Returns whether there was anything."""
    places = {g.participation for g in ending_access(moment).select_related("participation__case__coordinator")}
    for there in places:
        confirm(there, by=there.case.coordinator)
    return bool(places)


class Days:
    """The days of one story: T+0 is so many days from today. Weekends give way to a working day."""

    def __init__(self, begins: int, municipality: Any, *, now: datetime) -> None:
        self.zone = ZoneInfo(municipality.time_zone)
        self.today = now.astimezone(self.zone).date()
        self.first = self.today + timedelta(days=begins)

    def day(self, number: int) -> date:
        """Return T+``number``; what lies behind today stays behind it, what is to come stays to come."""
        day = self.first + timedelta(days=number)
        weekend = day.weekday() - SATURDAY + 1
        if weekend <= 0:
            return day
        return day - timedelta(days=weekend) if day <= self.today else day + timedelta(days=3 - weekend)

    def at(self, number: int, hour: str = "09:00") -> datetime:
        """Return a moment of T+``number`` where the story happens."""
        return datetime.combine(self.day(number), time.fromisoformat(hour), self.zone)


class Stage:
    """Plays stories. ``clock`` is a `time_machine` traveller: every scene happens at its own moment.

    A story is a generator that yields the moment of its next scene. Timers that
    come due between two scenes fire at their own moment, as the worker would.
    """

    def __init__(self, clock: Any) -> None:
        self.clock, self.number = clock, 0
        self.scenes: list[tuple[datetime, int, Story, Days, str]] = []
        self.now = timezone.now()

    def add(self, story: Story, days: Days, language: str) -> None:
        """Let a story begin when its first scene comes."""
        self._wait_for(next(story), story, days, language)

    def until(self, moment: datetime) -> None:
        """Play everything up to ``moment``, and stay there."""
        while self.scenes and self.scenes[0][0] <= moment:
            at, _number, story, days, language = heappop(self.scenes)
            self._go_to(at)
            with translation.override(language), timezone.override(days.zone):
                following = next(story, None)
            if following:
                self._wait_for(max(following, at + PAUSE), story, days, language)
        self._go_to(moment)

    def _wait_for(self, moment: datetime, story: Story, days: Days, language: str) -> None:
        self.number += 1
        heappush(self.scenes, (moment, self.number, story, days, language))

    def _go_to(self, moment: datetime) -> None:
        while due := min(filter(None, (self._next_timer(moment), self._next_confirming(moment))), default=None):
            self._move(due)
            if not confirm_ending(due + AHEAD) and not fire_due_timers():
                raise RuntimeError("a timer of the stories could not be fired; the log says why")
        self._move(moment)

    def _move(self, moment: datetime) -> None:
        # In UTC: a moment with a zone of its own would change the zone of the whole process.
        self.now = max(moment.astimezone(UTC), timezone.now())
        self.clock.move_to(self.now)

    def _next_confirming(self, moment: datetime) -> datetime | None:
        """Return when the next access that would run out is confirmed again: some days before."""
        ending = ending_access(moment + AHEAD).order_by("valid_until").values_list("valid_until", flat=True).first()
        return max(ending - AHEAD, self.now) if ending else None

    def _next_timer(self, moment: datetime) -> datetime | None:
        armed = Task.objects.filter(flow_task_type=Reminder.task_type, status=STATUS.SCHEDULED)
        return armed.filter(scheduled__lte=moment).order_by("scheduled").values_list("scheduled", flat=True).first()
