"""Proposing a plan, each agency's answer, and what comes of the answers."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.plans.actions.writing import check_action, lock_draft
from coordination.plans.models import Approval, Goal, Plan
from coordination.plans.points import missing_points
from coordination.plans.queries import agencies_to_answer, not_approved, who_can_act
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def propose_plan(plan: Plan, *, by: Any) -> Plan:
    """Lay the draft before the agencies that have actions in it.

    Raises ValidationError unless it has a goal, an action, a day of follow-up
    and, in a SIP, the four points of the law, and each action has an agency that takes part and a person with access.
    """
    plan = lock_draft(plan, by)
    actions = list(plan.actions.select_related("agency", "person"))
    missing = [
        (not plan.goals.exists(), _("The plan needs at least one goal.")),
        (not actions, _("The plan needs at least one action.")),
        (plan.follow_up_on is None, _("Choose a day for the follow-up.")),
    ]
    if errors := [*(text for is_missing, text in missing if is_missing), *missing_points(plan)]:
        raise ValidationError(errors)
    people = {agency.pk: {person.pk for person in members} for agency, members in who_can_act(plan.case)}
    for action in actions:
        check_action(action, people)
    plan.approvals.all().delete()
    plan.status = Plan.Status.PROPOSED
    plan.save(update_fields=["status"])
    record(plan.case, "plan-proposed", actor=by, plan=str(plan.pk), version=plan.version)
    return plan


@transaction.atomic
def answer_plan(plan: Plan, *, by: Any, agency: Any, approved: bool, reason: str = "") -> Approval:
    """Answer for ``agency`` to its own actions. A no needs a reason; an answer may be changed until all is decided.

    Raises PermissionDenied if ``by`` does not work for the agency in the case.
    """
    policy.require(by, Act.WRITE, plan)
    if agency.pk not in policy.agencies_for(by, Act.WRITE, plan.case):
        raise PermissionDenied(_("You do not work for %(agency)s in this case.") % {"agency": agency})
    plan = _lock(plan)
    if plan.status != Plan.Status.PROPOSED:
        raise ValidationError(_("The plan does not wait for an answer."))
    if agency not in agencies_to_answer(plan):
        raise ValidationError(_("%(agency)s has no actions in the plan.") % {"agency": agency})
    if not approved and not reason.strip():
        raise ValidationError(_("Say what must be changed."))
    answer = {"approved": approved, "reason": reason.strip(), "by": by, "at": timezone.now()}
    approval, _new = Approval.objects.update_or_create(
        plan=plan, agency=agency, defaults=answer, create_defaults={"case": plan.case, **answer}
    )
    kind = "plan-approved" if approved else "plan-returned"
    told = policy.people_who_can(Act.COORDINATE, plan.case)
    record(plan.case, kind, actor=by, agency=agency, tell=told, plan=str(plan.pk))
    return approval


@transaction.atomic
def agree_plan(plan: Plan) -> Plan:
    """Put the plan in force when every agency has approved; it replaces the version before. Called by the process."""
    plan = _lock(plan)
    if plan.status == Plan.Status.AGREED:
        return plan
    if plan.status != Plan.Status.PROPOSED:
        raise ValidationError(_("The plan does not wait for an answer."))
    if waiting := not_approved(plan):
        names = ", ".join(str(agency) for agency in waiting)
        raise ValidationError(_("Not all have approved the plan: %(agencies)s.") % {"agencies": names})
    Plan.objects.filter(case=plan.case, status=Plan.Status.AGREED).update(status=Plan.Status.REPLACED)
    plan.status, plan.agreed_at = Plan.Status.AGREED, timezone.now()
    plan.save(update_fields=["status", "agreed_at"])
    Goal.objects.filter(plan=plan, now=None).update(now=F("start"))
    record(plan.case, "plan-agreed", plan=str(plan.pk), version=plan.version)
    return plan


@transaction.atomic
def return_plan(plan: Plan) -> Plan:
    """Make the proposed plan a draft again; the answers stay to be read. Called by the process."""
    plan = _lock(plan)
    if plan.status == Plan.Status.PROPOSED:
        plan.status = Plan.Status.DRAFT
        plan.save(update_fields=["status"])
    return plan


def _lock(plan: Plan) -> Plan:
    return Plan.objects.select_for_update(of=["self"]).select_related("case", "case__lead_agency").get(pk=plan.pk)
