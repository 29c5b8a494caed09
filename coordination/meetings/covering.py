"""Who is called to a meeting, or was there, and may not hear all of it: asked of the policy at the moment."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from coordination.meetings.models import Invitee, Meeting
from coordination.meetings.queries import called
from coordination.people.wishes import kept_out_of_meetings
from permissions import policy
from permissions.roles import Act

PLAN_TOPIC = "plan"
Gap = Invitee.Gap


def gaps(meeting: Meeting, invitees: Iterable[Invitee]) -> dict[Any, str]:
    """Return, by the key of the invitee, why somebody may not hear all of the meeting; who may is not named.

    An agency must take part on a ground in force that covers plan and meetings, and somebody there must have access
    to the case now; one of the family the child must want there, unless the call was made knowing that it does not.
    """
    there = {p.agency_id: p for p in meeting.case.participations.select_related("agency", "case")}
    unwanted = kept_out_of_meetings(meeting.case, on=timezone.localdate(meeting.starts_at))
    found = {
        invitee.pk: _of_agency(meeting, there.get(invitee.agency_id))
        if invitee.agency_id
        else _of_person(invitee, unwanted)
        for invitee in invitees
    }
    return {pk: gap for pk, gap in found.items() if gap}


def named_gaps(meeting: Meeting) -> list[tuple[str, Any]]:
    """Return who is called and may not hear all of the meeting now, by name, with why."""
    rows = called(meeting)
    found = gaps(meeting, rows)
    return [(name_of(i), Gap(found[i.pk]).label) for i in rows if i.pk in found]


def name_of(invitee: Invitee) -> str:
    """Return how lists name somebody called: an agency by name, one of the family by role and initials."""
    person = invitee.person
    return str(invitee.agency) if person is None else f"{person.get_role_display()} {person.initials}"


def _of_agency(meeting: Meeting, there: Any) -> str:
    if there is None:
        return Gap.GONE
    if there.is_lead:
        return ""
    if meeting.case.frozen_at:
        return Gap.FROZEN
    if not policy.is_grounded(there):
        return Gap.CONSENT
    if there.status in ("declined", "left"):
        return Gap.GONE
    if not policy.is_grounded(there, about=PLAN_TOPIC):
        return Gap.TOPIC
    joined = there.status == "accepted"
    if joined and not policy.people_who_can(Act.VIEW, meeting.case, agency=there.agency).exists():
        return Gap.NOBODY
    return ""


def _of_person(invitee: Invitee, unwanted: dict) -> str:
    return Gap.WISH if invitee.person_id in unwanted and not invitee.against_wish else ""
