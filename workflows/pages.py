"""The page of a step: what is asked, its form, its draft, and what came of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.clocks.queries import of_step
from coordination.clocks.showing import rows_of
from coordination.history.recording import note_reading
from coordination.live import is_fragment, listen
from coordination.meetings.decisions import readable
from coordination.steps import actions
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act
from workflows.forms import FORMS, StepForm
from workflows.forms.base import retyped, typed
from workflows.runs import Busy, StepClosed, complete
from workflows.showing import differences, outcome_of, posted, standing_of, step_for, told_about, what_follows, wrote


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a step, or complete it: whole or not at all, and nothing typed is lost."""
    found = step_for(request.user, pk)
    standing = standing_of(request.user, found)
    if request.GET.get("part") == "state" and is_fragment(request):
        return render(request, "workflows/_state.html", {"step": found})
    if request.method == "POST":
        policy.require(request.user, actions.act_for(found), found)
        return _post(request, found)
    if standing == "do" and found.is_open:
        form = FORMS[found.kind](found, request.user, retyped(found.draft) if found.draft else None, quiet=True)
        return _page(request, found, form)
    return _summary(request, found, standing)


@login_required
@require_POST
def step_draft(request: HttpRequest, pk: Any) -> HttpResponse:
    """Keep what is typed while it is typed."""
    found = step_for(request.user, pk)
    policy.require(request.user, actions.act_for(found), found)
    try:
        saved = actions.save_draft(found, by=request.user, data=typed(request.POST), version=_version(request))
    except actions.DraftConflict as conflict:
        return render(request, "components/conflict.html", _conflict(request, conflict.step), status=409)
    except StepClosed as closed:
        return render(request, "workflows/_state.html", {"step": closed.step}, status=409)
    return JsonResponse({"saved_text": _saved_text(saved), "version": saved.draft_version})


@login_required
@require_safe
def step_done(request: HttpRequest, pk: Any) -> HttpResponse:
    """Confirm that a step is done: what happens next, and who was told."""
    found = step_for(request.user, pk)
    if standing_of(request.user, found) == "manage":
        raise Http404
    if found.completed_at is None:
        return redirect("step", pk=pk)
    inside = policy.can(request.user, Act.VIEW, found.case)
    context = {"step": found, "case": found.case, "inside": inside}
    told = [_("The people you named have access now and are told.")]
    context["next"] = [*what_follows(found), *told_about(found, request.user)] if inside else told
    return render(request, "workflows/done.html", context)


def _post(request: HttpRequest, found: Step) -> HttpResponse:
    if not found.is_open:
        return _closed(request, found)
    if "draft" in request.POST:
        return _keep(request, found)
    if "preview" in request.POST:
        return _page(request, found, FORMS[found.kind](found, request.user, request.POST, quiet=True))
    form = FORMS[found.kind](found, request.user, request.POST)
    if "begin" in request.POST and hasattr(form, "begin"):
        return _begin(request, found, form)
    if form.press(request.POST):
        return _page(request, found, form)
    return _hand_in(request, found, form)


def _hand_in(request: HttpRequest, found: Step, form: StepForm) -> HttpResponse:
    if found.draft_version != _version(request) and found.draft_by_id not in (None, request.user.pk):
        return _both(request, found)
    if form.possible and form.is_valid():
        return _complete(request, found, form)
    return _page(request, found, form, status=422)


def _complete(request: HttpRequest, found: Step, form: StepForm) -> HttpResponse:
    try:
        done = complete(found, by=request.user, apply=form.carry_out)
    except ValidationError as error:
        form.refuse(error)
        return _page(request, found, form, status=422)
    except StepClosed as closed:
        return _closed(request, closed.step)
    except Busy:
        return _page(request, found, form, status=409, busy=True)
    sees = policy.visible(request.user, Act.SEE_COVER, Step.objects.filter(pk=done.pk)).exists()
    if sees and _still_there(request, done):
        return redirect("step_done", pk=done.pk)
    messages.success(request, _("“%(step)s” is done. Thank you.") % {"step": done.title})
    return redirect("my_steps")


def _still_there(request: HttpRequest, done: Step) -> bool:
    return bool(standing_of(request.user, done, missing_ok=True))


def _keep(request: HttpRequest, found: Step) -> HttpResponse:
    """Save the draft by its button."""
    try:
        actions.save_draft(found, by=request.user, data=typed(request.POST), version=_version(request))
    except actions.DraftConflict as conflict:
        return _both(request, conflict.step)
    except StepClosed as closed:
        return _closed(request, closed.step)
    messages.success(request, _("The draft is saved. Only people of your agency with access to the step see it."))
    return redirect("step", pk=found.pk)


def _begin(request: HttpRequest, found: Step, form: Any) -> HttpResponse:
    try:
        form.begin()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("step", pk=found.pk)


def _page(request: HttpRequest, found: Step, form: StepForm, *, status: int = 200, busy: bool = False) -> HttpResponse:
    inside = policy.can(request.user, Act.VIEW, found.case)
    if request.method == "GET" and inside:
        note_reading(request.user, found.case, "step", found)
    if inside:
        listen(request, found.case)
    can, cannot = form.readers()
    context = {
        "step": found,
        "case": found.case,
        "form": form,
        "errors": form.errors,
        "inside": inside,
        "busy": busy,
        "can": can,
        "cannot": cannot,
        "version": _version(request) if request.method == "POST" else found.draft_version,
        "saved_text": _saved_text(found) if found.draft_at else "",
        "may_move": policy.can(request.user, Act.REASSIGN, found),
        "deadlines": rows_of(of_step(request.user, found)),
    }
    return render(request, "workflows/step.html", context, status=status)


def _summary(request: HttpRequest, found: Step, standing: str) -> HttpResponse:
    """Show a step that the reader does not do now: done, withdrawn, another agency's, or only to be moved."""
    inside = policy.can(request.user, Act.VIEW, found.case)
    context: dict[str, Any] = {"step": found, "case": found.case, "inside": inside, "standing": standing}
    context["may_move"] = found.is_open and policy.can(request.user, Act.REASSIGN, found)
    if inside:
        note_reading(request.user, found.case, "step", found)
        listen(request, found.case)
        context["entries"] = wrote(found, request.user)
        context["outcome"] = outcome_of(found, request.user)
        context["decision"] = readable(request.user, found)
        context["may_nudge"] = found.is_open and policy.can(request.user, Act.COORDINATE, found.case)
    return render(request, "workflows/summary.html", context)


def _closed(request: HttpRequest, found: Step) -> HttpResponse:
    """Say who was first, and keep what was typed to be copied."""
    form = FORMS[found.kind](found, request.user, request.POST, quiet=True)
    rows = [row for row in differences(form, None) if row["mine"]]
    context = {"step": found, "case": found.case, "rows": rows}
    return render(request, "workflows/closed.html", context, status=409)


def _both(request: HttpRequest, found: Step) -> HttpResponse:
    context = {**_conflict(request, found), "case": found.case, "action": request.path, "posted": posted(request)}
    return render(request, "conflict.html", context, status=409)


def _conflict(request: HttpRequest, found: Step) -> dict[str, Any]:
    kind = FORMS[found.kind]
    mine = kind(found, request.user, request.POST, quiet=True)
    theirs = kind(found, request.user, retyped(found.draft), quiet=True)
    return {
        "who": found.draft_by,
        "saved_text": _saved_text(found),
        "version": found.draft_version,
        "rows": differences(mine, theirs),
        "reload_url": reverse("step", args=[found.pk]),
    }


def _version(request: HttpRequest) -> int:
    text = request.POST.get("keep") or request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _saved_text(found: Step) -> str:
    at = timezone.localtime(found.draft_at)
    return _("Draft saved %(time)s") % {"time": date_format(at, "TIME_FORMAT")}
