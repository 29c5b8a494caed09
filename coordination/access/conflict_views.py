"""Saying that somebody has a conflict of interest, and that it no longer stands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access import conflicts
from coordination.access.forms import ConflictForm, ConflictOfForm, ReasonForm
from coordination.access.models import Conflict
from coordination.forms.refusals import add_refusal, done
from coordination.people.queries import case_or_404
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def declare_own(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one has a conflict of interest oneself, after reading what follows."""
    user: Any = request.user
    case = case_or_404(user, Act.SEE_COVER, reference)
    form = ConflictForm(request.POST or None)
    if done(form, lambda: conflicts.declare(case, user, by=user, **form.cleaned_data)):
        messages.success(request, _("It is noted. You no longer have anything to do with the case."))
        return redirect("cases")
    told = [
        _("Your access ends at once, also for pages that are open, and nobody can give it back before this is ended."),
        _("Steps you have go back to your agency, so that a colleague can take them."),
        _("The coordinator and your unit manager learn that you cannot work in the case, the coordinator not why."),
        _("You cannot take this back yourself: your unit manager or the coordinator can end it."),
    ]
    if conflicts.is_coordinator(user, case):
        told.insert(
            1,
            _("You coordinate the case. Hand it over first if you can, else your unit manager must appoint another."),
        )
    title = _("You have a conflict of interest in this case?")
    return _page(request, case, form, title=title, told=told, submit=_("Yes, end my access"))


@login_required
@require_http_methods(["GET", "POST"])
def declare_of(request: HttpRequest, reference: str) -> HttpResponse:
    """Say it of a colleague, as their unit manager or as the coordinator."""
    user: Any = request.user
    case = case_or_404(user, Act.SEE_COVER, reference)
    if not any(policy.can(user, act, case) for act in (Act.COORDINATE, Act.REASSIGN)):
        raise Http404
    form = ConflictOfForm(request.POST or None, people=conflicts.declarable(user, case))
    if form.is_bound and form.is_valid():
        whom = form.cleaned_data.pop("user")
        try:
            conflicts.declare(case, whom, by=user, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("It is noted. %(name)s has no access to the case.") % {"name": whom})
            return redirect("case_people" if policy.can(user, Act.ADMIT, case) else "case", case.reference)
    told = [
        _("Their access ends at once, also for pages that are open, and nobody can give it back before this is ended."),
        _("Steps they have go back to their agency, so that a colleague can take them."),
        _("They and their unit manager are told that it is noted, the coordinator too, but not why."),
    ]
    title = _("Note a colleague’s conflict of interest")
    return _page(request, case, form, title=title, told=told, submit=_("Note it and end the access"))


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: Any) -> HttpResponse:
    """Say that a conflict of interest no longer stands."""
    user: Any = request.user
    rows = Conflict.objects.select_related("case__lead_agency", "case__coordinator", "user").filter(ended_at=None)
    conflict = get_object_or_404(rows, pk=pk)
    if not conflicts.may_end(user, conflict):
        raise Http404
    form = ReasonForm(request.POST or None)
    if done(form, lambda: conflicts.end(conflict, by=user, reason=form.cleaned_data["reason"])):
        messages.success(request, _("The conflict of interest has ended."))
        return redirect("case_people", conflict.case.reference)
    title = _("%(name)s no longer has a conflict of interest?") % {"name": conflict.user}
    told = [_("No access comes back by itself: it must be given anew."), _("Your reason is kept.")]
    return _page(request, conflict.case, form, title=title, told=told, submit=_("End it"))


def _page(request: HttpRequest, case: Any, form: Form, **texts: Any) -> HttpResponse:
    back = (
        "case_people"
        if policy.can(request.user, Act.VIEW, case) or policy.can(request.user, Act.ADMIT, case)
        else "case"
    )
    context = {"case": case, "form": form, "large": True, "back": back, **texts}
    return render(request, "access/reason.html", context, status=422 if form.is_bound else 200)
