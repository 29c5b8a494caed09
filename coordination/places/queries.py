"""What everything on places asks: the list of places, categories, whole weeks, distances."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from coordination.agencies.models import Agency
from coordination.places.models import Place
from coordination.rules.queries import value_of
from coordination.rules.wording import spoken
from permissions import places


def places_of(municipality: Any) -> QuerySet[Place]:
    """Return the places of a municipality that are in use, by name."""
    return Place.objects.filter(municipality=municipality, retired_at=None).select_related("area")


def known_names(municipality: Any) -> list[str]:
    """Return names that a text may hold, because they are no persons': places, areas, agencies, the municipality."""
    names = [municipality.name, *municipality.areas.values_list("name", flat=True)]
    names += Place.objects.filter(municipality=municipality).values_list("name", flat=True)
    for agency in Agency.objects.filter(municipality=municipality):
        names += [agency.name, agency.short_name]
    return names


def partners(municipality: Any) -> QuerySet[Agency]:
    """Return the agencies that take part in the work on places, by name."""
    return Agency.objects.filter(places.taking_part(municipality)).order_by("name")


def labels(code: str, municipality: Any) -> dict[str, str]:
    """Return the entries of a list kept as a rule (categories, checklist), by code, in the reader's language."""
    return {row["code"]: spoken(row) for row in value_of(code, municipality)}


def week_of(moment: datetime, municipality: Any) -> date:
    """Return the Monday of the ISO week in which a moment lies where the municipality is."""
    day = moment.astimezone(ZoneInfo(municipality.time_zone)).date()
    return day - timedelta(days=day.weekday())


def bounds(monday: date, municipality: Any, *, weeks: int = 1) -> tuple[datetime, datetime]:
    """Return where a week (or several) begins and ends where the municipality is; the end is not part of it."""
    zone = ZoneInfo(municipality.time_zone)
    ends = monday + timedelta(weeks=weeks)
    return tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in (monday, ends))  # type: ignore[return-value]


def near(rows: QuerySet, east: int, north: int, metres: int) -> QuerySet:
    """Narrow reports to those within so many metres of a point of the grid (their own point, else their place's)."""
    across = Cast(Coalesce(F("east"), F("place__east")) - east, FloatField())
    along = Cast(Coalesce(F("north"), F("place__north")) - north, FloatField())
    return rows.annotate(squared=across * across + along * along).filter(Q(squared__lte=float(metres) ** 2))


def nearest(municipality: Any, point: tuple[int, int] | None) -> Place | None:
    """Return the place in use nearest to a point, if one lies as near as the rule says."""
    if point is None:
        return None
    farthest = value_of("est.near_metres", municipality) ** 2
    found = [((p.east - point[0]) ** 2 + (p.north - point[1]) ** 2, p) for p in places_of(municipality)]
    best = min(found, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] <= farthest else None
