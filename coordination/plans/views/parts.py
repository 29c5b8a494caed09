"""Writing the minutes together: one part at a time, with the others' parts beside it as they are saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.forms import list_errors
from coordination.forms.refusals import attempt, done
from coordination.forms.rows import Rows
from coordination.history import presence
from coordination.history.recording import note_reading
from coordination.live import is_fragment, listen
from coordination.meetings import writing
from coordination.meetings.decisions import for_everybody, made, with_state
from coordination.meetings.models import AgendaItem, Meeting
from coordination.meetings.queries import called, parts_for
from coordination.plans import queries
from coordination.plans.forms import AudienceForm, DecisionRow, HeadingForm, PartForm
from coordination.plans.models import Plan
from coordination.plans.views.common import posted
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def meeting_write(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the minutes as they are being written, each part with who writes there now; add a part."""
    rows = Meeting.objects.select_related("case__municipality", "case__lead_agency", "case__coordinator")
    meeting = get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)
    if is_fragment(request):
        return render(request, "plans/_parts.html", _so_far(request, meeting, request.GET.get("part", "")))
    if not meeting.is_open:
        messages.error(request, _("The minutes are closed."))
        return redirect("meeting", pk=pk)
    policy.require(request.user, Act.WRITE, meeting)
    form = HeadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        heading = form.cleaned_data["heading"]
        added = attempt(form, lambda: writing.add_part(meeting, by=request.user, heading=heading))
        if added:
            return redirect("meeting_part", pk=added.pk)
    if request.method == "GET":
        note_reading(request.user, meeting.case, "meeting", meeting)
    listen(request, meeting.case)
    context = {
        **_so_far(request, meeting),
        "form": form,
        "may_close": policy.can(request.user, Act.COORDINATE, meeting),
    }
    return render(request, "plans/write.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_part(request: HttpRequest, pk: str) -> HttpResponse:
    """Write one part of the minutes. Saved by itself; of two who write the same part both versions are shown."""
    item = _part(request, pk)
    if not policy.can(request.user, Act.WRITE, item):
        return _closed(request, item)
    form, rows = _forms(item, request.POST if request.method == "POST" else None)
    try:
        if request.method == "GET":
            note_reading(request.user, item.case, "meeting", item.meeting)
        elif is_fragment(request):
            return _autosave(request, item, form, rows)
        elif rows.pressed(request.POST):
            rows.press(request.POST)
            form.is_bound, form.initial = False, {name: form[name].data for name in form.fields}
        elif all([form.is_valid(), rows.is_valid()]) and attempt(form, lambda: _save(request, item, form, rows)):
            return redirect(_next(request, item))
    except writing.PartConflict as conflict:
        return _conflict(request, conflict.item, form, rows)
    except writing.MinutesClosed:
        return _closed(request, item)
    listen(request, item.case)
    wrong = form.is_bound and (form.errors or any(f.errors for f in rows.forms))
    return render(request, "plans/part.html", _context(request, item, form, rows), status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_part_audience(request: HttpRequest, pk: str) -> HttpResponse:
    """Say who is not there for a part, and who may not see it."""
    item = _part(request, pk)
    policy.require(request.user, Act.COORDINATE, item)
    form = AudienceForm(request.POST if request.method == "POST" else None, item=item)
    try:
        if done(form, lambda: writing.set_audience(item, by=request.user, **form.cleaned_data)):
            messages.success(request, _("Only those who are there for the part see it now."))
            return redirect("meeting_part", pk=pk)
    except writing.MinutesClosed:
        return _closed(request, item)
    context = {"case": item.case, "meeting": item.meeting, "item": item, "form": form}
    return render(request, "plans/part_audience.html", context, status=422 if form.errors else 200)


def _part(request: HttpRequest, pk: str) -> AgendaItem:
    rows = AgendaItem.objects.select_related("meeting", "case__municipality", "case__lead_agency", "written_by")
    return get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)


def _writable(user: Any, meeting: Meeting) -> QuerySet[AgendaItem]:
    return policy.visible(user, Act.WRITE, AgendaItem.objects.filter(meeting=meeting))


def _forms(item: AgendaItem, data: Any = None) -> tuple[PartForm, Rows]:
    making = queries.in_making(item.case)
    known = for_everybody(AgendaItem.objects.filter(pk=item.pk)).exists()
    away = set(item.without.values_list("pk", flat=True))
    parties = [(agency, people) for agency, people in queries.who_can_act(item.case) if agency.pk not in away]
    options = {"parties": parties, "plan_is_open": known and (making is None or making.status == Plan.Status.DRAFT)}
    initial = {"heading": item.heading, "notes": item.notes, "version": item.version}
    rows = Rows(DecisionRow, "decision", data=data, initial=DecisionRow.rows(item), options=options)
    return PartForm(data, initial=initial), rows


def _save(request: HttpRequest, item: AgendaItem, form: PartForm, rows: Rows | None) -> AgendaItem:
    data, keep = form.cleaned_data, request.POST.get("keep", "")
    decisions = (
        [row.row() for row in rows.forms if isinstance(row, DecisionRow) and row.has_changed()] if rows else None
    )
    version = int(keep) if keep.isdecimal() and len(keep) < 9 else data["version"]
    texts = {"notes": data["notes"], "heading": data["heading"]}
    return writing.write_part(item, by=request.user, decisions=decisions, version=version, **texts)


def _autosave(request: HttpRequest, item: AgendaItem, form: PartForm, rows: Rows) -> HttpResponse:
    """Save while it is typed; decisions only when they are complete."""
    if not form.is_valid():
        return JsonResponse({}, status=422)
    saved = attempt(form, lambda: _save(request, item, form, rows if rows.is_valid() else None))
    if saved is None:
        return JsonResponse({}, status=422)
    at = date_format(timezone.localtime(saved.written_at), "TIME_FORMAT")
    return JsonResponse(
        {"saved_text": _("Saved %(time)s; the others see it.") % {"time": at}, "version": saved.version}
    )


def _next(request: HttpRequest, item: AgendaItem) -> str:
    """Return where the writer goes on: the next part, or all of them."""
    if "next" in request.POST:
        after = _writable(request.user, item.meeting).filter(position__gt=item.position).order_by("position").first()
        if after:
            return reverse("meeting_part", args=[after.pk])
    return reverse("meeting_write", args=[item.meeting_id])


def _so_far(request: HttpRequest, meeting: Meeting, writing_in: str = "") -> dict[str, Any]:
    """Return the parts the reader may see, each as it stands and with who writes there."""
    items = parts_for(request.user, meeting)
    mine = set(_writable(request.user, meeting).values_list("pk", flat=True))
    writers = presence.writers_by_section(meeting.case, [item.pk for item in items], but=request.user)
    saved = sorted((item.written_at, item.pk, item) for item in items if item.written_at)
    newest = saved[-1][2] if saved else None
    parts = [
        {
            "number": number,
            "item": item,
            "decisions": with_state(item.decisions.all()),
            "writers": writers[item.pk],
            "mine": item.pk in mine,
            "here": str(item.pk) == writing_in,
        }
        for number, item in enumerate(items, start=1)
    ]
    return {"case": meeting.case, "meeting": meeting, "parts": parts, "newest": newest}


def _context(request: HttpRequest, item: AgendaItem, form: PartForm, rows: Rows) -> dict[str, Any]:
    away = list(item.without.order_by("name"))
    names = [str(i.agency) for i in called(item.meeting) if i.agency_id and i.agency not in away]
    fixed = [decision for decision in item.decisions.all() if made(decision)]
    return {
        **_so_far(request, item.meeting, str(item.pk)),
        "item": item,
        "form": form,
        "rows": rows,
        "fixed": with_state(fixed),
        "errors": list_errors([form, *rows.forms]),
        "may_choose": policy.can(request.user, Act.COORDINATE, item),
        "can": [_("%(agency)s, while the minutes are written") % {"agency": name} for name in names],
        "cannot": [
            *(_("%(agency)s is not there for this part") % {"agency": agency} for agency in away),
            _("After that only those with whom the minutes are shared"),
        ],
    }


def _conflict(request: HttpRequest, theirs: AgendaItem, form: PartForm, rows: Rows) -> HttpResponse:
    """Show both versions and let the writer choose."""
    mine = [row.cleaned_data["text"] for row in rows.forms if row.has_changed() and row.cleaned_data.get("text")]
    context = {
        "case": theirs.case,
        "who": theirs.written_by,
        "rows": [
            {"label": _("Heading"), "mine": form.cleaned_data["heading"], "theirs": theirs.heading},
            {"label": _("Notes"), "mine": form.cleaned_data["notes"], "theirs": theirs.notes},
            {
                "label": _("Decisions"),
                "mine": "; ".join(mine),
                "theirs": "; ".join(d.text for d in theirs.decisions.all()),
            },
        ],
        "version": theirs.version,
        "reload_url": request.path,
        "action": request.path,
        "posted": [*posted(request, "version"), ("version", str(theirs.version))],
    }
    return render(request, "components/conflict.html" if is_fragment(request) else "conflict.html", context, status=409)


def _closed(request: HttpRequest, item: AgendaItem) -> HttpResponse:
    """Say that it is too late, and keep what was typed to be copied."""
    if request.method == "GET":
        messages.error(request, _("The minutes are closed."))
        return redirect("meeting", pk=item.meeting_id)
    typed = [text for name in request.POST if name.endswith(("notes", "-text")) for text in request.POST.getlist(name)]
    context = {"case": item.case, "meeting": item.meeting, "typed": [text for text in typed if text.strip()]}
    template = "plans/_part_closed.html" if is_fragment(request) else "plans/part_closed.html"
    return render(request, template, context, status=409)
