"""Walls inside a case: records that not everybody in the case may see.

A wall narrows rows that already passed the question about the case, unless it is
named in ``WHOLE``: such a wall lets through only what rests on a grant or a post
in the very case, so that the question is not asked twice.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from permissions import standing
from permissions.roles import HIGHEST, Act, Post

OWN_AGENCY = frozenset({Act.WRITE, Act.REASSIGN, Act.ADMIT, Act.ANSWER, Act.EXTEND})


def _entries(rows: QuerySet, user: Any, act: Act, path: str = "") -> QuerySet:
    """Let through entries of an agency the user works for in the case, or disclosed to one, up to their clearance."""
    own = standing.held(user.pk, act, "case_id", agency=f"{path}agency_id", clearance=f"{path}confidentiality")
    if act in OWN_AGENCY:
        return rows.filter(own)
    given = apps.get_model("coordination.Disclosure").objects.live()
    given = given.filter(entry=OuterRef(f"{path}pk"))
    given = given.filter(standing.grounded("case_id", "agency_id", "basis", "entry__topic"))
    given = given.filter(standing.held(user.pk, act, "case_id", agency="agency_id", clearance="entry__confidentiality"))
    return rows.filter(Q(own) | Q(Exists(given)))


def _documents(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A document, or a level of threat, is seen by those who see its entry."""
    return _entries(rows, user, act, path="entry__")


def _minutes(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A meeting is seen by the lead agency and the agencies invited to it."""
    lead = standing.held(user.pk, act, "case_id", lead=True)
    called = apps.get_model("coordination.Invitee").objects.filter(meeting=OuterRef("pk"), agency__isnull=False)
    called = called.filter(standing.held(user.pk, act, "case_id", agency="agency_id"))
    return rows.filter(Q(lead) | Q(Exists(called)))


def _parts(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A part of a meeting is seen by the lead agency and the agencies called that are there for it, up to their class.

    Of those called, before the minutes are closed, whom the ground of their place covers for plan and meetings; after
    it, to whom they are disclosed. The minutes are written while they are open: to correct them is the lead's.
    """
    written = Coalesce("entry__confidentiality", "meeting__minutes__confidentiality")  # NULL counts for nothing below
    rows = rows.alias(part_class=Greatest("confidentiality", written))
    lead = Q(standing.held(user.pk, act, "case_id", lead=True, clearance="part_class"))
    called = Q(meeting__status="called")
    covered = standing.grounded("case_id", "agency_id", "basis", about="plan")
    places = apps.get_model("coordination.Participation").objects.filter(covered, case=OuterRef("case_id"))
    there = Q(Exists(_present(places, user, act)))
    if act is not Act.VIEW:
        return rows.filter(called & there | lead & (called | Q(meeting__correcting=True)))
    given = apps.get_model("coordination.Disclosure").objects.live()
    given = given.filter(entry=OuterRef("minutes_entry")).filter(
        standing.grounded("case_id", "agency_id", "basis", "entry__topic")
    )
    rows = rows.alias(minutes_entry=Coalesce("entry", "meeting__minutes"))
    return rows.filter(lead | called & there | ~called & Q(Exists(_present(given, user, act))))


def _present(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """Narrow rows of an agency to those of one the user acts for, up to the class, called and there for the part."""
    rows = rows.alias(level=OuterRef("part_class"))
    mine = standing.held(user.pk, act, "case_id", agency="agency_id", clearance="level")
    asked = apps.get_model("coordination.Invitee").objects.filter(
        meeting=OuterRef(OuterRef("meeting_id")), agency=OuterRef("agency_id")
    )
    absent = apps.get_model("coordination.AgendaItem").without.through.objects.filter(
        agendaitem=OuterRef(OuterRef("pk")), agency=OuterRef("agency_id")
    )
    return rows.filter(mine, Exists(asked), ~Exists(absent))


def _plans(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A plan being written is seen by the lead agency only; a proposed or agreed one by all."""
    return rows.filter(~Q(status="draft") | Q(standing.held(user.pk, act, "case_id", lead=True)))


def _own_agency(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """To act on a step, an invitation or an action it must be the own agency's; to see it, any."""
    return rows.filter(standing.may(user.pk, act, "case_id", agency="agency_id" if act in OWN_AGENCY else ""))


def _deadlines(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A deadline of the law is known to the agency that must act and to who coordinates the case.

    Who leads the unit decides on more time: in the highest class, which no post reaches, only if named for it.
    """
    own = Q(standing.may(user.pk, act, "case_id", agency="agency_id"))
    if act is Act.EXTEND:
        leads = standing.memberships().filter(user=user.pk, post=Post.MANAGER.value, agency=OuterRef("agency_id"))
        own |= Q(Exists(leads)) & Q(standing.held(user.pk, Act.WRITE, "case_id", agency="agency_id"))
    if act in OWN_AGENCY:
        return rows.filter(own)
    return rows.filter(own | Q(standing.held(user.pk, Act.COORDINATE, "case_id")))


def _events(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """An event inside one agency is seen by that agency; auditors see all."""
    if act is Act.AUDIT:
        return rows.filter(standing.may(user.pk, act, "case_id"))
    return rows.filter(standing.may(user.pk, act, "case_id", agency="agency_id", or_of_none=True))


def _disclosures(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A disclosure is known to the agency that gives and, once it lets somebody read, to the one that gets.

    To audit is for who leads the unit, not for who coordinates. Nobody meets what lies beyond their clearance.
    """
    if act is Act.AUDIT:
        posted = standing.participations_by_post(user.pk, act).filter(case=OuterRef("case_id"))
        return rows.filter(Exists(posted), entry__confidentiality__lt=HIGHEST)
    level = "entry__confidentiality"
    gives = Q(standing.held(user.pk, act, "case_id", agency="entry__agency_id", clearance=level))
    if act in OWN_AGENCY:
        return rows.filter(gives)
    gets = Q(standing.held(user.pk, act, "case_id", agency="agency_id", clearance=level))
    return rows.filter(gives | gets & (Q(approval_needed=False) | Q(approved_at__isnull=False)))


def _papers(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A paper belongs to the person it was made for."""
    return rows.filter(requested_by=user.pk)


def _consents(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    """A consent's own row (who said what) is read where the case is led."""
    return rows.filter(standing.held(user.pk, act, "case_id", lead=True))


def _requests(rows: QuerySet, user: Any, act: Act, path: str = "") -> QuerySet:
    """A request for information, and each reply to it, is seen by the two agencies it is between."""
    asks = standing.held(user.pk, act, "case_id", agency=f"{path}from_agency_id")
    asked = standing.held(user.pk, act, "case_id", agency=f"{path}to_agency_id")
    return rows.filter(Q(asks) | Q(asked))


def _replies(rows: QuerySet, user: Any, act: Act) -> QuerySet:
    return _requests(rows, user, act, path="request__")


WALLS: dict[str, Callable[[QuerySet, Any, Act], QuerySet]] = {
    "entry": _entries,
    "document": _documents,
    "threatlevel": _documents,
    "meeting": _minutes,
    "agendaitem": _parts,
    "plan": _plans,
    "step": _own_agency,
    "deadline": _deadlines,
    "participation": _own_agency,
    "action": _own_agency,
    "event": _events,
    "disclosure": _disclosures,
    "paper": _papers,
    "consent": _consents,
    "inforequest": _requests,
    "inforeply": _replies,
}
WHOLE = frozenset(
    {
        "entry",
        "document",
        "threatlevel",
        "meeting",
        "agendaitem",
        "step",
        "deadline",
        "participation",
        "action",
        "event",
        "consent",
    }
)
