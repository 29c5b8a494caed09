"""Pages of the consultation without names."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.consulting import actions, notices
from coordination.consulting.forms import AnswerForm, AskForm
from coordination.consulting.models import Consultation
from coordination.forms.refusals import add_refusal, done
from permissions import policy
from permissions.roles import Act

ROWS = "agency", "to_agency", "asked_by", "answered_by"
NEWEST = 100


@login_required
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """List what the reader's agencies have asked and been asked, newest first."""
    own = actions.agencies_of(request.user)
    rows = policy.of_own_agencies(request.user, Consultation.objects.select_related(*ROWS), "agency_id", "to_agency_id")
    mine = set(own.values_list("pk", flat=True))
    found = list(rows[:NEWEST])
    context = {
        "waiting": [c for c in found if c.answered_at is None and c.to_agency_id in mine],
        "others": [c for c in found if c.answered_at is not None or c.to_agency_id not in mine],
        "may_ask": bool(mine),
    }
    return render(request, "consulting/consultations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def consultation_ask(request: HttpRequest) -> HttpResponse:
    """Ask. With ``?case=`` the names of that case's people are refused too; the case itself is not kept."""
    own = actions.agencies_of(request.user)
    if not own:
        raise PermissionDenied(_("You have no agency to ask for."))
    others = Agency.objects.filter(municipality__in={a.municipality_id for a in own}).order_by("name")
    if len(own) == 1:
        others = others.exclude(pk=own[0].pk)
    form = AskForm(request.POST or None, own=own, others=others, initial={"to": request.GET.get("to")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        agency = said.get("agency") or own[0]
        try:
            made = _ask(request, agency, said)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The question is sent."))
            return redirect("consultation", pk=made.pk)
    context = {"form": form, "case": _case(request)}
    return render(request, "consulting/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def consultation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a question and its answer to the two agencies, and let the asked one answer."""
    rows = policy.of_own_agencies(request.user, Consultation.objects.select_related(*ROWS), "agency_id", "to_agency_id")
    found = get_object_or_404(rows, pk=pk)
    may_answer = actions.agencies_of(request.user).filter(pk=found.to_agency_id).exists()
    form = AnswerForm(request.POST or None)
    notices.read(found, request.user)
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied(_("The agency that was asked answers."))
        if done(form, lambda: actions.answer(found, by=request.user, text=form.cleaned_data["text"])):
            messages.success(request, _("The answer is sent."))
            return redirect("consultation", pk=found.pk)
    shows_form = may_answer and (found.answered_at is None or form.is_bound)
    context = {"found": found, "form": form if shows_form else None}
    return render(request, "consulting/consultation.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, agency: Agency, said: dict[str, Any]) -> Consultation:
    to = said["to"]
    if not actions.asked_from(agency).filter(pk=to.pk).exists():
        raise ValidationError({"to": _("Choose another agency of the same municipality.")})
    case = _case(request)
    names = [n for p in case.people.all() for n in (p.given_name, p.family_name)] if case else []
    return actions.ask(by=request.user, agency=agency, to=to, question=said["question"], names=names)


def _case(request: HttpRequest) -> Case | None:
    reference = request.GET.get("case")
    if not reference:
        return None
    return get_object_or_404(policy.visible(request.user, Act.VIEW, Case.objects.all()), reference=reference)
