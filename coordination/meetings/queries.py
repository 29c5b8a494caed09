"""Reading about meetings: which there are, who can be called, who reads the minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency
from coordination.cases.models import Case, Confidentiality, Participation
from coordination.meetings.decisions import AT_MOST_NORMAL, for_everybody, of_items, with_state
from coordination.meetings.models import AgendaItem, Invitee, Meeting
from coordination.sharing.queries import readers_of
from permissions import policy
from permissions.roles import Act

SOON = timedelta(days=60)


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


def parts_for(user: Any, meeting: Meeting) -> list[AgendaItem]:
    """Return the parts of the minutes that ``user`` may see now, in order, with their decisions."""
    rows = policy.visible(user, Act.VIEW, AgendaItem.objects.filter(meeting=meeting))
    rows = of_items(rows.select_related("written_by")).prefetch_related("without", "kept_from")
    return list(rows.order_by("position"))


def may_read_minutes(user: Any, meeting: Meeting) -> bool:
    """Say whether ``user`` may read notes and decisions of any part of a meeting."""
    return policy.visible(user, Act.VIEW, AgendaItem.objects.filter(meeting=meeting)).exists()


def called(meeting: Meeting) -> list[Invitee]:
    """Return who was called, the lead agency first and the family last."""
    rows = list(meeting.invitees.select_related("agency", "person"))
    lead = meeting.case.lead_agency_id
    return sorted(rows, key=lambda i: (i.agency_id is None, i.agency_id != lead, str(i)))


def agenda_for(user: Any, meeting: Meeting) -> list[dict[str, Any]]:
    """Return the rows of the agenda that ``user`` may see: a part whole, or its heading alone.

    The heading of a part that everybody may see is told to all who are called, also before they may read its notes.
    What stands in a plan being written is told to who coordinates the case.
    """
    seen = {item.pk: item for item in parts_for(user, meeting)}
    open_to_all = set(for_everybody(meeting.agenda.all()).values_list("pk", flat=True))
    drafts = policy.can(user, Act.COORDINATE, meeting)
    told = [item for item in meeting.agenda.order_by("position") if item.pk in seen or item.pk in open_to_all]
    return [_row(number, seen.get(item.pk), item, drafts=drafts) for number, item in enumerate(told, start=1)]


def headings_for(meeting: Meeting, person: Any = None) -> list[AgendaItem]:
    """Return the agenda as a letter tells it: what everybody may see, or what may be shown to one of the family."""
    rows = meeting.agenda.order_by("position")
    return list(rows.exclude(kept_from=person).filter(**AT_MOST_NORMAL) if person else for_everybody(rows))


def _row(number: int, part: AgendaItem | None, item: AgendaItem, *, drafts: bool) -> dict[str, Any]:
    row = {"position": number, "heading": item.heading}
    if part is None:
        return row
    return row | {
        "item": part,
        "notes": part.notes,
        "decisions": with_state(part.decisions.all(), drafts=drafts),
        "without": list(part.without.all()),
        "kept_from": list(part.kept_from.all()),
        "is_classified": part.confidentiality > Confidentiality.NORMAL,
    }


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
