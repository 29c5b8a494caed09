"""Which rounds somebody may read, and what they may do in them: asked of the policy, of posts in force."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from coordination.agencies.models import Agency
from coordination.rounds.models import Round, Seat
from coordination.rules.queries import NoSuchRule, value_of
from coordination.rules.wording import spoken
from permissions import policy


def own_police(user: Any) -> QuerySet[Agency]:
    """Return the police agencies for which ``user`` may open and keep rounds: those whose country has a script."""
    rows = Agency.objects.filter(kind=Agency.Kind.POLICE).select_related("municipality")
    found = policy.of_own_agencies(user, rows, "pk").order_by("name")
    return found.filter(pk__in=[agency.pk for agency in found if script_of(agency.municipality)])


def rounds_for(user: Any) -> QuerySet[Round]:
    """Return the rounds that ``user`` may read: of their police agency, and of whose steering group theirs is part."""
    kept = policy.of_own_agencies(user, Round.objects.all(), "agency_id")
    seats = policy.of_own_agencies(user, Seat.objects.filter(ended_at=None), "agency_id")
    rows = Round.objects.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=seats.values("round")))
    return rows.select_related("agency__municipality", "opened_by")


def round_for(user: Any, pk: Any) -> Round:
    """Return a round that ``user`` may read. Raises Http404."""
    return get_object_or_404(rounds_for(user), pk=pk)


def may_keep(user: Any, found: Round) -> bool:
    """Say whether ``user`` works at the police agency that keeps the round."""
    return policy.of_own_agencies(user, Round.objects.filter(pk=found.pk), "agency_id").exists()


def may_evaluate(user: Any, found: Round) -> bool:
    """Say whether ``user`` may evaluate the round: the police, and the steering group."""
    return rounds_for(user).filter(pk=found.pk).exists()


def script_of(municipality: Any, way: str = "") -> list[tuple[str, str]]:
    """Return what is said when the message is given, as (code, text in the reader's language).

    Narrowed to one way of giving it, if named. Empty where the country has no such way of working.
    """
    try:
        rows = value_of("gvi.script", municipality)
    except NoSuchRule:
        return []
    return [(row["code"], spoken(row)) for row in rows if not way or way in row["ways"]]


def possible_seats(found: Round) -> QuerySet[Agency]:
    """Return the agencies that may sit in the steering group: the others of the municipality."""
    rows = Agency.objects.filter(municipality=found.agency.municipality_id)
    return rows.exclude(pk=found.agency_id).order_by("name")


def seated(found: Round) -> list[Agency]:
    """Return the agencies of the steering group."""
    return [seat.agency for seat in found.seats.filter(ended_at=None).select_related("agency").order_by("agency__name")]
