"""Walls inside a case: records that not everybody in the case may see.

A wall narrows rows that already passed the question about the case.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions import standing
from permissions.roles import Act

OWN_AGENCY = frozenset({Act.WRITE, Act.REASSIGN, Act.ADMIT, Act.ANSWER})


def _entries(rows: QuerySet, user: Any, act: Act, path: str = "") -> QuerySet:
    """Let through entries of an agency the user works for in the case, or disclosed to one."""
    mine = standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"))
    own = mine.filter(agency=OuterRef(f"{path}agency_id"))
    if act in OWN_AGENCY:
        return rows.filter(Exists(own))
    given = apps.get_model("coordination.Disclosure").objects.live()
    given = given.filter(entry=OuterRef(f"{path}pk"))
    given = given.filter(standing.grounded("case_id", "agency_id", "basis", "entry__topic"))
    given = given.filter(
        Exists(
            standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"), agency=OuterRef("agency_id"))
        )
    )
    return rows.filter(Q(Exists(own)) | Q(Exists(given)))


def _documents(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A document is seen by those who see its entry."""
    return _entries(rows, user, act, path="entry__")


def _minutes(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A meeting is seen by the lead agency and the agencies invited to it."""
    mine = standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"))
    lead = mine.filter(participation__is_lead=True)
    called = apps.get_model("coordination.Invitee").objects.filter(meeting=OuterRef("pk"))
    called = called.filter(agency__isnull=False).filter(
        Exists(
            standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"), agency=OuterRef("agency_id"))
        )
    )
    return rows.filter(Q(Exists(lead)) | Q(Exists(called)))


def _plans(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A plan being written is seen by the lead agency only; a proposed or agreed one by all."""
    lead = standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"), participation__is_lead=True)
    return rows.filter(~Q(status="draft") | Q(Exists(lead)))


def _own_agency(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """To act on a step, an invitation or an action it must be the own agency's; to see it, any."""
    if act not in OWN_AGENCY:
        return rows
    granted = standing.grants(act).filter(
        user=user.pk, content_object=OuterRef("case_id"), agency=OuterRef("agency_id")
    )
    posted = standing.participations_by_post(user.pk, act).filter(
        case=OuterRef("case_id"), agency=OuterRef("agency_id")
    )
    return rows.filter(Q(Exists(granted)) | Q(Exists(posted)))


def _events(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """An event inside one agency is seen by that agency; auditors see all."""
    if act is Act.AUDIT:
        return rows
    granted = standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"))
    posted = standing.participations_by_post(user.pk, act).filter(case=OuterRef("case_id"))
    inside = granted.filter(agency=OuterRef("agency_id")), posted.filter(agency=OuterRef("agency_id"))
    return rows.filter(Q(agency=None) | Q(Exists(inside[0])) | Q(Exists(inside[1])))


def _papers(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A paper belongs to the person it was made for."""
    return rows.filter(requested_by=user.pk)


def _consents(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A consent's own row (who said what) is read where the case is led."""
    lead = standing.grants(act).filter(user=user.pk, content_object=OuterRef("case_id"), participation__is_lead=True)
    return rows.filter(Exists(lead))


WALLS: dict[str, Callable[[QuerySet, Any, Act], QuerySet]] = {
    "entry": _entries,
    "document": _documents,
    "meeting": _minutes,
    "plan": _plans,
    "step": _own_agency,
    "participation": _own_agency,
    "action": _own_agency,
    "event": _events,
    "paper": _papers,
    "consent": _consents,
}
