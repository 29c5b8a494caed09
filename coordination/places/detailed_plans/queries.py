"""Which reviews there are, the checklist with its answers, and whether the place has become safer."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from coordination.places.detailed_plans.models import ChecklistItem, PlanReview
from coordination.places.queries import labels, near
from coordination.places.reports.models import PlaceReport
from coordination.rules.queries import value_of
from permissions import places
from permissions.places import PlaceAct

YEAR = 12  # months before the adoption that the time after the building is compared with


@dataclass(frozen=True)
class Indicator:
    """Reports a month near a plan: before it was adopted, and after it was built."""

    metres: int
    before: tuple[tuple[date, int], ...]
    after: tuple[tuple[date, int], ...]

    @property
    def before_average(self) -> float:
        """Reports a month before."""
        return _average(self.before)

    @property
    def after_average(self) -> float:
        """Reports a month after; 0 while nothing is built."""
        return _average(self.after)


def reviews_seen_by(user: Any) -> QuerySet[PlanReview]:
    """Return the reviews somebody may look at, the newest first."""
    rows = places.visible(user, PlaceAct.SEE, PlanReview.objects.all())
    return rows.select_related("municipality", "opened_by")


def checklist(review: PlanReview, stage: str) -> list[dict[str, Any]]:
    """Return every item of the checklist in order: its name, code, and its answer at a stage if there is one."""
    answers = {item.code: item for item in review.items.filter(stage=stage)}
    names = labels("plan.checklist", review.municipality)
    return [{"code": code, "name": name, "item": answers.get(code)} for code, name in names.items()]


def figures(review: PlanReview, stage: str) -> list[tuple[Any, int]]:
    """Return how many items are answered how at a stage, by the name of the answer."""
    counts = Counter(review.items.filter(stage=stage).values_list("answer", flat=True))
    return [(ChecklistItem.Answer(code).label, counts[code]) for code in ChecklistItem.Answer.values if counts[code]]


def indicator(review: PlanReview) -> Indicator:
    """Count the reports a month near the plan: in the year before it was adopted, and since it is built."""
    metres = value_of("plan.near_metres", review.municipality)
    counted = PlaceReport.objects.filter(
        municipality=review.municipality, state__in=PlaceReport.COUNTED, merged_into=None
    )
    rows = near(counted, review.east, review.north, metres)
    zone = ZoneInfo(review.municipality.time_zone)
    now = timezone.now().astimezone(zone).date()
    until = _first(review.adopted_on or now)
    before = _months(rows, _earlier(until, YEAR), until, zone)
    after = _months(rows, _later(review.built_on), _first(now), zone) if review.built_on else ()
    return Indicator(metres, before, after)


def follow_up_on(review: PlanReview) -> date | None:
    """Return when a built plan is to be followed up."""
    days = timedelta(days=value_of("plan.follow_up_days", review.municipality))
    return review.built_on + days if review.built_on else None


def _months(rows: Any, since: date, until: date, zone: ZoneInfo) -> tuple[tuple[date, int], ...]:
    """Count whole months, from the first day of one to before the first day of another."""
    ends = [datetime.combine(day, time(), zone) for day in (since, until)]
    moments = rows.filter(happened_at__gte=ends[0], happened_at__lt=ends[1]).values_list("happened_at", flat=True)
    counts = Counter(_first(at.astimezone(zone).date()) for at in moments)
    found, month = [], since
    while month < until:
        found.append((month, counts[month]))
        month = _later(month)
    return tuple(found)


def _first(day: date) -> date:
    return day.replace(day=1)


def _later(day: date) -> date:
    """Return the first day of the month after."""
    return _first(_first(day) + timedelta(days=32))


def _earlier(month: date, number: int) -> date:
    for _each in range(number):
        month = _first(month - timedelta(days=1))
    return month


def _average(months: tuple[tuple[date, int], ...]) -> float:
    return round(sum(count for _month, count in months) / len(months), 1) if months else 0.0
