"""Reading about meetings: which there are, who can be called, who reads the minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency
from coordination.cases.models import Case, Participation
from coordination.meetings.models import Invitee, Meeting
from coordination.sharing.models import Entry
from coordination.sharing.queries import readers_of
from permissions import policy
from permissions.roles import Act

SOON = timedelta(days=60)
PLAN_TOPIC = "plan"


def meetings_seen_by(user: Any) -> QuerySet[Meeting]:
    """Return the meetings ``user`` may know of, with what lists need."""
    rows = policy.visible(user, Act.VIEW, Meeting.objects.all())
    return rows.select_related("case__municipality", "case__lead_agency").prefetch_related(
        "case__people", "invitees__agency"
    )


def coming(rows: QuerySet[Meeting], now: datetime | None = None) -> QuerySet[Meeting]:
    """Narrow to meetings of the next 60 days and those called whose minutes are still to be written."""
    until = (now or timezone.now()) + SOON
    return rows.filter(status=Meeting.Status.CALLED, starts_at__lt=until).order_by("starts_at", "id")


def past(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Narrow to meetings that were held or cancelled, newest first."""
    return rows.filter(~Q(status=Meeting.Status.CALLED)).order_by("-starts_at", "id")


def agencies_to_call(case: Case) -> list[Agency]:
    """Return the agencies that can be called now: the lead agency and those whose place has a ground in force."""
    there = case.participations.filter(status=Participation.Status.ACCEPTED).select_related("agency")
    covered = [p for p in there if policy.is_grounded(p)]
    return [p.agency for p in sorted(covered, key=lambda p: (not p.is_lead, p.agency.name))]


def agencies_to_invite(case: Case, kind: str) -> list[Agency]:
    """Return the agencies that can be called to a kind of meeting: to a SIP meeting also those yet to answer."""
    found = agencies_to_call(case)
    if kind == Meeting.Kind.SIP:
        there = case.participations.filter(status=Participation.Status.INVITED).select_related("agency")
        found += [p.agency for p in there.order_by("agency__name") if policy.is_grounded(p)]
    return found


def letters_of(meeting: Meeting) -> list[tuple[Participation, str]]:
    """Return the place of each agency called or invited to a SIP meeting, with the kind of letter it gets."""
    if meeting.kind != Meeting.Kind.SIP or meeting.status != Meeting.Status.CALLED:
        return []
    invited = meeting.invitees.exclude(agency=None).values("agency")
    there = meeting.case.participations.filter(agency__in=invited, status__in=["invited", "accepted"], is_lead=False)
    rows = there.select_related("agency", "case").order_by("-called", "agency__name")
    return [(p, "sip_call" if p.called else "sip_invitation") for p in rows if policy.is_grounded(p)]


def sip_meeting_to_come(there: Participation) -> Meeting | None:
    """Return the SIP meeting to which an agency is called or invited and that is not held yet."""
    rows = Meeting.objects.filter(case=there.case_id, kind=Meeting.Kind.SIP, status=Meeting.Status.CALLED)
    return rows.filter(invitees__agency=there.agency_id).select_related("case__coordinator").first()


def may_read_minutes(user: Any, meeting: Meeting) -> bool:
    """Say whether ``user`` may read notes and decisions: by the minutes themselves, before them the lead agency."""
    if meeting.minutes_id:
        return policy.visible(user, Act.VIEW, Entry.objects.filter(pk=meeting.minutes_id)).exists()
    return meeting.case.lead_agency_id in policy.agencies_for(user, Act.VIEW, meeting.case)


def called(meeting: Meeting) -> list[Invitee]:
    """Return who was called, the lead agency first and the family last."""
    rows = list(meeting.invitees.select_related("agency", "person"))
    lead = meeting.case.lead_agency_id
    return sorted(rows, key=lambda i: (i.agency_id is None, i.agency_id != lead, str(i)))


def agenda_for(meeting: Meeting, *, may_read: bool, drafts: bool = False) -> list[dict[str, Any]]:
    """Return the rows of the agenda; notes, decisions and what became of them only for those who may read.

    Actions of a plan still being written are among them with ``drafts`` only.
    """
    items = meeting.agenda.prefetch_related("actions__agency", "actions__plan")
    if not may_read:
        return [{"position": i.position, "heading": i.heading} for i in items]
    return [
        {
            "position": item.position,
            "heading": item.heading,
            "notes": item.notes,
            "decision": item.decision,
            "actions": [a for a in item.actions.all() if not a.continues_id and (drafts or a.plan.status != "draft")],
        }
        for item in items
    ]


def readers_of_minutes(meeting: Meeting) -> list[Agency]:
    """Return the agencies that can read the minutes now."""
    return [meeting.case.lead_agency, *readers_of(meeting.minutes)] if meeting.minutes else []


def people_called(meeting: Meeting) -> list:
    """Return the users a meeting concerns: the lead agency's and the called agencies' people with access now."""
    agencies = [i.agency for i in meeting.invitees.select_related("agency") if i.agency_id]
    return people_of(meeting.case, [meeting.case.lead_agency, *agencies])


def people_of(case: Case, agencies: Any) -> list:
    """Return the users of these agencies who may see the case now, each once."""
    found = {u.pk: u for a in agencies for u in policy.people_who_can(Act.VIEW, case, agency=a)}
    return list(found.values())
