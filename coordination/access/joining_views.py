"""Asking to join a case, and the coordinator's answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access import joining
from coordination.access.forms import JoinAnswerForm, JoinForm
from coordination.access.models import JoinRequest
from coordination.forms.refusals import done
from permissions import policy
from permissions.roles import Act

MOST = 20


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Take a request; whatever the reference stands for, the answer is the same. Below it the own requests."""
    user: Any = request.user
    form = JoinForm(request.POST or None, user=user)
    if done(form, lambda: joining.ask(by=user, **form.cleaned_data)):
        messages.success(
            request, _("Your request is noted. If there is such a case and it can be joined, its coordinator has it.")
        )
        return redirect("join")
    mine = JoinRequest.objects.filter(user=user).select_related("agency")[:MOST]
    return render(request, "access/join.html", {"form": form, "mine": mine}, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: Any) -> HttpResponse:
    """Let the coordinator say yes or no to one request."""
    user: Any = request.user
    rows = JoinRequest.objects.filter(status=JoinRequest.Status.WAITING)
    rows = rows.select_related("case__lead_agency", "case__coordinator", "case__municipality", "user", "agency")
    asked = get_object_or_404(policy.visible(user, Act.COORDINATE, rows), pk=pk)
    case: Any = asked.case
    form = JoinAnswerForm(request.POST or None, case=case)

    def act() -> None:
        told = form.cleaned_data
        if told["answer"] == "yes":
            joining.accept(asked, by=user, until=told["until"])
        else:
            joining.decline(asked, by=user, reason=told["reason"])

    if done(form, act):
        messages.success(request, _("The answer is sent."))
        return redirect("case_people", case.reference)
    facts = {"name": asked.user, "agency": asked.agency}
    context = {
        "case": case,
        "form": form,
        "title": _("%(name)s asks to join") % {"name": asked.user},
        "lead": _("For %(agency)s. With a yes they see the case, with the child’s name, as their agency does.") % facts,
        "told": [_("Their reason: %(reason)s") % {"reason": asked.reason}],
        "submit": _("Send the answer"),
        "back": "case_people",
    }
    return render(request, "access/reason.html", context, status=422 if form.is_bound else 200)
