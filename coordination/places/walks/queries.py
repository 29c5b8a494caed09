"""Which walks there are, and which answers somebody owes."""

from typing import Any

from django.db.models import QuerySet

from coordination.places.walks.models import Walk, WalkStop
from permissions import places
from permissions.places import PlaceAct

ANSWERED = (Walk.State.WALKED, Walk.State.ANSWERS_DUE)


def walks_seen_by(user: Any) -> QuerySet[Walk]:
    """Return the walks somebody may look at, the newest first."""
    rows = places.visible(user, PlaceAct.SEE, Walk.objects.all())
    return rows.select_related("municipality", "place", "organiser")


def stops_of(walk: Walk) -> QuerySet[WalkStop]:
    """Return the stops of a walk in order."""
    return walk.stops.select_related("agency", "answered_by").order_by("number")


def to_answer(agencies: list[Any]) -> QuerySet[WalkStop]:
    """Return the stops for which agencies (those in which somebody takes part in this work) owe an answer."""
    rows = WalkStop.objects.filter(agency__in=agencies, answer=WalkStop.Answer.NONE, walk__state__in=ANSWERED)
    return rows.select_related("walk").order_by("walk__report_back_on", "number")
