"""The joint plan on paper: one page in plain words for the family, and the agencies' version."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coordination.papers.registry import Content, builds
from coordination.plans.models import Plan
from permissions import policy
from permissions.roles import Act


@builds("family_plan")
def family_plan(paper: Any) -> Content:
    """The plan as the family gets it: goals in the child's words, and what is done for them."""
    plan = _plan(paper)
    actions = plan.actions.filter(for_family=True).exclude(status="dropped").select_related("agency", "person")
    context = {
        "plan": plan,
        "goals": list(plan.goals.all()),
        "actions": list(actions),
        "coordinator": plan.case.coordinator,
        "meeting": _next_meeting(paper),
    }
    return Content("family_plan.html", _("Our plan"), context)


@builds("plan")
def joint_plan(paper: Any) -> Content:
    """The plan as the agencies work by it."""
    plan = _plan(paper)
    context = {
        "plan": plan,
        "goals": list(plan.goals.prefetch_related("actions__agency", "actions__person")),
        "loose": list(plan.actions.filter(goal=None).select_related("agency", "person")),
        "approvals": list(plan.approvals.select_related("agency", "by")),
        "subject": plan.case.subject,
    }
    return Content("plan.html", _("Joint plan"), context)


def _plan(paper: Any) -> Plan:
    rows = policy.visible(paper.requested_by, Act.VIEW, Plan.objects.select_related("case__coordinator"))
    return get_object_or_404(rows, pk=paper.about, case=paper.case)


def _next_meeting(paper: Any) -> Any:
    rows = policy.visible(paper.requested_by, Act.VIEW, paper.case.meetings.filter(status="called"))
    return rows.order_by("starts_at").first()
