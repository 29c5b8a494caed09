"""Pages for unit managers: what waits for their approval."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms import LongText, RadioCards
from coordination.forms.refusals import add_refusal
from coordination.history.recording import note_reading
from coordination.sharing.approving import approve_disclosure, refuse_disclosure
from coordination.sharing.models import Disclosure
from permissions import policy

ROWS = "entry__case", "entry__agency", "entry__author", "entry__document", "agency", "basis", "disclosed_by"


class DecisionForm(forms.Form):
    """Yes, or no with a reason."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Do you approve?"),
        choices=[("yes", gettext_lazy("Yes, it may be shared")), ("no", gettext_lazy("No"))],
        widget=RadioCards,
    )
    reason = forms.CharField(
        label=gettext_lazy("If not, why?"),
        max_length=300,
        required=False,
        widget=LongText(300, rows=2),
        help_text=gettext_lazy("The one who proposed it reads this. The other agency does not."),
    )

    def clean(self) -> dict:
        """A no has a reason."""
        data = super().clean() or {}
        if data.get("decision") == "no" and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why."))
        return data


@login_required
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """List what waits for the reader's approval, the longest waiting first."""
    if not policy.leads_a_unit(request.user):
        raise Http404
    rows = policy.approvable(request.user, Disclosure.objects.select_related(*ROWS)).order_by("valid_from", "pk")
    return render(request, "sharing/approvals/approvals.html", {"waiting": list(rows)})


@login_required
@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is to be shared, with whom, on what ground and why, and take the decision."""
    rows: QuerySet = Disclosure.objects.select_related(*ROWS)
    if request.method == "GET":
        rows = policy.approvable(request.user, rows)
    found = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        outcome = _decide(request, found, form)
        if outcome is not None:
            return outcome
    note_reading(request.user, found.case, "approval", found.entry)
    conditions = [text for code, text in found.basis.checklist if code in found.conditions_ticked]
    context = {"d": found, "entry": found.entry, "case": found.case, "form": form, "conditions": conditions}
    return render(request, "sharing/approvals/approval.html", context, status=422 if form.errors else 200)


def _decide(request: HttpRequest, found: Disclosure, form: DecisionForm) -> HttpResponse | None:
    """Decide as the form says; None shows the form again with what is wrong, to those who may still see it."""
    if not form.is_valid():
        _must_be_theirs(request.user, found)
        return None
    said = form.cleaned_data
    try:
        if said["decision"] == "yes":
            approve_disclosure(found, by=request.user)
        else:
            refuse_disclosure(found, by=request.user, reason=said["reason"])
    except ValidationError as error:
        if getattr(error, "code", "") == "decided":
            messages.warning(request, " ".join(error.messages))
            return redirect("approvals")
        add_refusal(form, error)
        return None
    words = _("Approved. They can read it now.") if said["decision"] == "yes" else _("Refused. The proposer is told.")
    messages.success(request, words)
    return redirect("approvals")


def _must_be_theirs(user: Any, found: Disclosure) -> None:
    get_object_or_404(policy.approvable(user, Disclosure.objects.all()), pk=found.pk)
