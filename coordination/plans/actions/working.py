"""Working by the agreed plan: how an action goes, and marks on the goals at follow-up."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.people.protecting import must_not_tell_where
from coordination.plans.actions.writing import again, check_action, people_of
from coordination.plans.models import Action, Goal, Plan
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def change_action(action: Action, *, by: Any, status: str, note: str = "") -> Action:
    """Say how an action of the own agency goes. A version in the making follows."""
    policy.require(by, Act.WRITE, action)
    rows = Action.objects.select_for_update(of=["self"]).select_related("plan", "case", "agency", "person")
    action = rows.get(pk=action.pk)
    if action.plan.status != Plan.Status.AGREED:
        raise ValidationError(_("Only actions of the plan in force can be updated."))
    must_not_tell_where(action.case, note)
    action.status, action.note = status, note.strip()
    action.clean_fields(exclude=["plan", "case", "goal", "decision", "agency", "person", "continues"])
    if status == Action.Status.DROPPED and not action.note:
        raise ValidationError({"note": _("Say why the action is dropped.")})
    action.save(update_fields=["status", "note"])
    action.continued_by.filter(plan__status__in=["draft", "proposed"]).update(status=status, note=action.note)
    told = [action.person, *policy.people_who_can(Act.COORDINATE, action.case)]
    tell = [person for person in told if policy.can(person, Act.VIEW, action.case)]
    record(
        action.case, "action-changed", actor=by, agency=action.agency, tell=tell, action=str(action.pk), status=status
    )
    return action


@transaction.atomic
def add_promise(plan: Plan, *, by: Any, text: str, agency: Any, person: Any, decision: Any, **days: date) -> Action:
    """Add to the plan in force what an agency promised at a meeting it came to. A version being written follows.

    ``days`` are starts_on and due_on. It needs no approval: who must give it said yes at the meeting.
    """
    policy.require(by, Act.COORDINATE, plan)
    plan = Plan.objects.select_for_update(of=["self"]).select_related("case").get(pk=plan.pk)
    if plan.status != Plan.Status.AGREED:
        raise ValidationError(_("Only the plan in force takes what a meeting decides."))
    must_not_tell_where(plan.case, text)
    action = Action(plan=plan, case=plan.case, decision=decision, text=text, agency=agency, person=person, **days)
    action.clean_fields(exclude=["plan", "case", "goal", "decision", "agency", "person", "continues"])
    check_action(action, people_of(plan.case))
    action.save()
    for draft in Plan.objects.filter(case=plan.case, status=Plan.Status.DRAFT):
        again(action, plan=draft).save()
    told = policy.people_who_can(Act.WRITE, plan.case, agency=agency)
    record(plan.case, "action-decided", actor=by, agency=agency, tell=told, action=str(action.pk))
    return action


@transaction.atomic
def follow_up(plan: Plan, *, by: Any, marks: dict, next_on: date | None) -> Plan:
    """Mark where each goal is now, with its result, and choose the day of the next follow-up (None: there is none).

    ``marks`` is by the goal's pk: (now, result). A version in the making follows.
    """
    policy.require(by, Act.COORDINATE, plan)
    plan = Plan.objects.select_for_update(of=["self"]).select_related("case").get(pk=plan.pk)
    if plan.status != Plan.Status.AGREED:
        raise ValidationError(_("Only the plan in force can be followed up."))
    goals = {str(goal.pk): goal for goal in plan.goals.all()}
    for pk, (now, result) in marks.items():
        _mark(goals.get(str(pk)), now, result)
    plan.follow_up_on = next_on
    plan.save(update_fields=["follow_up_on"])
    numbers = {str(pk): now for pk, (now, _result) in marks.items()}
    record(plan.case, "followed-up", actor=by, plan=str(plan.pk), marks=numbers)
    return plan


def _mark(goal: Goal | None, now: int, result: str) -> None:
    if goal is None:
        raise ValidationError(_("That goal is not in the plan."))
    goal.now, goal.result = now, result.strip()
    goal.clean_fields(exclude=["plan", "case", "continues"])
    goal.save(update_fields=["now", "result"])
    goal.continued_by.filter(plan__status__in=["draft", "proposed"]).update(now=goal.now, result=goal.result)
