"""Cases that nobody coordinates: what a unit manager finds and does, and who coordinated them asks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.access import countersigning, restoring
from coordination.access.protection_forms import RestoreForm
from coordination.agencies.models import Membership, User
from coordination.forms.refusals import done
from coordination.history.recording import note_reading


@login_required
@require_safe
def coordinators(request: HttpRequest) -> HttpResponse:
    """List the cases of the reader's units that nobody coordinates, or soon nobody will, and those they lost."""
    user: Any = request.user
    context = {"missing": restoring.missing(user), "soon": restoring.soon(user), "lost": restoring.run_out(user)}
    return render(request, "access/coordinators.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def coordinator_restore(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose who is to coordinate a case of the highest class; a second must agree."""
    user: Any = request.user
    rows = countersigning.restorable(user).select_related("lead_agency", "coordinator")
    case = get_object_or_404(rows, reference=reference)
    posts = Membership.objects.live().filter(agency=case.lead_agency)
    people = User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("first_name", "last_name")
    form = RestoreForm(request.POST or None, people=people)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if done(form, lambda: restoring.propose(case, by=user, to=told["person"], reason=told["reason"])):
        messages.success(request, _("Asked for. The person coordinates the case when a second has agreed."))
        return redirect("countersign")
    if request.method == "GET":
        note_reading(user, case, "coordinator")
    context = {
        "case": case,
        "form": form,
        "title": _("Appoint a coordinator"),
        "lead": _("Nobody coordinates this case now. It takes two to give it a coordinator."),
        "told": [
            _("Whom you choose is named for the highest class and reads everything that the coordinator reads."),
            _("It can be who coordinated it before. It cannot be the one who countersigns."),
            _("Neither you nor the one who countersigns reads anything of the case by this."),
        ],
        "waiting": restoring.proposals(case).select_related("asked_by").first(),
        "submit": _("Ask for it"),
    }
    return render(request, "access/coordinator.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def coordinator_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Let who coordinated a case until their access ran out ask their unit manager."""
    user: Any = request.user
    case: Any = get_object_or_404(restoring.run_out(user), reference=reference)
    form = Form(request.POST if request.method == "POST" else None)
    if done(form, lambda: restoring.ask_back(case, by=user)):
        messages.success(request, _("Your unit manager is told."))
        return redirect("coordinators")
    if request.method == "GET":
        note_reading(user, case, "coordinator")
    asked = _("You have asked. Your unit manager has it among their notifications and on their start page.")
    context = {
        "case": case,
        "form": form,
        "title": _("Your access has run out"),
        "lead": _("Nobody said in time that it is still needed, so you can no longer open the case."),
        "told": [
            _("Your unit manager decides who coordinates the case from now on. It can be you again."),
            _("In the highest class a second must agree."),
        ],
        "nothing": asked if case.asked and not form.errors else "",
        "submit": _("Ask my unit manager"),
    }
    return render(request, "access/coordinator.html", context, status=422 if form.errors else 200)
