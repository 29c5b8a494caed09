"""Writing the minutes of a meeting, whose decisions become actions of the plan."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms import list_errors
from coordination.forms.refusals import attempt
from coordination.forms.rows import Rows
from coordination.history.recording import note_reading
from coordination.live import listen
from coordination.meetings.actions import MinutesConflict, version_of
from coordination.meetings.models import Meeting
from coordination.plans import actions, queries
from coordination.plans.forms import MinutesForm, MinutesRow
from coordination.plans.models import Plan
from coordination.plans.views.common import posted
from permissions import policy
from permissions.roles import Act

FIRST_DUE = timedelta(days=30)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_minutes(request: HttpRequest, pk: str) -> HttpResponse:
    """Write the minutes, or write them anew."""
    meeting = _meeting(request, pk)
    if meeting.status == Meeting.Status.CANCELLED:
        messages.error(request, _("The meeting was cancelled."))
        return redirect("meeting", pk=pk)
    form, rows = minutes_parts(meeting, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        note_reading(request.user, meeting.case, "meeting", meeting)
    elif rows.pressed(request.POST):
        rows.press(request.POST)
        form.is_bound, form.initial = False, {name: form[name].data for name in form.fields}
    elif all([form.is_valid(), rows.is_valid()]):
        try:
            written = attempt(form, lambda: _write(meeting, request, form, rows))
        except MinutesConflict as conflict:
            return _conflict(request, conflict.meeting, rows)
        if written:
            messages.success(request, _("The minutes are saved."))
            return redirect("meeting", pk=pk)
    listen(request, meeting.case)
    wrong = form.is_bound and (form.errors or any(f.errors for f in rows.forms))
    return render(request, "plans/minutes.html", _context(meeting, form, rows), status=422 if wrong else 200)


def minutes_parts(meeting: Meeting, data: Any = None) -> tuple[MinutesForm, Rows]:
    """Return the two parts of the form of the minutes, bound to ``data`` if given."""
    parties, today = queries.who_can_act(meeting.case), timezone.localdate()
    form = MinutesForm(data, meeting=meeting, parties=parties, initial={"version": version_of(meeting)})
    blank = {"starts_on": today, "due_on": today + FIRST_DUE}
    initial = MinutesRow.rows(meeting)
    rows = Rows(MinutesRow, "row", data=data, initial=initial, blank=blank, options={"parties": parties})
    return form, rows


def minutes_details(form: MinutesForm, rows: Rows) -> dict[str, Any]:
    """Return what `write_minutes_with_actions` takes, from the two valid parts."""
    return {
        "attended": form.cleaned_data["attended"],
        "rows": [row.row() for row in rows.forms if isinstance(row, MinutesRow) and row.has_changed()],
        "share_with": form.share_with(),
        **form.roles(),
    }


def _write(meeting: Meeting, request: HttpRequest, form: MinutesForm, rows: Rows) -> Any:
    version = request.POST.get("keep") or form.cleaned_data["version"]
    details = minutes_details(form, rows)
    return actions.write_minutes_with_actions(meeting, by=request.user, version=version, **details)


def _meeting(request: HttpRequest, pk: str) -> Meeting:
    rows = Meeting.objects.select_related("case__municipality", "case__lead_agency", "minutes__author")
    meeting = get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)
    policy.require(request.user, Act.COORDINATE, meeting)
    return meeting


def _context(meeting: Meeting, form: MinutesForm, rows: Rows) -> dict[str, Any]:
    making = queries.in_making(meeting.case)
    planned = {str(i.pk): [a for a in i.actions.all() if not a.continues_id] for i in _agenda(meeting)}
    lead = meeting.case.lead_agency
    return {
        "case": meeting.case,
        "meeting": meeting,
        "form": form,
        "rows": rows,
        "pairs": [(row, planned.get(str(row["pk"].value()), [])) for row in rows.forms],
        "plan_is_open": not making or making.status == Plan.Status.DRAFT,
        "errors": list_errors([form, *rows.forms]),
        "can": [
            _("%(agency)s, which leads the case") % {"agency": lead},
            _("The agencies you choose under “Who may read the minutes?”, from the moment you save"),
        ],
        "cannot": [_("%(agency)s: no consent covers plan and meetings") % {"agency": agency} for agency in form.refused]
        + [_("Agencies that were not called"), _("The family: give them their own copy")],
    }


def _agenda(meeting: Meeting) -> Any:
    return meeting.agenda.prefetch_related("actions__agency")


def _conflict(request: HttpRequest, meeting: Meeting, rows: Rows) -> HttpResponse:
    """Show both versions and let the writer choose."""
    theirs = {str(item.pk): item for item in meeting.agenda.all()}
    lines = []
    for row in rows.forms:
        data = row.cleaned_data
        other = theirs.pop(str(data.get("pk")), None)
        if data:
            lines.append((data["heading"], _text(data["notes"], data["decision"]), other))
    context = {
        "case": meeting.case,
        "who": meeting.minutes.author if meeting.minutes else meeting.called_by,
        "rows": [
            {"label": heading, "mine": mine, "theirs": _text(other.notes, other.decision) if other else ""}
            for heading, mine, other in lines
        ]
        + [{"label": i.heading, "mine": "", "theirs": _text(i.notes, i.decision)} for i in theirs.values()],
        "version": version_of(meeting),
        "reload_url": request.path,
        "action": request.path,
        "posted": posted(request, "version"),
    }
    return render(request, "conflict.html", context, status=409)


def _text(notes: str, decision: str) -> str:
    return "\n".join(part for part in (notes, decision) if part)
