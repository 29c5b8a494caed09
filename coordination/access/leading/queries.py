"""Which agency may lead a case instead, who is asked, and who may answer."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coordination.access.models import LeadOffer
from coordination.agencies.models import Agency, User
from coordination.cases.models import Case
from coordination.sharing.queries import covered_agencies
from permissions import policy
from permissions.roles import LEAD_MAY_MOVE, Act, ways_to_open


def may_move(case: Case) -> bool:
    """Say whether the lead of a case can move at all: by its way of working, while it is open."""
    return case.is_open and case.kind in LEAD_MAY_MOVE


def why_not(case: Case) -> str:
    """Return why the lead of a case cannot move now; nothing if it can."""
    if not may_move(case):
        return _("In this way of working the lead stays where it is.")
    if case.frozen_at:
        return _("Consent was withdrawn. The lead stays where it is.")
    if case.is_hushed:
        return _("In the highest class the lead stays where it is.")
    if case.lead_agency not in covered_agencies(case):
        return _("No consent in force names %(agency)s, which would see nothing any more.") % {
            "agency": case.lead_agency
        }
    return ""


def possible_leads(case: Case) -> list[Agency]:
    """Return the agencies that may take the lead over: in the case, covered by consent, and such that may open one."""
    there = case.participations.filter(status="accepted", is_lead=False).values_list("agency_id", flat=True)
    found = [agency for agency in covered_agencies(case) if agency.pk in set(there)]
    return [a for a in found if case.kind in ways_to_open(a.kind, case.municipality.country)]


def open_offer(case: Case) -> LeadOffer | None:
    """Return what an agency of the case is asked and has not answered."""
    rows = LeadOffer.objects.filter(case=case, answered_at=None)
    return rows.select_related("agency", "case__coordinator", "asked_by").first()


def may_answer(user: Any, offer: LeadOffer) -> bool:
    """Say whether ``user`` works for the asked agency in the case."""
    return offer.agency_id in policy.agencies_for(user, Act.WRITE, offer.case)


def possible_coordinators(offer: LeadOffer) -> QuerySet[User]:
    """Return the people of the asked agency who have access to the case."""
    inside = policy.people_who_can(Act.WRITE, offer.case, agency=offer.agency)
    return User.objects.filter(pk__in=[user.pk for user in inside]).order_by("first_name", "last_name")


def asks(user: Any, case: Case) -> bool:
    """Say whether ``user`` is to answer whether their agency takes over the lead of a case."""
    offer = open_offer(case) if may_move(case) else None
    return offer is not None and may_answer(user, offer)
