"""The people of a unit, and letting one of them leave."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.access.leaving import queries
from coordination.access.leaving.actions import Result, take_leave
from coordination.access.leaving.forms import LeavingForm
from coordination.agencies.models import User
from permissions import policy

KINDS = ("case", "step", "absence", "grant", "post", "session", "account")


@login_required
@require_safe
def unit_people(request: HttpRequest) -> HttpResponse:
    """List the people of the units the reader manages, with what lies on each."""
    if not policy.managed_agencies(request.user):
        raise Http404
    return render(request, "access/unit_people.html", {"people": queries.people_of(request.user)})


@login_required
@require_http_methods(["GET", "POST"])
def leaving(request: HttpRequest, person: int) -> HttpResponse:
    """Show what lies on a person, take who takes over, and say row for row what came of it."""
    user = get_object_or_404(User, pk=person)
    if not policy.manages(request.user, user):
        raise Http404
    burden = queries.burden_of(user, request.user)
    people = queries.successors(user, request.user)
    form = LeavingForm(request.POST or None, people=people, burden=burden)
    if form.is_bound and form.is_valid():
        results = take_leave(user, by=request.user, **form.wanted())
        return render(request, "access/left.html", _summary(request, user, results))
    context = {"person": user, "burden": burden, "form": form, "rows": form.rows()}
    return render(request, "access/leaving.html", context, status=422 if form.is_bound else 200)


def _summary(request: HttpRequest, user: User, results: list[Result]) -> dict[str, Any]:
    failed = [row for row in results if row.why_not]
    names = {
        "case": _("Coordination"),
        "step": _("Steps"),
        "absence": _("Standing in"),
        "grant": _("Access"),
        "post": _("Posts"),
        "session": _("Sessions"),
        "account": _("Account"),
    }
    groups = [{"id": k, "title": names[k], "rows": [r for r in results if r.kind == k]} for k in KINDS]
    return {
        "person": user,
        "groups": [group for group in groups if group["rows"]],
        "done": len(results) - len(failed),
        "failed": failed,
        "still_here": bool(policy.manages(request.user, user)),
    }
