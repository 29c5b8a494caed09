"""A meeting on paper: the summons, and the minutes for those who may read them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.models import Participation
from coordination.meetings import queries
from coordination.meetings.models import Meeting
from coordination.papers.registry import Content, builds
from coordination.people.languages import interpreters
from coordination.people.wishes import kept_out_of_meetings, must_get_papers
from permissions import policy
from permissions.roles import Act


@builds("summons")
def summons(paper: Any) -> Content:
    """When and where the meeting is, who is called, and what it is about."""
    meeting = _meeting(paper)
    if paper.person:
        _must_be_called(meeting, paper.person)
    return Content("summons.html", _("Summons to a meeting"), _frame(meeting) | {"agenda": list(meeting.agenda.all())})


@builds("sip_call")
def sip_call(paper: Any) -> Content:
    """The letter that calls a principal to the SIP meeting: its unit must come, by law."""
    return _letter(paper, called=True, title=_("Call to a SIP meeting"))


@builds("sip_invitation")
def sip_invitation(paper: Any) -> Content:
    """The letter that invites somebody else to the SIP meeting, as the person wishes."""
    return _letter(paper, called=False, title=_("Invitation to a SIP meeting"))


@builds("minutes")
def minutes(paper: Any) -> Content:
    """What was said and decided. Raises Http404 for who may not read the minutes."""
    meeting = _meeting(paper)
    if not meeting.minutes_id or not queries.may_read_minutes(paper.requested_by, meeting):
        raise Http404
    rows = queries.agenda_for(meeting, may_read=True)
    context = {"rows": rows, "readers": queries.readers_of_minutes(meeting)}
    return Content("minutes.html", _("Minutes"), _frame(meeting) | context)


def _letter(paper: Any, *, called: bool, title: str) -> Content:
    """Return the letter to one agency. Raises Http404 unless it is called (or invited) to a SIP meeting to come."""
    rows = Participation.objects.select_related("agency", "case__coordinator", "case__lead_agency")
    there = get_object_or_404(
        policy.visible(paper.requested_by, Act.COORDINATE, rows), pk=paper.about, case=paper.case, called=called
    )
    meeting = queries.sip_meeting_to_come(there)
    if meeting is None or not policy.is_grounded(there):
        raise Http404
    context = {"there": there, "agenda": list(meeting.agenda.all()), "child": there.case.child}
    return Content("sip_letter.html", title, _frame(meeting) | context)


def _must_be_called(meeting: Meeting, person: Any) -> None:
    """Raise ValidationError if ``person`` is not called, or not with the knowledge that the child does not want it."""
    must_get_papers(person)
    invitee = meeting.invitees.filter(person=person).first()
    if invitee is None:
        raise ValidationError(_("%(person)s is not called to the meeting.") % {"person": person.label})
    unwanted = kept_out_of_meetings(meeting.case, on=timezone.localdate(meeting.starts_at))
    if person.pk in unwanted and not invitee.against_wish:
        raise ValidationError(
            _("No summons is made for %(person)s: the child does not want them at meetings.") % {"person": person.label}
        )


def _frame(meeting: Meeting) -> dict[str, Any]:
    called = list(queries.called(meeting))
    needed = interpreters([one.person for one in called if one.person_id])
    return {"meeting": meeting, "called": called, "interpreter": needed, "coordinator": meeting.case.coordinator}


def _meeting(paper: Any) -> Meeting:
    rows = policy.visible(paper.requested_by, Act.VIEW, Meeting.objects.select_related("case__coordinator"))
    return get_object_or_404(rows, pk=paper.about, case=paper.case)
