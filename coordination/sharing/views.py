"""Pages for consent: who said what, and what it opens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.cases.models import Case
from coordination.history.recording import note_reading
from coordination.people.models import Person
from coordination.sharing import consent as actions
from coordination.sharing import queries
from coordination.sharing.forms import ConsentForm, WithdrawForm
from coordination.sharing.models import Consent
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def consent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show which agencies the consents cover; who said what only where the case is led."""
    case = get_object_or_404(policy.visible(request.user, Act.VIEW, Case.objects.all()), reference=reference)
    note_reading(request.user, case, "consent")
    return render(
        request,
        "sharing/consent.html",
        {
            "case": case,
            "coverage": queries.coverage(case),
            "people": queries.answers(case, request.user),
            "missing": queries.missing_givers(case),
            "may_record": policy.can(request.user, Act.COORDINATE, case),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def consent_record(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Record what one person says; a new answer replaces the earlier one."""
    rows = policy.visible(request.user, Act.COORDINATE, Person.objects.select_related("case__municipality"))
    giver = get_object_or_404(rows, pk=person, case__reference=reference)
    current = Consent.objects.live().filter(giver=giver).first()
    form = ConsentForm(request.POST or None, case=giver.case, initial=_from(current))
    if request.method == "POST" and form.is_valid():
        actions.record_consent(giver, by=request.user, **form.consent())
        messages.success(request, _("The answer is recorded."))
        return redirect("consent", reference=reference)
    context = {"case": giver.case, "giver": giver, "form": form, "current": current}
    return render(request, "sharing/consent_record.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a consent back, after showing in words what ends with it."""
    rows = policy.visible(request.user, Act.COORDINATE, Consent.objects.select_related("case", "giver"))
    consent = get_object_or_404(rows, pk=pk, ended_at=None)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_consent(consent, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("The consent is withdrawn. Everything that rested on it has ended."))
        return redirect("case", reference=consent.case.reference)
    context = {"case": consent.case, "consent": consent, "form": form, "losing": queries.covered_agencies(consent.case)}
    return render(request, "sharing/consent_withdraw.html", context, status=422 if form.errors else 200)


def _from(consent: Consent | None) -> dict[str, Any]:
    if consent is None:
        return {}
    return {
        "answer": "yes" if consent.given else "no",
        "agencies": [a.pk for a in consent.agencies.all()],
        "topics": consent.topics,
        "form": consent.form,
    }
