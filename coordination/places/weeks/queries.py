"""The numbers of a week, and what is to be done by whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from coordination.places.models import Place
from coordination.places.queries import bounds, labels, week_of
from coordination.places.reports.models import PlaceReport, Severity
from coordination.places.weeks.models import PlaceAction, Priority, Week
from coordination.rules.queries import value_of
from permissions import places
from permissions.places import PlaceAct

OPEN = (PlaceAction.Status.PLANNED, PlaceAction.Status.GOING)


@dataclass(frozen=True)
class Line:
    """One place or category in a week: how many reports, and how many a week on average in the weeks before."""

    name: str
    count: int
    before: float
    severe: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    place: Place | None = None

    @property
    def change(self) -> float:
        """How many more (or fewer) than before."""
        return round(self.count - self.before, 1)


@dataclass(frozen=True)
class Picture:
    """The numbers of one week. Reports put together count once; bounced ones and those that belong elsewhere do not."""

    week: Week
    total: int
    came_in: int
    bounced: int
    trend: tuple[tuple[date, int], ...]  # the weeks before and this one, the oldest first
    by_place: tuple[Line, ...]
    by_category: tuple[Line, ...]

    @property
    def before(self) -> float:
        """How many reports a week there were on average in the weeks before."""
        earlier = [count for _monday, count in self.trend[:-1]]
        return round(sum(earlier) / len(earlier), 1) if earlier else 0.0


def picture(week: Week) -> Picture:
    """Count a week, and compare it with as many weeks before it as the rule says."""
    municipality = week.municipality
    weeks = value_of("est.compare_weeks", municipality)
    first = week.monday - timedelta(weeks=weeks)
    since, until = bounds(first, municipality, weeks=weeks + 1)
    received = PlaceReport.objects.filter(municipality=municipality, happened_at__gte=since, happened_at__lt=until)
    counted = received.filter(state__in=PlaceReport.COUNTED, merged_into=None)
    rows = [
        (week_of(at, municipality), place, category, severity)
        for at, place, category, severity in counted.values_list("happened_at", "place", "category", "severity")
    ]
    mondays = [first + timedelta(weeks=number) for number in range(weeks + 1)]
    per_week = Counter(row[0] for row in rows)
    this = received.filter(happened_at__gte=bounds(week.monday, municipality)[0])
    said = this.aggregate(all=Count("pk"), bounced=Count("pk", filter=Q(state=PlaceReport.State.BOUNCED)))
    return Picture(
        week=week,
        total=per_week[week.monday],
        came_in=said["all"],
        bounced=said["bounced"],
        trend=tuple((monday, per_week[monday]) for monday in mondays),
        by_place=_by_place(rows, week.monday, weeks, municipality),
        by_category=_by_category(rows, week.monday, weeks, municipality),
    )


def weeks_of(user: Any) -> QuerySet[Week]:
    """Return the weeks somebody may look at, newest first."""
    return places.visible(user, PlaceAct.SEE, Week.objects.select_related("municipality"))


def priorities_of(week: Week) -> QuerySet[Priority]:
    """Return the joint priority list of a week, with its actions."""
    rows = week.priorities.select_related("place", "week").prefetch_related("actions__agency")
    return rows.annotate(number=Count("reports", distinct=True)).order_by("rank")


def followed_up(week: Week) -> QuerySet[PlaceAction]:
    """Return the actions decided before this week that were open when it began: what is followed up at its meeting."""
    rows = PlaceAction.objects.filter(municipality=week.municipality, priority__week__monday__lt=week.monday)
    began = bounds(week.monday, week.municipality)[0]
    return rows.filter(Q(status__in=OPEN) | Q(status_at__gte=began)).select_related("agency", "priority")


def actions_of(agencies: list[Any]) -> QuerySet[PlaceAction]:
    """Return the open actions of agencies (those in which somebody takes part in this work)."""
    rows = PlaceAction.objects.filter(agency__in=agencies, status__in=OPEN)
    return rows.select_related("agency", "priority").order_by("due_on", "pk")


def _by_place(rows: list, monday: date, weeks: int, municipality: Any) -> tuple[Line, ...]:
    there = Place.objects.filter(municipality=municipality).in_bulk()
    names = labels("est.categories", municipality)
    found = []
    for key in {place for _week, place, _category, _severity in rows if place}:
        mine = [row for row in rows if row[1] == key]
        now = [row for row in mine if row[0] == monday]
        kinds = Counter(names.get(row[2], row[2]) for row in now).most_common()
        severe = sum(row[3] == Severity.ACUTE for row in now)
        before = round((len(mine) - len(now)) / weeks, 1)
        found.append(Line(there[key].name, len(now), before, severe, tuple(kinds), there[key]))
    return tuple(sorted(found, key=lambda line: (-line.count, line.name)))


def _by_category(rows: list, monday: date, weeks: int, municipality: Any) -> tuple[Line, ...]:
    names = labels("est.categories", municipality)
    now = Counter(row[2] for row in rows if row[0] == monday)
    before = Counter(row[2] for row in rows if row[0] != monday)
    found = [Line(names.get(c, c), now[c], round(before[c] / weeks, 1)) for c in set(now) | set(before)]
    return tuple(sorted(found, key=lambda line: (-line.count, line.name)))
