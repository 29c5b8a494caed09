"""Reading about plans: the one in force, the one in the making, who must answer, what was promised and kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency, User
from coordination.cases.models import Case
from coordination.meetings.queries import agencies_to_call
from coordination.plans.models import Action, Plan
from coordination.steps.kinds import act_of
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act

MAKING = [Plan.Status.DRAFT, Plan.Status.PROPOSED]
# The kinds of step that take a plan further, by its status.
STEPS = {
    "draft": ("draft_plan",),
    "proposed": ("approve",),
    "agreed": ("hand_over", "follow_up", "follow_exit", "weekly", "monthly"),
}
OPEN = [Action.Status.PLANNED, Action.Status.GOING]


@dataclass(frozen=True)
class Kept:
    """How the actions of a plan stand: promises and what became of them."""

    total: int
    done: int
    going: int
    overdue: int
    dropped: int


def plans_seen_by(user: Any, case: Case) -> QuerySet[Plan]:
    """Return the versions of the case's plan that ``user`` may see, newest first."""
    rows = policy.visible(user, Act.VIEW, Plan.objects.filter(case=case))
    return rows.select_related("case", "written_by").prefetch_related(
        "goals",
        "actions__agency",
        "actions__person",
        "actions__goal",
        "actions__kept_from",
        "approvals__agency",
        "approvals__by",
    )


def in_making(case: Case) -> Plan | None:
    """Return the version that is being written or waits for approval, if any."""
    return Plan.objects.filter(case=case, status__in=MAKING).first()


def in_force(case: Case) -> Plan | None:
    """Return the version everybody works by, if one was agreed."""
    return Plan.objects.filter(case=case, status=Plan.Status.AGREED).first()


def agencies_to_answer(plan: Plan) -> list[Agency]:
    """Return the agencies with actions in the plan, each of which answers to its own."""
    found = {a.agency_id: a.agency for a in plan.actions.select_related("agency")}
    return sorted(found.values(), key=lambda a: a.name)


def not_approved(plan: Plan) -> list[Agency]:
    """Return the agencies whose yes is missing; the lead agency, which proposed it, only if it said no."""
    said = {a.agency_id: a.approved for a in plan.approvals.all()}
    lead = plan.case.lead_agency_id
    return [a for a in agencies_to_answer(plan) if not said.get(a.pk, a.pk == lead)]


def step_for(user: Any, plan: Plan) -> Step | None:
    """Return the open step by which ``user`` takes the plan further at this stage, if there is one."""
    kinds = STEPS.get(plan.status, ())
    steps = Step.objects.open().filter(case=plan.case_id, kind__in=kinds)
    return policy.visible(user, act_of(kinds[0]), steps).first() if kinds else None


def who_can_act(case: Case) -> list[tuple[Agency, list[User]]]:
    """Return the agencies that may take on actions, each with its people who have access now."""
    return [
        (agency, list(policy.people_who_can(Act.WRITE, case, agency=agency).order_by("first_name", "last_name")))
        for agency in agencies_to_call(case)
    ]


def is_overdue(action: Action, today: date | None = None) -> bool:
    """Say whether an action should have been ready and is not."""
    return action.status in OPEN and action.due_on < (today or timezone.localdate())


def promised(case: Case) -> list[Action]:
    """Return every action ever agreed in the case, each as it stood last.

    What an agreed version left out while it was still to be done counts as dropped.
    """
    agreed = Action.objects.filter(plan__status__in=[Plan.Status.AGREED, Plan.Status.REPLACED])
    rows = agreed.filter(~Exists(agreed.filter(continues=OuterRef("pk"))), case=case).select_related("plan")
    found = list(rows)
    for action in found:
        if action.plan.status == Plan.Status.REPLACED and action.status in OPEN:
            action.status = Action.Status.DROPPED
    return found


def promises(actions: Any) -> Kept:
    """Count what was promised and what was kept."""
    rows = list(actions)
    return Kept(
        total=len(rows),
        done=sum(a.status == Action.Status.DONE for a in rows),
        going=sum(a.status in OPEN and not is_overdue(a) for a in rows),
        overdue=sum(is_overdue(a) for a in rows),
        dropped=sum(a.status == Action.Status.DROPPED for a in rows),
    )
