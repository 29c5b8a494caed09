"""The page on which the lead of a case moves: asked by the coordinator, answered by the agency that takes over."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access.leading import actions, queries
from coordination.access.leading.forms import AnswerForm, OfferForm
from coordination.access.models import LeadOffer
from coordination.cases.models import Case
from coordination.forms.refusals import done
from permissions import policy
from permissions.roles import Act


@login_required
@require_http_methods(["GET", "POST"])
def case_lead(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask an agency to take over the lead; or, where one works for the asked agency, answer."""
    user: Any = request.user
    rows = Case.objects.select_related("lead_agency", "municipality", "coordinator")
    case = get_object_or_404(policy.visible(user, Act.VIEW, rows), reference=reference)
    if not queries.may_move(case):
        raise Http404
    offer = queries.open_offer(case)
    if offer is not None and queries.may_answer(user, offer):
        return _answer(request, case, offer)
    if not policy.can(user, Act.COORDINATE, case):
        raise Http404
    return _offer(request, case, offer)


def _answer(request: HttpRequest, case: Case, offer: LeadOffer) -> HttpResponse:
    user: Any = request.user
    people = queries.possible_coordinators(offer)
    form = AnswerForm(request.POST or None, people=people, initial={"coordinator": user.pk})

    def act() -> None:
        said = form.cleaned_data
        yes = said["answer"] == "yes"
        actions.answer_offer(offer, by=user, accept=yes, coordinator=said["coordinator"], reason=said["reason"])

    if done(form, act):
        yes = form.cleaned_data["answer"] == "yes"
        messages.success(request, _("Your agency leads the case now.") if yes else _("The answer is sent."))
        return redirect("case", case.reference)
    facts = {"agency": case.lead_agency, "to": offer.agency}
    told = [
        _("Everything that %(agency)s has written stays theirs. They stay in the case on the consent.") % facts,
        _("The coordinator’s open steps and their deadlines come to you."),
        *([_("Why: %(reason)s") % {"reason": offer.message}] if offer.message else []),
    ]
    lead = _("%(agency)s asks %(to)s to lead the case from now on.") % facts
    return _page(request, case, form, title=_("Take over the lead?"), lead=lead, told=told, submit=_("Send the answer"))


def _offer(request: HttpRequest, case: Case, offer: LeadOffer | None) -> HttpResponse:
    user: Any = request.user
    if offer is not None and "take_back" in request.POST:
        actions.take_back(offer, by=user)
        messages.success(request, _("Nobody is asked any more. The lead stays where it is."))
        return redirect("case_people", case.reference)
    form = OfferForm(request.POST or None, agencies=queries.possible_leads(case))
    if done(form, lambda: actions.offer_lead(case, by=user, **form.cleaned_data)):
        messages.success(request, _("%(agency)s is asked.") % {"agency": form.cleaned_data["agency"]})
        return redirect("case_people", case.reference)
    context = {"case": case, "form": form, "offer": offer, "why_not": queries.why_not(case)}
    context["possible"] = queries.possible_leads(case)
    return render(request, "access/lead.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, case: Case, form: AnswerForm, **texts: Any) -> HttpResponse:
    context = {"case": case, "form": form, "back": "case_people", **texts}
    return render(request, "access/reason.html", context, status=422 if form.errors else 200)
