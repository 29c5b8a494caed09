"""What the pages of the plan share."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from coordination.cases.models import Case
from coordination.plans.models import Plan
from permissions import policy
from permissions.roles import Act


def case_of(request: HttpRequest, reference: str) -> Case:
    """Return the case, if the reader may see it."""
    rows = Case.objects.select_related("municipality", "lead_agency", "coordinator")
    return get_object_or_404(policy.visible(request.user, Act.VIEW, rows), reference=reference)


def plan_to_coordinate(request: HttpRequest, pk: Any) -> Plan:
    """Return the plan for somebody who coordinates its case: hidden 404, seen by others 403."""
    rows = Plan.objects.select_related("case__municipality", "case__lead_agency", "written_by")
    plan = get_object_or_404(policy.visible(request.user, Act.VIEW, rows), pk=pk)
    policy.require(request.user, Act.COORDINATE, plan)
    return plan


def posted(request: HttpRequest, *without: str) -> list[tuple[str, str]]:
    """Return everything that was typed, to be sent once more."""
    hidden = {"csrfmiddlewaretoken", "keep", *without}
    return [(name, value) for name, values in request.POST.lists() if name not in hidden for value in values]
