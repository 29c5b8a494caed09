"""The reports of one case, what was decided about them, and the papers of that."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coordination.cases.models import Case
from coordination.history.recording import note_reading
from coordination.people.wishes import family_of
from coordination.reports import queries
from coordination.reports.papers import decisions_of
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def case_reports(request: HttpRequest, reference: str) -> HttpResponse:
    """List the reports of a case that the reader may read, and its decisions."""
    user: Any = request.user
    rows = policy.visible(user, Act.VIEW, Case.objects.filter(kind=Case.Kind.CONCERN))
    case = get_object_or_404(rows, reference=reference)
    note_reading(user, case, "case-reports")
    context = {
        "case": case,
        "reports": queries.readable(user).filter(children__case=case).distinct().order_by("-arrived_at"),
        "decisions": decisions_of(user, case),
        "family": family_of(case),
    }
    return render(request, "reports/of_case.html", context)
