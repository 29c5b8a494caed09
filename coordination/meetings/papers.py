"""A meeting on paper: the summons, and the minutes for those who may read them."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coordination.meetings import queries
from coordination.meetings.models import Meeting
from coordination.papers.registry import Content, builds
from permissions import policy
from permissions.roles import Act


@builds("summons")
def summons(paper: Any) -> Content:
    """When and where the meeting is, who is called, and what it is about."""
    meeting = _meeting(paper)
    return Content("summons.html", _("Summons to a meeting"), _frame(meeting) | {"agenda": list(meeting.agenda.all())})


@builds("minutes")
def minutes(paper: Any) -> Content:
    """What was said and decided. Raises Http404 for who may not read the minutes."""
    meeting = _meeting(paper)
    if not meeting.minutes_id or not queries.may_read_minutes(paper.requested_by, meeting):
        raise Http404
    rows = queries.agenda_for(meeting, may_read=True)
    context = {"rows": rows, "readers": queries.readers_of_minutes(meeting)}
    return Content("minutes.html", _("Minutes"), _frame(meeting) | context)


def _frame(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "called": queries.called(meeting), "coordinator": meeting.case.coordinator}


def _meeting(paper: Any) -> Meeting:
    rows = policy.visible(paper.requested_by, Act.VIEW, Meeting.objects.select_related("case__coordinator"))
    return get_object_or_404(rows, pk=paper.about, case=paper.case)
