"""My steps, and passing a step from hand to hand. The page of a step itself is drawn by `workflows`."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.cases.paging import cut
from coordination.forms.refusals import done
from coordination.live import is_fragment
from coordination.steps import actions
from coordination.steps.forms import FilterForm, HandOverForm, PutOffForm, ReassignForm
from coordination.steps.models import Step
from coordination.steps.moving import reassign_many
from coordination.steps.queries import AT_MOST, Desk, chosen_to_move, colleagues, people_for, subjects
from permissions import policy
from permissions.roles import Act

NAMES = {
    "mine": gettext_lazy("Mine"),
    "group": gettext_lazy("To take in my agency"),
    "waiting": gettext_lazy("Waiting for others"),
    "info": gettext_lazy("For information"),
    "done": gettext_lazy("Done"),
    "unit": gettext_lazy("My unit"),
}
ORDER = {"done": ("completed_at", True), "info": ("moved_at", True)}
SOON = timedelta(days=7)


@login_required
@require_safe
def my_steps(request: HttpRequest) -> HttpResponse:
    """List the steps around the reader, one tab at a time."""
    desk = Desk(request.user)
    tabs = desk.tabs()
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else "mine"
    filters = FilterForm(request.GET, agencies=desk.agencies)
    chosen = filters.chosen()
    rows = desk.rows(tab).filter(**chosen).select_related("case", "agency", "owner")
    key, descending = ORDER.get(tab, ("due_at", False))
    page = cut(rows, key, descending=descending, mark=request.GET.get("mark", ""))
    context: dict[str, Any] = {
        "tab": tab,
        "title": NAMES[tab],
        "groups": _groups(page.rows, tab),
        "subjects": subjects(request.user, page.rows),
        "page_slice": page,
        "chosen": chosen,
    }
    if is_fragment(request):
        return render(request, "steps/_list.html", context)
    counts = desk.counts()
    request.steps_waiting = counts["mine"]  # type: ignore[attr-defined]  # The menu need not count them again.
    context |= {"filters": filters, "segments": [_segment(name, counts, tab) for name in tabs]}
    return render(request, "steps/my_steps.html", context)


@login_required
@require_POST
def step_take(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take a step of the own agency that nobody has."""
    step = _step_to(request, pk)
    try:
        actions.take(step, by=request.user)
        messages.success(request, _("The step is yours."))
    except (actions.StepClosed, PermissionDenied) as error:
        messages.warning(request, _why_not(error))
    return redirect("step", pk=pk)


@login_required
@require_POST
def step_hand_back(request: HttpRequest, pk: Any) -> HttpResponse:
    """Give a step back to the agency."""
    step = _step_to(request, pk)
    try:
        actions.hand_back(step, by=request.user)
        messages.success(request, _("Any of your colleagues with access can take the step now."))
    except actions.StepClosed as error:
        messages.warning(request, _why_not(error))
    return redirect("step", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def step_hand_over(request: HttpRequest, pk: Any) -> HttpResponse:
    """Give a step to a colleague."""
    step = _step_to(request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, people=colleagues(step))
    return _pass_on(request, step, form, actions.hand_over, "steps/hand_over.html")


@login_required
@require_http_methods(["GET", "POST"])
def step_reassign(request: HttpRequest, pk: Any) -> HttpResponse:
    """Move a step of the own unit to another of its people. Shows nothing of the case but its cover."""
    rows = Step.objects.select_related("case", "agency", "owner")
    step = get_object_or_404(policy.visible(request.user, Act.REASSIGN, rows), pk=pk)
    form = ReassignForm(request.POST if request.method == "POST" else None, people=colleagues(step))
    return _pass_on(request, step, form, actions.reassign, "steps/reassign.html")


@login_required
@require_http_methods(["GET", "POST"])
def steps_move(request: HttpRequest) -> HttpResponse:
    """Take the steps ticked in the unit's list, ask for the new person, and show what came of each."""
    if not policy.managed_agencies(request.user):
        raise Http404
    sent = request.POST if request.method == "POST" else request.GET
    steps = chosen_to_move(request.user, sent.getlist("step"))
    if not steps:
        messages.info(request, _("Tick the steps that shall be moved."))
        return redirect(f"{reverse('my_steps')}?tab=unit")
    form = ReassignForm(request.POST if request.method == "POST" else None, people=people_for(steps))
    if form.is_bound and form.is_valid():
        moved = reassign_many(steps, by=request.user, **form.cleaned_data)
        failed = [row for row in moved if row.why_not]
        context = {"moved": moved, "failed": failed, "done": len(moved) - len(failed), "to": form.cleaned_data["to"]}
        return render(request, "steps/moved.html", context)
    context = {"form": form, "steps": steps}
    return render(request, "steps/move.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def step_put_off(request: HttpRequest, pk: Any) -> HttpResponse:
    """Put a step of one's own off to a later day."""
    step = _step_to(request, pk)
    if not step.is_open or not actions.owned(step, request.user):
        return redirect("step", pk=pk)
    form = PutOffForm(request.POST if request.method == "POST" else None, last=timezone.localdate(step.due_at))
    try:
        if done(form, lambda: actions.put_off(step, by=request.user, until=form.cleaned_data["until"])):
            day = date_format(form.cleaned_data["until"], "DATE_FORMAT")
            messages.success(request, _("“%(step)s” comes back on %(day)s.") % {"step": step.title, "day": day})
            return redirect("my_steps")
    except actions.StepClosed as error:
        messages.warning(request, _why_not(error))
        return redirect("step", pk=pk)
    context = {"form": form, "step": step, "case": step.case}
    return render(request, "steps/put_off.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def step_take_up(request: HttpRequest, pk: Any) -> HttpResponse:
    """Take up now what was put off."""
    step = _step_to(request, pk)
    try:
        actions.take_up(step, by=request.user)
    except (actions.StepClosed, PermissionDenied) as error:
        messages.warning(request, _why_not(error))
    return redirect("step", pk=pk)


@login_required
@require_POST
def step_nudge(request: HttpRequest, pk: Any) -> HttpResponse:
    """Remind an agency of its step, for the coordinator."""
    rows = Step.objects.select_related("case", "agency", "owner")
    step = get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)
    try:
        actions.nudge(step, by=request.user)
        messages.success(request, _("%(agency)s is reminded.") % {"agency": step.agency})
    except actions.StepClosed:
        messages.info(request, _("The step is no longer open."))
    return redirect("step", pk=pk)


def _why_not(error: Exception) -> str:
    """Say why a step could not be moved: it is done and by whom, not needed any more, or not theirs to move."""
    if not isinstance(error, actions.StepClosed):
        return str(error) or _("The step is not yours to move.")
    step = error.step
    if step.completed_at is None:
        return _("The step is no longer needed.")
    facts = {"name": step.completed_by, "day": date_format(timezone.localtime(step.completed_at), "DATE_FORMAT")}
    return _("%(name)s did the step on %(day)s.") % facts


def _pass_on(request: HttpRequest, step: Step, form: Any, act: Any, template: str) -> HttpResponse:
    if not step.is_open:
        messages.info(request, _("The step is no longer open."))
        return redirect("step", pk=step.pk)
    if form.is_valid():
        try:
            act(step, by=request.user, **form.cleaned_data)
        except actions.StepClosed as error:
            messages.warning(request, _why_not(error))
            return redirect("step", pk=step.pk)
        except PermissionDenied as error:
            form.add_error("to", str(error))
        else:
            told = _("%(name)s has the step now and is told.") % {"name": form.cleaned_data["to"]}
            messages.success(request, told)
            return redirect("my_steps")
    people = form.fields["to"].queryset
    context = {"step": step, "case": step.case, "form": form, "anybody": people.exists()}
    return render(request, template, context, status=422 if form.errors else 200)


def _step_to(request: HttpRequest, pk: Any) -> Step:
    """Return the step for somebody who may do it: hidden 404."""
    step = get_object_or_404(Step.objects.select_related("case", "agency", "owner"), pk=pk)
    policy.require(request.user, actions.act_for(step), step)
    return step


def _segment(name: str, counts: dict[str, int], tab: str) -> dict[str, Any]:
    number = counts.get(name)
    many = number is not None and number >= AT_MOST
    count = f"{AT_MOST - 1}+" if many else number
    return {"title": NAMES[name], "count": count, "url": f"?tab={name}", "current": name == tab}


def _groups(rows: list[Step], tab: str) -> list[dict[str, Any]]:
    """Return the rows in groups by urgency; what is done has only one."""
    if tab in ORDER:
        return [{"title": NAMES[tab], "kind": "", "id": tab, "rows": rows}] if rows else []
    now = timezone.now()
    here = [s for s in rows if tab != "mine" or not s.is_put_off]
    groups = [
        {"id": "late", "title": _("Overdue"), "kind": "bad", "rows": [s for s in here if s.due_at < now]},
        {
            "id": "week",
            "title": _("This week"),
            "kind": "warn",
            "rows": [s for s in here if now <= s.due_at <= now + SOON],
        },
        {"id": "later", "title": _("Later"), "kind": "mute", "rows": [s for s in here if s.due_at > now + SOON]},
        {"id": "put-off", "title": _("Put off"), "kind": "mute", "rows": [s for s in rows if s not in here]},
    ]
    return [group for group in groups if group["rows"]]
