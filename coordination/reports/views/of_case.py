"""The reports of one case, what was decided about them, and the papers of that."""

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
from coordination.people.wishes import family_of
from coordination.reports import queries
from coordination.reports.onwards import choices, may_go_on, open_joint
from coordination.reports.onwards_forms import GoOnForm
from coordination.reports.papers import decisions_of
from coordination.reports.retention import kept_until
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
        "kept": kept_until(case),
        "may_go_on": bool(may_go_on(user, case) and choices(case)),
        "reports": queries.readable(user).filter(children__case=case).distinct().order_by("-arrived_at"),
        "decisions": decisions_of(user, case),
        "family": family_of(case),
    }
    return render(request, "reports/of_case.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def case_onwards(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a joint case with the people of a report that is investigated."""
    user: Any = request.user
    rows = policy.visible(user, Act.COORDINATE, Case.objects.filter(kind=Case.Kind.CONCERN))
    case = get_object_or_404(rows.select_related("municipality", "lead_agency"), reference=reference)
    if not may_go_on(user, case):
        raise Http404
    form = GoOnForm(request.POST or None, ways=choices(case))
    if request.method == "POST" and form.is_valid():
        new = attempt(form, lambda: open_joint(case, by=user, **form.cleaned_data))
        if new is not None:
            messages.success(request, _("The joint case is open. This one goes on by itself."))
            return redirect("case", new.reference)
    return render(request, "reports/onwards.html", {"case": case, "form": form}, status=422 if form.errors else 200)
