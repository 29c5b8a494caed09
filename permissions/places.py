"""The door to work on places: reports, weekly pictures, safety walks, reviews of detailed plans.

None of it belongs to a case or is about a person, so no grant leads here: a
post in an agency of the municipality does. Like `policy`, everything is asked
in SQL at the moment of use, and a hidden thing answers 404.
"""

from enum import StrEnum
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from permissions import standing
from permissions.roles import AT_WORK, Post


class PlaceAct(StrEnum):
    """Everything a person can be allowed to do with the places of a municipality."""

    REPORT = "report"  # write reports, and follow the own ones
    SEE = "see"  # the weekly picture, priorities, actions, walks and reviews; no single report
    CARE = "care"  # all of it: the gate, the picture, walks, reviews, the list of places


WORKERS = frozenset(AT_WORK)
BY_KIND: dict[str, dict[PlaceAct, frozenset[str]]] = {  # kind of agency -> act -> posts
    "programme": dict.fromkeys(PlaceAct, WORKERS),
    **{kind: {PlaceAct.REPORT: WORKERS, PlaceAct.SEE: WORKERS} for kind in ("school", "leisure", "youth", "police")},
    "social": {PlaceAct.SEE: frozenset({Post.MANAGER.value})},
}


def agencies_by_act(user: Any) -> dict[PlaceAct, list]:
    """Return, for each thing ``user`` may do with places now, the agencies for which: `agencies`, by one query."""
    posts = standing.memberships().filter(user=user.pk, user__is_active=True, post__in=AT_WORK)
    rows = list(posts.select_related("agency__municipality").order_by("agency__name"))
    found = {act: list({m.agency_id: m.agency for m in rows if shown([m], act)}.values()) for act in PlaceAct}
    return {act: agencies for act, agencies in found.items() if agencies}


def agencies(user: Any, act: PlaceAct) -> list:
    """Return the agencies for which ``user`` may ``act`` now, by name."""
    rows = _posts(user, act).select_related("agency__municipality").order_by("agency__name")
    return list({m.agency_id: m.agency for m in rows}.values())


def municipalities(user: Any, act: PlaceAct) -> list:
    """Return the municipalities on whose places ``user`` may ``act`` now, by name."""
    found = {a.municipality_id: a.municipality for a in agencies(user, act)}
    return sorted(found.values(), key=lambda municipality: municipality.name)


def municipality(user: Any, act: PlaceAct) -> Any:
    """Return the first municipality on whose places ``user`` may ``act``. Raises Http404 if there is none."""
    if not (found := municipalities(user, act)):
        raise Http404
    return found[0]


def can(user: Any, act: PlaceAct, municipality: Any) -> bool:
    """Say whether ``user`` may ``act`` on the places of a municipality now."""
    return _posts(user, act).filter(agency__municipality=municipality.pk).exists()


def require(user: Any, act: PlaceAct, municipality: Any) -> None:
    """Return if ``user`` may ``act`` on the places of a municipality. Raises Http404 if not."""
    if not can(user, act, municipality):
        raise Http404


def visible(user: Any, act: PlaceAct, rows: QuerySet) -> QuerySet:
    """Narrow ``rows`` (records with a column ``municipality``) to those on which ``user`` may ``act`` now."""
    return rows.filter(Exists(_posts(user, act).filter(agency__municipality=OuterRef("municipality_id"))))


def readable(user: Any, reports: QuerySet) -> QuerySet:
    """Narrow reports to those ``user`` may read: their own, and all for who cares for the places."""
    writes = _posts(user, PlaceAct.REPORT).filter(agency__municipality=OuterRef("municipality_id"))
    cares = _posts(user, PlaceAct.CARE).filter(agency__municipality=OuterRef("municipality_id"))
    return reports.filter(Q(Exists(writes), reporter=user.pk) | Q(Exists(cares)))


def answerable(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow ``rows`` (with ``municipality`` and ``agency``) to those ``user`` may answer for.

    Those of an agency in which they take part in this work, and all for who cares for the places.
    """
    takes_part = _posts(user, PlaceAct.SEE).filter(agency=OuterRef("agency_id"))
    cares = _posts(user, PlaceAct.CARE).filter(agency__municipality=OuterRef("municipality_id"))
    return rows.filter(Q(Exists(takes_part)) | Q(Exists(cares)))


def shown(posts: Any, act: PlaceAct) -> bool:
    """Say whether a menu has to show this work to who holds these memberships. What they allow, is asked anew."""
    return any(m.post in BY_KIND.get(m.agency.kind, {}).get(act, ()) for m in posts)


def taking_part(municipality: Any) -> Q:
    """Return the condition that an agency is of the municipality and takes part in this work."""
    kinds = [kind for kind, acts in BY_KIND.items() if PlaceAct.SEE in acts]
    return Q(municipality=municipality.pk, kind__in=kinds)


def people_taking_part(municipality: Any, agency: Any = None) -> QuerySet:
    """Return the active users who may see this work in a municipality, by a post in one agency if named."""
    allowed = Q(pk__in=[])
    for kind, acts in BY_KIND.items():
        allowed |= Q(agency__kind=kind, post__in=acts.get(PlaceAct.SEE, ()))
    posts = standing.memberships().filter(allowed, agency__municipality=municipality.pk)
    posts = posts if agency is None else posts.filter(agency=agency.pk)
    return get_user_model()._default_manager.filter(pk__in=posts.values("user"), is_active=True)


def acting_agency(user: Any, municipality: Any) -> Any:
    """Return the key of the agency for which ``user`` acts on the places of a municipality."""
    posts = standing.memberships().filter(user=user.pk, post__in=AT_WORK, agency__kind__in=BY_KIND)
    posts = posts.filter(agency__municipality=municipality.pk).order_by("agency__name")
    return posts.values_list("agency_id", flat=True).first()


def _posts(user: Any, act: PlaceAct) -> QuerySet:
    """Return the memberships in force through which ``user`` may ``act``."""
    allowed = Q(pk__in=[])
    for kind, acts in BY_KIND.items():
        if act in acts:
            allowed |= Q(agency__kind=kind, post__in=acts[act])
    return standing.memberships().filter(allowed, user=user.pk, user__is_active=True)
