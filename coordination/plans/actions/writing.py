"""Writing the version of the plan that is in the making."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.models import Case
from coordination.people.protecting import must_not_tell_where
from coordination.plans.models import Action, Goal, Plan
from coordination.plans.points import copy_points, save_points
from coordination.plans.queries import OPEN, in_force, in_making, who_can_act
from permissions import policy
from permissions.roles import Act

OUT_OF_THE_WAY = 1000  # Added to positions while goals are put in their new order.


class PlanConflict(Exception):
    """Somebody saved the plan in between; both versions must be shown."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan.pk)
        self.plan = plan


@transaction.atomic
def begin_plan(case: Case, *, by: Any) -> Plan:
    """Return the draft in the making, or begin one: the first version, or the next as a copy of the agreed one.

    Raises ValidationError while a proposed version waits for its answers.
    """
    policy.require(by, Act.COORDINATE, case)
    Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    making = in_making(case)
    if making and making.status == Plan.Status.PROPOSED:
        raise ValidationError(_("The plan waits for the agencies' approval and cannot be changed now."))
    return making or _next_version(case, by)


@transaction.atomic
def save_plan(
    plan: Plan,
    *,
    by: Any,
    summary: str,
    crisis: str,
    follow_up_on: date | None,
    goals: list[dict],
    actions: list[dict],
    points: dict[str, Any] | None = None,
    version: str | None = None,
) -> Plan:
    """Save the whole draft: the goals and actions given are those it has afterwards.

    A goal has words, start, target and may have pk, now and result. An action
    has text, agency, person, starts_on, due_on and may have pk, goal (its
    number in ``goals``, from 1), for_family and kept_from. ``points`` are those
    of a SIP, as `save_points` takes them. ``version`` is `version_of` the
    plan the writer began from: raises PlanConflict if it was saved since.
    """
    plan = lock_draft(plan, by)
    if version is not None and version != version_of(plan):
        raise PlanConflict(plan)
    must_not_tell_where(plan.case, summary, crisis, *(g["words"] for g in goals), *(a["text"] for a in actions))
    plan.summary, plan.crisis, plan.follow_up_on = summary.strip(), crisis.strip(), follow_up_on
    plan.written_by, plan.written_at = by, timezone.now()
    plan.save(update_fields=["summary", "crisis", "follow_up_on", "written_by", "written_at"])
    numbered = _put_goals(plan, goals)
    _put_actions(plan, actions, numbered)
    _drop(plan.goals, numbered)
    if points is not None:
        save_points(plan, points)
    return plan


@transaction.atomic
def add_action(
    plan: Plan,
    *,
    by: Any,
    text: str,
    agency: Any,
    person: Any,
    starts_on: date,
    due_on: date,
    decision: Any = None,
) -> Action:
    """Add one action to the draft, as when a meeting decides it."""
    plan = lock_draft(plan, by)
    must_not_tell_where(plan.case, text)
    action = Action(plan=plan, case=plan.case, decision=decision)
    row = {"text": text, "agency": agency, "person": person, "starts_on": starts_on, "due_on": due_on}
    _fill_action(action, row, people_of(plan.case), [])
    action.save()
    plan.written_by, plan.written_at = by, timezone.now()
    plan.save(update_fields=["written_by", "written_at"])
    return action


def version_of(plan: Plan) -> str:
    """Return the mark of what a plan was when it was read."""
    return plan.written_at.isoformat()


def lock_draft(plan: Plan, by: Any) -> Plan:
    """Return the plan as it is now, locked. Raises ValidationError unless it is a draft."""
    policy.require(by, Act.COORDINATE, plan)
    plan = Plan.objects.select_for_update(of=["self"]).select_related("case", "written_by").get(pk=plan.pk)
    if plan.status != Plan.Status.DRAFT:
        raise ValidationError(_("This version of the plan is no longer being written."))
    return plan


def check_action(action: Action, people: dict[Any, set]) -> None:
    """Refuse an action that is to be done by an agency or person who may not, or in days the wrong way round."""
    if action.status not in OPEN:
        return
    if action.agency_id not in people:
        raise ValidationError(
            _("%(agency)s does not take part in the case now and cannot have an action.") % {"agency": action.agency}
        )
    if action.person_id not in people[action.agency_id]:
        raise ValidationError(
            _("%(person)s has no access to the case for %(agency)s.")
            % {"person": action.person, "agency": action.agency}
        )
    if action.due_on < action.starts_on:
        raise ValidationError(_("“%(action)s” must be ready on the day it starts or later.") % {"action": action.text})


def people_of(case: Case) -> dict[Any, set]:
    """Return the keys of the people who may take on actions now, by the key of their agency."""
    return {agency.pk: {person.pk for person in people} for agency, people in who_can_act(case)}


def _next_version(case: Case, by: Any) -> Plan:
    agreed, latest = in_force(case), Plan.objects.filter(case=case).first()
    plan = Plan.objects.create(
        case=case,
        version=latest.version + 1 if latest else 1,
        summary=agreed.summary if agreed else "",
        crisis=agreed.crisis if agreed else "",
        written_by=by,
    )
    if agreed:
        _copy(agreed, plan)
        copy_points(agreed, plan)
    return plan


def _copy(agreed: Plan, plan: Plan) -> None:
    """Copy the goals and what remains to be done; each remembers what it continues."""
    goals = {old.pk: again(old, plan=plan) for old in agreed.goals.all()}
    Goal.objects.bulk_create(goals.values())
    going = agreed.actions.filter(status__in=OPEN).prefetch_related("kept_from")
    pairs = [(old, again(old, plan=plan, goal=goals.get(old.goal_id) if old.goal_id else None)) for old in going]
    Action.objects.bulk_create(new for _old, new in pairs)
    for old, new in pairs:
        if hidden := old.kept_from.all():
            new.kept_from.set(hidden)


def again(row: Any, **changes: Any) -> Any:
    """Return an unsaved copy of a goal or an action."""
    names = [f.name for f in row._meta.concrete_fields if f.name not in ("id", "continues", *changes)]
    return type(row)(**{name: getattr(row, name) for name in names}, **changes, continues=row)


def _put_goals(plan: Plan, rows: list[dict]) -> list[Goal]:
    present = {str(g.pk): g for g in plan.goals.all()}
    plan.goals.update(position=F("position") + OUT_OF_THE_WAY)
    numbered = []
    for position, row in enumerate(rows, start=1):
        goal = present.pop(str(row.get("pk")), None) or Goal(plan=plan, case=plan.case)
        goal.position, goal.words = position, row["words"].strip()
        goal.start, goal.target = row["start"], row["target"]
        goal.now, goal.result = row.get("now", goal.now), row.get("result", goal.result)
        goal.clean_fields(exclude=["plan", "case", "continues"])
        goal.save()
        numbered.append(goal)
    return numbered


def _put_actions(plan: Plan, rows: list[dict], goals: list[Goal]) -> None:
    present, people, kept = {str(a.pk): a for a in plan.actions.all()}, people_of(plan.case), []
    for row in rows:
        action = present.pop(str(row.get("pk")), None) or Action(plan=plan, case=plan.case)
        _fill_action(action, row, people, goals)
        action.save()
        if "kept_from" in row:
            action.kept_from.set(person for person in row["kept_from"] if person.case_id == plan.case_id)
        kept.append(action)
    _drop(plan.actions, kept)


def _fill_action(action: Action, row: dict, people: dict[Any, set], goals: list[Goal]) -> None:
    action.text, action.agency, action.person = row["text"].strip(), row["agency"], row["person"]
    action.starts_on, action.due_on = row["starts_on"], row["due_on"]
    action.for_family = row.get("for_family", action.for_family)
    number = row.get("goal")
    if number is not None and not 1 <= number <= len(goals):
        raise ValidationError(_("“%(action)s” is for a goal that is not in the plan.") % {"action": action.text})
    action.goal = goals[number - 1] if number else None
    action.clean_fields(exclude=["plan", "case", "goal", "decision", "agency", "person", "continues"])
    check_action(action, people)


def _drop(rows: Any, kept: list) -> None:
    rows.exclude(pk__in=[row.pk for row in kept]).delete()
