"""What a person was told of work that belongs to no case, as far as they may know of it now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coordination.history.models import Aside
from coordination.matters.queries import matters_of
from coordination.places.reports.models import PlaceReport
from coordination.places.walks.models import Walk
from coordination.places.weeks.models import Week
from coordination.rounds.queries import rounds_for
from permissions import places
from permissions.places import PlaceAct

MOST = 100
Found = dict[Any, str]  # key of a record -> the address of its page


@dataclass(frozen=True)
class Told:
    """One notice with the way to what it is about."""

    aside: Aside
    url: str


def _rounds(user: Any, keys: list) -> Found:
    rows = rounds_for(user).filter(pk__in=keys)
    return {pk: reverse("round", args=[pk]) for pk in rows.values_list("pk", flat=True)}


def _weeks(user: Any, keys: list) -> Found:
    rows = places.visible(user, PlaceAct.SEE, Week.objects.filter(pk__in=keys))
    return {week.pk: reverse("week", args=[week.key]) for week in rows}


def _walks(user: Any, keys: list) -> Found:
    rows = places.visible(user, PlaceAct.SEE, Walk.objects.filter(pk__in=keys))
    return {pk: reverse("walk", args=[pk]) for pk in rows.values_list("pk", flat=True)}


def _reports(user: Any, keys: list) -> Found:
    rows = places.readable(user, PlaceReport.objects.filter(pk__in=keys, reporter=user.pk))
    return dict.fromkeys(rows.values_list("pk", flat=True), reverse("place_reports_mine"))


def _matters(user: Any, keys: list) -> Found:
    rows = matters_of(user).filter(pk__in=keys)
    return {matter.pk: reverse("matter", args=[matter.reference]) for matter in rows}


OPEN_TO: dict[str, Callable[[Any, list], Found]] = {
    Aside.Kind.ROUND_SEAT: _rounds,
    Aside.Kind.ROUND_DONE: _rounds,
    Aside.Kind.PLACE_MEETING: _weeks,
    Aside.Kind.PLACE_ACTION: _weeks,
    Aside.Kind.PLACE_STOP: _walks,
    Aside.Kind.PLACE_ANSWER: _reports,
    Aside.Kind.MATTER_TRIAGE: _matters,
    Aside.Kind.MATTER_ON: _matters,
}


def unread(user: Any) -> list[Told]:
    """Return what ``user`` has not looked at and may know of, newest first. One query where there is nothing."""
    rows = list(Aside.objects.filter(recipient=user.pk, read_at=None)[:MOST])
    found: dict[tuple[str, Any], str] = {}
    for kind in {row.kind for row in rows}:
        keys = [row.about for row in rows if row.kind == kind]
        found |= {(kind, key): url for key, url in OPEN_TO[kind](user, keys).items()}
    return [Told(row, found[row.kind, row.about]) for row in rows if (row.kind, row.about) in found]
