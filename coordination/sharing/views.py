"""Pages for consent: who said what, and what it opens."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.cases.models import Case
from coordination.forms.refusals import add_refusal
from coordination.history.recording import note_reading
from coordination.people.consenting import may_be_asked
from coordination.people.models import Person
from coordination.sharing import consent as actions
from coordination.sharing import queries
from coordination.sharing.effects import Effect
from coordination.sharing.forms import ConsentForm, WithdrawForm
from coordination.sharing.models import Consent, Topic
from coordination.sharing.silence.queries import reviews_of
from coordination.sharing.standing import answers
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def consent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show which agencies the consents cover; who said what only where the case is led."""
    case = get_object_or_404(policy.visible(request.user, Act.VIEW, Case.objects.all()), reference=reference)
    note_reading(request.user, case, "consent")
    may_record = policy.can(request.user, Act.COORDINATE, case)
    context = {
        "case": case,
        "coverage": queries.coverage(case),
        "people": answers(case, request.user),
        "missing": queries.missing_givers(case),
        "may_record": may_record,
        "reviews": reviews_of(case) if may_record else [],
    }
    return render(request, "sharing/consent.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def consent_record(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """Record what one person says, after showing in words what it opens and closes; it replaces the earlier answer."""
    rows = policy.visible(request.user, Act.COORDINATE, Person.objects.select_related("case__municipality"))
    giver = get_object_or_404(rows, pk=person, case__reference=reference)
    current = giver.consents.filter(ended_at=None).first()
    form = ConsentForm(request.POST or None, case=giver.case, giver=giver, initial=_from(current))
    context = {"case": giver.case, "giver": giver, "form": form, "current": current, "asked": may_be_asked(giver)}
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        if "confirmed" not in request.POST:
            context["effect"] = Effect(giver.case, {giver: form.consent()})
            return render(request, "sharing/consent_preview.html", context)
        try:
            actions.record_consent(giver, by=request.user, **form.consent())
        except ValidationError as error:
            context["form"] = form = _refused(request, giver, error)
        else:
            messages.success(request, _("The answer is recorded."))
            return redirect("consent", reference=reference)
    return render(request, "sharing/consent_record.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a consent back, after showing in words what ends with it."""
    rows = policy.visible(request.user, Act.COORDINATE, Consent.objects.select_related("case", "giver"))
    consent = get_object_or_404(rows, pk=pk, ended_at=None)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(consent, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The consent is withdrawn. Everything that rested on it has ended."))
            return redirect("case", reference=consent.case.reference)
    effect = Effect(consent.case, {consent.giver: {"given": False, "agencies": [], "topics": []}})
    freezes = consent.giver.must_consent_now and consent.case.is_open
    context = {"case": consent.case, "consent": consent, "form": form, "effect": effect, "freezes": freezes}
    return render(request, "sharing/consent_withdraw.html", context, status=422 if form.errors else 200)


def _refused(request: HttpRequest, giver: Person, error: ValidationError) -> ConsentForm:
    """Return the form as typed, with why it was refused, over the answer that is in force now."""
    data, current = request.POST.copy(), giver.consents.filter(ended_at=None).first()
    data["replaces"] = str(current.pk) if current else ""
    form = ConsentForm(data, case=giver.case, giver=giver)
    add_refusal(form, error)
    return form


def _from(consent: Consent | None) -> dict[str, Any]:
    """Return what a new answer is prefilled with: the earlier one, but for its days and what the person was told."""
    if consent is None:
        return {}
    return {
        "answer": "yes" if consent.given else "no",
        "agencies": [a.pk for a in consent.agencies.all()],
        "topics": consent.topics if consent.given else Topic.values,
        "form": consent.form,
        "language": consent.language,
        "interpreter": consent.interpreter,
        "view_of_child": consent.view_of_child,
        "replaces": str(consent.pk),
    }
