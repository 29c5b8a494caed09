"""Writing the plan, and marking its goals at follow-up."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.forms import list_errors
from coordination.forms.refusals import attempt
from coordination.forms.rows import Rows
from coordination.history.recording import note_reading
from coordination.live import listen
from coordination.plans import actions, queries
from coordination.plans.actions.writing import version_of
from coordination.plans.forms import ActionRow, GoalRow, MarkRow, NextForm, PlanForm, SipPlanForm
from coordination.plans.models import Plan
from coordination.plans.points import has_points, points_of
from coordination.plans.views.common import case_of, plan_to_coordinate, posted

FIRST_DUE = timedelta(days=30)


@login_required
@require_POST
def plan_begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the next version of the plan, or open the one in the making."""
    case = case_of(request, reference)
    try:
        plan = actions.begin_plan(case, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("plan", reference=reference)
    return redirect("plan_edit", pk=plan.pk)


@login_required
@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: str) -> HttpResponse:
    """Write the plan: text, goals, actions. Rows come and go by buttons; nothing typed is lost."""
    plan = plan_to_coordinate(request, pk)
    if plan.status != Plan.Status.DRAFT:
        messages.error(request, _("This version of the plan is no longer being written."))
        return redirect("plan", reference=plan.case.reference)
    form, goals, acts = parts_of(plan, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        note_reading(request.user, plan.case, "plan", plan)
    elif goals.pressed(request.POST) or acts.pressed(request.POST):
        _press(form, goals, acts, request.POST)
    elif all([form.is_valid(), goals.is_valid(), acts.is_valid()]):
        try:
            saved = attempt(form, lambda: _save(plan, request, form, goals, acts))
        except actions.PlanConflict as conflict:
            return _conflict(request, conflict.plan, form, goals, acts)
        if saved:
            messages.success(request, _("The plan is saved. Only the lead agency sees it until it is proposed."))
            return redirect("plan_edit" if "stay" in request.POST else "plan", *_target(plan, request))
    listen(request, plan.case)
    wrong = form.is_bound and (form.errors or any(f.errors for rows in (goals, acts) for f in rows.forms))
    context = {"case": plan.case, "plan": plan, "form": form, "goals": goals, "actions": acts}
    context["errors"] = list_errors([form, *goals.forms, *acts.forms])
    return render(request, "plans/plan_edit.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def plan_follow_up(request: HttpRequest, pk: str) -> HttpResponse:
    """Mark where each goal is now, and choose the next day of follow-up."""
    plan = plan_to_coordinate(request, pk)
    if plan.status != Plan.Status.AGREED:
        messages.error(request, _("Only the plan in force can be followed up."))
        return redirect("plan", reference=plan.case.reference)
    data = request.POST if request.method == "POST" else None
    form, marks = NextForm(data), Rows(MarkRow, "goal", data=data, initial=MarkRow.rows(plan))
    if data is not None and all([form.is_valid(), marks.is_valid()]):
        given = {row["pk"]: (row["now"], row["result"]) for row in marks.values()}
        done = attempt(
            form,
            lambda: actions.follow_up(plan, by=request.user, marks=given, next_on=form.cleaned_data["next_on"]),
        )
        if done:
            messages.success(request, _("The follow-up is saved."))
            return redirect("plan", reference=plan.case.reference)
    elif data is None:
        note_reading(request.user, plan.case, "plan", plan)
    wrong = form.errors or any(f.errors for f in marks.forms)
    words = {str(goal.pk): goal for goal in plan.goals.all()}
    rows = [(words.get(str(row["pk"].value())), row) for row in marks.forms]
    context = {"case": plan.case, "plan": plan, "form": form, "marks": marks, "rows": rows}
    context["errors"] = list_errors([form, *marks.forms])
    return render(request, "plans/plan_follow_up.html", context, status=422 if wrong else 200)


def parts_of(plan: Plan, data: Any = None) -> tuple[PlanForm, Rows, Rows]:
    """Return the three parts of the form of a plan, bound to ``data`` if given."""
    today = timezone.localdate()
    form = _form_of(plan, data)
    goals = Rows(GoalRow, "goal", data=data, initial=GoalRow.rows(plan) or [{}])
    acts = Rows(
        ActionRow,
        "action",
        data=data,
        initial=ActionRow.rows(plan) or [{}],
        blank={"starts_on": today, "due_on": today + FIRST_DUE, "for_family": True},
        options={
            "parties": queries.who_can_act(plan.case),
            "goals": goals.count,
            "family": plan.case.people.order_by("role", "given_name"),
        },
    )
    return form, goals, acts


def plan_details(form: PlanForm, goals: Rows, acts: Rows) -> dict[str, Any]:
    """Return what `save_plan` takes, from the three valid parts."""
    data = form.cleaned_data
    rows = [dict(row) for row in acts.values()]
    for row in rows:
        row["agency"], row["person"] = row.pop("who")
    texts = {name: data[name] for name in ("summary", "crisis", "follow_up_on")}
    points = {"points": form.points()} if isinstance(form, SipPlanForm) else {}
    return {**texts, **points, "goals": _numbered(goals, rows), "actions": rows}


def _form_of(plan: Plan, data: Any) -> PlanForm:
    if has_points(plan.case):
        initial = {**SipPlanForm.begin_with(plan), "version": version_of(plan)}
        return SipPlanForm(data, case=plan.case, initial=initial)
    return PlanForm(data, initial={**PlanForm.begin_with(plan), "version": version_of(plan)})


def _numbered(goals: Rows, rows: list[dict]) -> list[dict]:
    """Return the filled goals; the actions' numbers follow, since an empty row has no goal."""
    filled = [n for n, form in enumerate(goals.forms, start=1) if form.has_changed()]
    for row in rows:
        row["goal"] = filled.index(row["goal"]) + 1 if row["goal"] in filled else None
    return goals.values()


def _save(plan: Plan, request: HttpRequest, form: PlanForm, goals: Rows, acts: Rows) -> Plan:
    version = request.POST.get("keep") or form.cleaned_data["version"]
    return actions.save_plan(plan, by=request.user, version=version, **plan_details(form, goals, acts))


def _press(form: PlanForm, goals: Rows, acts: Rows, data: Any) -> None:
    """Add or take away a row; the actions keep pointing at their goals."""
    gone = _number(data.get(f"{goals.prefix}-remove"))
    goals.press(data)
    acts.options["goals"] = goals.count
    acts.press(data)
    if gone is not None:
        for row in acts.forms:
            row.initial["goal"] = _after(row.initial.get("goal"), gone + 1)
    form.is_bound, form.initial = False, {name: form[name].data for name in form.fields}


def _after(typed: Any, gone: int) -> Any:
    """Return the number of a goal when goal ``gone`` is taken away."""
    number = _number(typed)
    if number is None or number < gone:
        return typed
    return "" if number == gone else number - 1


def _number(typed: Any) -> int | None:
    """Return what was typed as a row's number, if it is one."""
    text = str(typed)
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _target(plan: Plan, request: HttpRequest) -> list:
    return [plan.pk] if "stay" in request.POST else [plan.case.reference]


def _conflict(request: HttpRequest, plan: Plan, form: PlanForm, goals: Rows, acts: Rows) -> HttpResponse:
    """Show both versions and let the writer choose."""
    mine, theirs = plan_details(form, goals, acts), plan
    rows = [
        (_("Why we do this together"), mine["summary"], theirs.summary),
        (_("If it gets worse"), mine["crisis"], theirs.crisis),
        (_("Follow-up on"), _day(mine["follow_up_on"]), _day(theirs.follow_up_on)),
        *_point_rows(form, theirs),
        (_("Goals"), "; ".join(g["words"] for g in mine["goals"]), "; ".join(str(g) for g in theirs.goals.all())),
        (_("Actions"), "; ".join(a["text"] for a in mine["actions"]), "; ".join(str(a) for a in theirs.actions.all())),
    ]
    context = {
        "case": plan.case,
        "who": plan.written_by,
        "rows": [{"label": label, "mine": a, "theirs": b} for label, a, b in rows],
        "version": version_of(plan),
        "reload_url": request.path,
        "action": request.path,
        "posted": posted(request, "version"),
    }
    return render(request, "conflict.html", context, status=409)


def _point_rows(form: PlanForm, theirs: Plan) -> list[tuple[Any, str, str]]:
    if not isinstance(form, SipPlanForm):
        return []
    mine, others = form.points(), points_of(theirs)
    return [
        (form.fields[name].label, str(value or ""), str(getattr(others, name, None) or ""))
        for name, value in mine.items()
    ]


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
