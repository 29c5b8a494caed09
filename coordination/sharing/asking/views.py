"""Pages of requests for information: asking, the list of a case, one thread, and its answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.forms.refusals import attempt
from coordination.history.recording import note_reading
from coordination.sharing.asking import actions
from coordination.sharing.asking.forms import AskForm, WordForm
from coordination.sharing.asking.models import InfoRequest
from coordination.sharing.entry_views import own_agency
from coordination.sharing.grounds import offers
from coordination.sharing.models import Disclosure, Entry, LegalBasis
from permissions import policy
from permissions.roles import Act

ROWS = "case", "from_agency", "to_agency", "asked_by", "basis"
DUTIES = (LegalBasis.Kind.DUTY, LegalBasis.Kind.ON_REQUEST)


@login_required
@require_safe
def info_requests(request: HttpRequest, reference: str) -> HttpResponse:
    """List the requests between the reader's agency and others in this case."""
    case = _case(request, Act.VIEW, reference)
    rows = policy.visible(request.user, Act.VIEW, InfoRequest.objects.filter(case=case)).select_related(*ROWS)
    note_reading(request.user, case, "info-requests")
    context = {"case": case, "requests": list(rows), "may_ask": policy.can(request.user, Act.WRITE, case)}
    return render(request, "sharing/asking/requests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def info_request_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask another agency of the case for information."""
    user, case = request.user, _case(request, Act.WRITE, reference)
    agency = own_agency(request, case)
    there = case.participations.filter(status="accepted").exclude(agency=agency)
    others = Agency.objects.filter(pk__in=there.values("agency")).select_related("municipality").order_by("name")
    duties = {b.pk: b for other in others for b in offers(case, other, agency) if b.kind in DUTIES}
    form = AskForm(request.POST or None, others=others, bases=list(duties.values()))
    valid = request.method == "POST" and form.is_valid()
    if valid and (made := attempt(form, lambda: actions.ask(case, by=user, agency=agency, **form.cleaned_data))):
        messages.success(request, _("The request is sent."))
        return redirect("info_request", pk=made.pk)
    context = {"case": case, "form": form, "agency": agency, "others": others}
    return render(request, "sharing/asking/ask.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def info_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one request with its thread, to the two agencies."""
    found = _request(request, Act.VIEW, pk)
    mine = set(policy.agencies_for(request.user, Act.WRITE, found.case))
    readable = set(
        policy.visible(request.user, Act.VIEW, Entry.objects.filter(case=found.case)).values_list("pk", flat=True)
    )
    note_reading(request.user, found.case, "info-request", found)
    replies = found.replies.select_related("agency", "author").prefetch_related("disclosures__entry")
    context = {
        "case": found.case,
        "found": found,
        "replies": [{"reply": r, "given": _given(r.disclosures.all(), readable)} for r in replies],
        "may_answer": found.is_open and found.to_agency_id in mine,
        "may_withdraw": found.is_open and found.from_agency_id in mine,
        "may_write": bool(mine),
    }
    return render(request, "sharing/asking/request.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def info_request_refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no, with a reason."""
    found = _request(request, Act.WRITE, pk)
    _must_be(request, found, found.to_agency_id)
    title, label = _("Refuse the request?"), _("Why do you refuse?")
    lead = _("The agency that asked reads the reason. It can be on secrecy: say which, but not what it hides.")
    return _word(request, found, actions.refuse, "reason", title=title, label=label, lead=lead, submit=_("Refuse"))


@login_required
@require_http_methods(["GET", "POST"])
def info_request_remark(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to the other agency about the request."""
    found = _request(request, Act.WRITE, pk)
    title, label = _("Write a remark"), _("Remark")
    lead = _("For a question back or a clarification. What you tell about the family is shared at the desk, not here.")
    return _word(request, found, actions.remark, "text", title=title, label=label, lead=lead, submit=_("Send"))


@login_required
@require_POST
def info_request_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a request back."""
    found = _request(request, Act.WRITE, pk)
    _must_be(request, found, found.from_agency_id)
    try:
        actions.withdraw(found, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("The request is withdrawn."))
    return redirect("info_request", pk=found.pk)


def _word(request: HttpRequest, found: InfoRequest, act: Any, name: str, *, label: str, **texts: Any) -> HttpResponse:
    form = WordForm(request.POST or None, label=label)
    if request.method == "POST" and form.is_valid():
        try:
            act(found, by=request.user, **{name: form.cleaned_data["text"]})
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is sent."))
            return redirect("info_request", pk=found.pk)
    context = {"case": found.case, "found": found, "form": form, **texts}
    return render(request, "sharing/asking/word.html", context, status=422 if form.errors else 200)


def _given(disclosures: Any, readable: set) -> list[dict[str, Any]]:
    """Return what was given with an answer: by its name to those who may read it, else only that it was."""
    return [
        {"d": d, "readable": d.entry_id in readable, "waits": d.approval_needed and d.approved_at is None}
        for d in sorted(disclosures, key=_oldest_first)
    ]


def _oldest_first(disclosure: Disclosure) -> Any:
    return disclosure.valid_from


def _case(request: HttpRequest, act: Act, reference: str) -> Case:
    rows = Case.objects.select_related("municipality").prefetch_related("people")
    return get_object_or_404(policy.visible(request.user, act, rows), reference=reference)


def _request(request: HttpRequest, act: Act, pk: UUID) -> InfoRequest:
    rows = policy.visible(request.user, act, InfoRequest.objects.select_related(*ROWS))
    return get_object_or_404(rows, pk=pk)


def _must_be(request: HttpRequest, found: InfoRequest, agency: Any) -> None:
    if agency not in policy.agencies_for(request.user, Act.WRITE, found.case):
        raise PermissionDenied
