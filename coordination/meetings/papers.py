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
from coordination.sharing.audience import kept_from
from permissions import policy
from permissions.roles import Act


@builds("summons")
def summons(paper: Any) -> Content:
    """When and where the meeting is, who is called, and what it is about."""
    meeting = _meeting(paper)
    if paper.person:
        _must_be_called(meeting, paper.person)
    agenda = queries.headings_for(meeting, paper.person)
    return Content("summons.html", _("Summons to a meeting"), _frame(meeting) | {"agenda": agenda})


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
    """What was said and decided, as far as the one who asks may read it; for one of the family, what they may be shown.

    Raises Http404 for who may not read the minutes, ValidationError if they are kept from the person.
    """
    meeting = _meeting(paper)
    rows = queries.agenda_for(paper.requested_by, meeting) if meeting.minutes_id and not meeting.correcting else []
    rows = [row for row in rows if "item" in row]
    if paper.person:
        _may_be_shown(meeting, paper.person)
        rows = [row for row in rows if paper.person not in row["kept_from"] and not row["is_classified"]]
        rows = [row | {"position": number} for number, row in enumerate(rows, start=1)]
    if not rows:
        raise Http404
    context = {"rows": rows, "readers": [] if paper.person else queries.readers_of_minutes(meeting)}
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
    context = {"there": there, "agenda": queries.headings_for(meeting), "child": there.case.child}
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


def _may_be_shown(meeting: Meeting, person: Any) -> None:
    """Raise ValidationError if the minutes are kept from ``person``, who was called to the meeting."""
    must_get_papers(person)
    if not meeting.invitees.filter(person=person).exists():
        raise ValidationError(_("%(person)s is not called to the meeting.") % {"person": person.label})
    if meeting.minutes and person in kept_from(meeting.minutes):
        raise ValidationError(_("The minutes may not be shown to %(person)s.") % {"person": person.label})


def _frame(meeting: Meeting) -> dict[str, Any]:
    called = list(queries.called(meeting))
    needed = interpreters([one.person for one in called if one.person_id])
    return {"meeting": meeting, "called": called, "interpreter": needed, "coordinator": meeting.case.coordinator}


def _meeting(paper: Any) -> Meeting:
    rows = policy.visible(paper.requested_by, Act.VIEW, Meeting.objects.select_related("case__coordinator"))
    return get_object_or_404(rows, pk=paper.about, case=paper.case)
