"""Pages for meetings: what is coming, one meeting, calling and changing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.cases.models import Case
from coordination.forms.refusals import attempt
from coordination.history.recording import note_reading
from coordination.live import is_fragment, listen
from coordination.meetings import actions, queries
from coordination.meetings.agendas import what_to_bring
from coordination.meetings.calendars import calendar_file
from coordination.meetings.covering import named_gaps
from coordination.meetings.forms import MeetingForm
from coordination.meetings.models import Meeting
from coordination.people.wishes import family_of
from permissions import policy
from permissions.roles import Act

A_PAGE = 20


@login_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the reader's meetings of the next 60 days, and the past ones page by page."""
    rows = queries.meetings_seen_by(request.user)
    past = Paginator(queries.past(rows), A_PAGE).get_page(request.GET.get("page"))
    context = {"coming": queries.coming(rows), "past": past, "rows_of_all": True}
    return render(request, _part(request, "meetings/meetings.html", "meetings/_lists.html"), context)


@login_required
@require_safe
def case_meetings(request: HttpRequest, reference: str) -> HttpResponse:
    """List the meetings of one case."""
    case = _case(request, reference)
    rows = queries.meetings_seen_by(request.user).filter(case=case)
    context = {
        "case": case,
        "coming": rows.filter(status=Meeting.Status.CALLED).order_by("starts_at", "id"),
        "past": Paginator(queries.past(rows), A_PAGE).get_page(request.GET.get("page")),
        "may_call": policy.can(request.user, Act.COORDINATE, case),
    }
    return _case_page(request, case, "meetings", ("meetings/case_meetings.html", "meetings/_lists.html"), context)


@login_required
@require_safe
def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one meeting: the call, who was called and came, and the minutes to those who may read them."""
    found = _meeting(request, pk)
    items = queries.agenda_for(request.user, found)
    may_read = any("item" in row for row in items)
    may_change = policy.can(request.user, Act.COORDINATE, found)
    context = {
        "case": found.case,
        "meeting": found,
        "called": [
            {"invitee": i, "brings": what_to_bring(found) if i.agency_id else ""} for i in queries.called(found)
        ],
        "items": items,
        "may_write": found.is_open and policy.can(request.user, Act.WRITE, found),
        "uncovered": named_gaps(found) if may_change and found.status == Meeting.Status.CALLED else [],
        "may_read": may_read,
        "readers": queries.readers_of_minutes(found) if may_read and found.minutes else None,
        "may_change": may_change,
        "letters": queries.letters_of(found) if may_change else [],
        "family": [(p, may) for p, may in family_of(found.case) if found.invitees.filter(person=p).exists()],
    }
    return _case_page(request, found.case, "meeting", ("meetings/meeting.html", "meetings/_meeting.html"), context)


@login_required
@require_safe
def meeting_calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand out the time of a meeting as a calendar file, which names nobody, to those who may see the meeting."""
    found = _meeting(request, pk)
    note_reading(request.user, found.case, "meeting", found)
    response = HttpResponse(calendar_file(found), content_type="text/calendar; charset=utf-8")
    name = f"{found.case.reference}.ics"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def meeting_call(request: HttpRequest, reference: str) -> HttpResponse:
    """Call a meeting of the case."""
    case = _case(request, reference)
    policy.require(request.user, Act.COORDINATE, case)
    form = MeetingForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.call_meeting(case, by=request.user, **form.details()))
        if made:
            messages.success(request, _("The meeting is called. The agencies have been told."))
            return redirect("meeting", pk=made.pk)
    context = {"case": case, "form": form}
    return render(request, "meetings/meeting_call.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_change(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a meeting that has not been held."""
    found = _meeting_to_change(request, pk)
    form = MeetingForm(request.POST or None, case=found.case, meeting=found)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: actions.change_meeting(found, by=request.user, **form.details()))
        if changed:
            messages.success(request, _("The meeting is changed. The agencies have been told."))
            return redirect("meeting", pk=pk)
    context = {"case": found.case, "meeting": found, "form": form}
    return render(request, "meetings/meeting_change.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_cancel(request: HttpRequest, pk: str) -> HttpResponse:
    """Cancel a meeting, on a page of its own that says who is told."""
    found = _meeting_to_change(request, pk)
    if request.method == "POST":
        try:
            actions.cancel_meeting(found, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The meeting is cancelled. The agencies have been told."))
        return redirect("meeting", pk=pk)
    context = {"case": found.case, "meeting": found, "called": queries.called(found)}
    return render(request, "meetings/meeting_cancel.html", context)


def _case(request: HttpRequest, reference: str) -> Case:
    rows = Case.objects.select_related("municipality", "lead_agency", "coordinator")
    return get_object_or_404(policy.visible(request.user, Act.VIEW, rows), reference=reference)


def _meeting(request: HttpRequest, pk: str) -> Meeting:
    rows = Meeting.objects.select_related("case__municipality", "case__lead_agency", "case__coordinator", "minutes")
    return get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)


def _meeting_to_change(request: HttpRequest, pk: str) -> Meeting:
    found = _meeting(request, pk)
    policy.require(request.user, Act.COORDINATE, found)
    return found


def _case_page(
    request: HttpRequest, case: Case, what: str, templates: tuple[str, str], context: dict[str, Any]
) -> HttpResponse:
    """Draw a page of a case, or its changing part; a whole page is noted as read."""
    if not is_fragment(request):
        note_reading(request.user, case, what, context.get("meeting"))
    listen(request, case)
    return render(request, _part(request, *templates), context)


def _part(request: HttpRequest, page: str, fragment: str) -> str:
    return fragment if is_fragment(request) else page
