"""Reading the plan and its versions, and saying how an action goes."""

from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.cases.models import Case
from coordination.forms.refusals import attempt
from coordination.history.recording import note_reading
from coordination.live import is_fragment, listen
from coordination.people.wishes import family_of
from coordination.plans import actions, queries
from coordination.plans.diff import changes
from coordination.plans.forms import ActionForm
from coordination.plans.models import Action, Plan
from coordination.plans.points import points_of, said
from coordination.plans.views.common import case_of
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the plan in force, or another version asked for that the reader may see."""
    case = case_of(request, reference)
    versions = list(queries.plans_seen_by(request.user, case))
    shown = _chosen(versions, request.GET.get("version"))
    may_write = policy.can(request.user, Act.COORDINATE, case)
    context = {
        "case": case,
        "plan": shown,
        "making": next((p for p in versions if p.status in queries.MAKING and p != shown), None),
        "may_write": may_write,
        "family": family_of(case),
        "may_begin": may_write and not any(p.status in queries.MAKING for p in versions),
        **(_content(request, case, shown) if shown else {}),
    }
    if not is_fragment(request):
        note_reading(request.user, case, "plan", shown)
    listen(request, case)
    return render(request, "plans/_plan.html" if is_fragment(request) else "plans/plan.html", context)


@login_required
@require_safe
def plan_versions(request: HttpRequest, reference: str) -> HttpResponse:
    """List the versions the reader may see, each with what it changed."""
    case = case_of(request, reference)
    versions = list(queries.plans_seen_by(request.user, case))
    pairs = zip_longest(versions, versions[1:])
    rows = [{"plan": new, "changes": changes(old, new)} for new, old in pairs]
    note_reading(request.user, case, "plan-versions")
    listen(request, case)
    return render(request, "plans/plan_versions.html", {"case": case, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def action_update(request: HttpRequest, pk: str) -> HttpResponse:
    """Say how an action of the own agency goes."""
    seen = policy.visible(request.user, Act.VIEW, Plan.objects.all())
    rows = Action.objects.select_related("case__municipality", "plan", "agency", "person", "goal")
    rows = policy.visible(request.user, Act.VIEW, rows).filter(plan__in=seen)
    action = get_object_or_404(rows, pk=pk)
    policy.require(request.user, Act.WRITE, action)
    form = ActionForm(request.POST or None, initial={"status": action.status, "note": action.note})
    if request.method == "POST" and form.is_valid():
        if attempt(form, lambda: actions.change_action(action, by=request.user, **form.cleaned_data)):
            messages.success(request, _("The action is updated."))
            return redirect("plan", reference=action.case.reference)
    elif request.method == "GET":
        note_reading(request.user, action.case, "action", action)
    context = {"case": action.case, "action": action, "form": form}
    return render(request, "plans/action_update.html", context, status=422 if form.errors else 200)


def _chosen(versions: list[Plan], version: str | None) -> Plan | None:
    """Return the version asked for (404 if it may not be seen), or what everybody works by."""
    if version:
        found = next((p for p in versions if str(p.version) == version), None)
        if found is None:
            raise Http404
        return found
    order = ["agreed", "proposed", "draft"]
    return min((p for p in versions if p.status in order), key=lambda p: order.index(p.status), default=None)


def _content(request: HttpRequest, case: Case, shown: Plan) -> dict[str, Any]:
    rows = list(shown.actions.all())
    mine = set(
        policy.visible(request.user, Act.WRITE, Action.objects.filter(plan=shown)).values_list("pk", flat=True)
        if shown.status == Plan.Status.AGREED
        else []
    )
    lines: list[dict[str, Any]] = [{"action": a, "mine": a.pk in mine, "overdue": _is_late(shown, a)} for a in rows]
    answers = {a.agency_id: a for a in shown.approvals.all()}
    return {
        "goals": [
            {"goal": g, "marks": scale(g), "actions": [x for x in lines if x["action"].goal_id == g.pk]}
            for g in shown.goals.all()
        ],
        "points": said(points) if (points := points_of(shown)) else [],
        "others": [line for line in lines if line["action"].goal_id is None],
        "answers": [(agency, answers.get(agency.pk)) for agency in queries.agencies_to_answer(shown)],
        "step": queries.step_for(request.user, shown),
        "kept": queries.promises(queries.promised(case)) if shown.status == Plan.Status.AGREED else None,
        "family_actions": [a for a in rows if a.for_family and a.status != Action.Status.DROPPED],
    }


def _is_late(shown: Plan, action: Action) -> bool:
    return shown.status == Plan.Status.AGREED and queries.is_overdue(action)


def scale(goal: Any) -> list[dict[str, Any]]:
    """Return the marks 0 to 10 of a goal's scale, each with how it is drawn."""
    now = goal.start if goal.now is None else goal.now
    low, high = sorted((goal.start, now))
    return [
        {
            "number": n,
            "css": " ".join(
                name
                for name, holds in (
                    ("won", low <= n <= high and low != high),
                    ("start", n == goal.start),
                    ("now", n == now),
                    ("target", n == goal.target),
                )
                if holds
            ),
        }
        for n in range(11)
    ]
