"""Closing the minutes of a meeting, whose decisions then begin, and opening them to be corrected."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.forms import list_errors
from coordination.forms.refusals import attempt
from coordination.history.recording import note_reading
from coordination.live import listen
from coordination.meetings.closing import MinutesConflict, reopen_minutes, version_of
from coordination.meetings.models import Meeting
from coordination.meetings.queries import agenda_for
from coordination.plans import actions, queries
from coordination.plans.forms import MinutesForm
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def meeting_minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """Close the minutes: read what is written, say who came and who reads them."""
    meeting = _meeting(request, pk)
    if not meeting.is_open:
        cancelled = meeting.status == Meeting.Status.CANCELLED
        messages.error(request, _("The meeting was cancelled.") if cancelled else _("The minutes are closed already."))
        return redirect("meeting", pk=pk)
    form = closing_form(meeting, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        note_reading(request.user, meeting.case, "meeting", meeting)
    elif form.is_valid():
        try:
            closed = attempt(form, lambda: _close(meeting, request, form))
        except MinutesConflict as conflict:
            form = again_from(form, conflict.meeting)
        else:
            if closed:
                messages.success(request, _("The minutes are closed, and what was decided has begun."))
                return redirect("meeting", pk=pk)
    listen(request, meeting.case)
    wrong = form.is_bound and form.errors
    return render(request, "plans/minutes.html", _context(request, meeting, form), status=422 if wrong else 200)


@login_required
@require_POST
def meeting_reopen(request: HttpRequest, pk: str) -> HttpResponse:
    """Open closed minutes to be corrected."""
    meeting = _meeting(request, pk)
    try:
        reopen_minutes(meeting, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("meeting", pk=pk)
    messages.success(request, _("The minutes are open. Correct the parts, and close them again."))
    return redirect("meeting_write", pk=pk)


def closing_form(meeting: Meeting, data: Any = None) -> MinutesForm:
    """Return the form that closes the minutes, bound to ``data`` if given."""
    parties = queries.who_can_act(meeting.case)
    return MinutesForm(data, meeting=meeting, parties=parties, initial={"version": version_of(meeting)})


def again_from(form: MinutesForm, meeting: Meeting) -> MinutesForm:
    """Return the form with all that was typed, to be sent again by somebody who has read what came in between."""
    data = form.data.copy()  # type: ignore[attr-defined]  # It is what was posted.
    data["version"] = version_of(meeting)
    fresh = closing_form(meeting, data)
    fresh.add_error(None, something_new())
    return fresh


def something_new() -> str:
    """Say that somebody wrote meanwhile."""
    return _("Somebody wrote in the minutes meanwhile. Read them, and close them again.")


def readers_in_words(meeting: Meeting, form: MinutesForm) -> tuple[list[str], list[str]]:
    """Say who will be able to read the minutes, and who will not."""
    can = [
        _("%(agency)s, which leads the case") % {"agency": meeting.case.lead_agency},
        _("The agencies you choose under “Who may read the minutes?”, from the moment you close them"),
    ]
    cannot = [_("%(agency)s: no consent covers plan and meetings") % {"agency": agency} for agency in form.refused]
    cannot += [_("Who was not there for a part does not read that part"), _("Agencies that were not called")]
    return can, [*cannot, _("The family: give them their own copy")]


def _close(meeting: Meeting, request: HttpRequest, form: MinutesForm) -> Any:
    version = form.cleaned_data["version"]
    return actions.close_minutes_with_decisions(meeting, by=request.user, version=version, **form.details())


def _meeting(request: HttpRequest, pk: str) -> Meeting:
    rows = Meeting.objects.select_related("case__municipality", "case__lead_agency", "minutes__author")
    meeting = get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)
    policy.require(request.user, Act.COORDINATE, meeting)
    return meeting


def _context(request: HttpRequest, meeting: Meeting, form: MinutesForm) -> dict[str, Any]:
    can, cannot = readers_in_words(meeting, form)
    return {
        "case": meeting.case,
        "meeting": meeting,
        "form": form,
        "items": agenda_for(request.user, meeting),
        "errors": list_errors([form]),
        "can": can,
        "cannot": cannot,
    }
