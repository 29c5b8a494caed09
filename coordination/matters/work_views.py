"""The pages on which a matter is worked on: each is one form and one action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from coordination.forms.refusals import done
from coordination.matters import actions, deciding, queries, stages
from coordination.matters.forms import (
    CheckForm,
    CloseForm,
    ContractForm,
    InspectionForm,
    NoticeForm,
    RowForm,
    RuleForm,
    TriageForm,
)
from coordination.matters.models import Matter, MatterNotice
from permissions.roles import MatterAct

NOTICES = {
    MatterNotice.Kind.NOTIFY: (
        gettext_lazy("Notify the paying agency"),
        gettext_lazy(
            "The act 2008:206 obliges whoever has reason to believe that a payment is wrong. Send it, and note it here."
        ),
    ),
    MatterNotice.Kind.EXCHANGE: (
        gettext_lazy("Answer an agency that asked"),
        gettext_lazy(
            "The act 2024:307 lets the agencies it lists get what they need against wrong payments. No client data."
        ),
    ),
    MatterNotice.Kind.POLICE: (
        gettext_lazy("Decide on a police report"),
        gettext_lazy(
            "The report itself is made to the police. Here stands that it was, or why not, and on which ground."
        ),
    ),
    MatterNotice.Kind.HAND_OVER: (
        gettext_lazy("Leave a tip outside the municipality’s mandate"),
        gettext_lazy(
            "The municipality takes no part there. It may leave a tip; bank data are neither asked for nor stored."
        ),
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a row of what was billed."""
    matter, form = _matter(request, reference), RowForm(request.POST or None)
    return _page(
        request,
        matter,
        form,
        lambda: actions.add_row(matter, by=request.user, **form.cleaned_data),
        title=_("Add an invoice row"),
        lead=_("Only hours and periods from the invoices. A carer is a number, a client is not named at all."),
        submit=_("Add the row"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def triage(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose what the signal is."""
    matter, form = _matter(request, reference), TriageForm(request.POST or None)
    return _page(
        request,
        matter,
        form,
        lambda: actions.propose_triage(matter, by=request.user, **form.cleaned_data),
        title=_("Triage the signal"),
        lead=_("You propose, the municipality’s lawyer agrees or sends it back."),
        submit=_("Propose"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a triage as the lawyer."""
    matter, form = _matter(request, reference, MatterAct.RULE), RuleForm(request.POST or None)
    waiting = queries.waiting_triage(matter)
    if waiting is None and not form.is_bound:
        messages.info(request, _("No triage waits for an answer."))
        return redirect(matter)
    if waiting is not None and waiting.by_id == request.user.pk:
        raise PermissionDenied(_("Triage takes two: somebody else answers what you proposed."))
    return _page(
        request,
        matter,
        form,
        lambda: actions.rule_on_triage(
            matter, by=request.user, agree=form.cleaned_data["agree"] == "yes", answer=form.cleaned_data["answer"]
        ),
        title=_("Answer the triage"),
        lead=_("With your word the triage counts. The checks can begin."),
        submit=_("Save the answer"),
        waiting=waiting,
    )


@login_required
@require_POST
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the checks."""
    matter = _matter(request, reference)
    try:
        actions.begin_checks(matter, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The checks have begun."))
    return redirect(matter)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Record the result of a check; ``?check=`` chooses it beforehand."""
    matter = _matter(request, reference)
    initial = {"check": request.GET.get("check", "")}
    form = CheckForm(request.POST or None, municipality=matter.agency.municipality, initial=initial)

    def apply() -> Any:
        phase, _colon, code = form.cleaned_data.pop("check").partition(":")
        return actions.record_check(matter, by=request.user, code=code, phase=phase, **form.cleaned_data)

    return _page(
        request,
        matter,
        form,
        apply,
        title=_("Record a check"),
        lead=_("What the register says of the company, on which day. A check done again is a row of its own."),
        submit=_("Save the check"),
        begun=True,
    )


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record what was sent, or that nothing is."""
    matter = _matter(request, reference)
    if kind not in NOTICES:
        raise Http404
    form = NoticeForm(request.POST or None, kind=kind, municipality=matter.agency.municipality)

    def apply() -> Any:
        said = form.said()
        if form.cleaned_data.get("sends") == "no":
            return deciding.decide_not_to_send(
                matter, by=request.user, kind=kind, reason=said["reason"], on=said["sent_on"]
            )
        return deciding.send(matter, by=request.user, kind=kind, **said)

    title, lead = NOTICES[MatterNotice.Kind(kind)]
    return _page(request, matter, form, apply, title=title, lead=lead, submit=_("Record it"), begun=True)


@login_required
@require_http_methods(["GET", "POST"])
def contract(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a decision on the contract or the payments."""
    matter, form = _matter(request, reference), ContractForm(request.POST or None)
    return _page(
        request,
        matter,
        form,
        lambda: deciding.decide_contract(matter, by=request.user, **form.cleaned_data),
        title=_("Record a decision on the contract"),
        lead=_("The board decides, or the post it has delegated to. A payment stop can be recorded at once."),
        submit=_("Record the decision"),
        begun=True,
    )


@login_required
@require_http_methods(["GET", "POST"])
def inspection(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a joint inspection."""
    matter = _matter(request, reference)
    form = InspectionForm(request.POST or None, municipality=matter.agency.municipality)

    def apply() -> Any:
        said = form.cleaned_data
        return actions.record_inspection(
            matter, by=request.user, on=said["on"], purpose=said["purpose"], parties=form.parties()
        )

    return _page(
        request,
        matter,
        form,
        apply,
        title=_("Record a joint inspection"),
        lead=_("Several agencies visit together. None borrows the powers of another, and each keeps its own notes."),
        submit=_("Record the inspection"),
        begun=True,
    )


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the matter with what came of it."""
    matter = _matter(request, reference)
    so_far = stages.done_in(matter)
    reasons = {end.value: stages.why_not(end, matter, so_far) for end in Matter.End}
    form = CloseForm(request.POST or None, reasons=reasons, initial={"stopped": queries.stopped_so_far(matter)})
    return _page(
        request,
        matter,
        form,
        lambda: actions.close_matter(matter, by=request.user, **form.cleaned_data),
        title=_("Close the matter"),
        lead=_("It stays in the list with its amounts, and nothing more can be added."),
        submit=_("Close the matter"),
    )


def _matter(request: HttpRequest, reference: str, act: MatterAct = MatterAct.WORK) -> Matter:
    return queries.matter_for(request.user, reference, act)


def _page(
    request: HttpRequest, matter: Matter, form: Form, apply: Callable[[], Any], *, begun: bool = False, **shown: Any
) -> HttpResponse:
    """Do what the form asks and go back to the matter, or show the form with what is wrong.

    ``begun``: not before the checks have begun. Nobody is let type where nothing can be recorded.
    """
    if not form.is_bound and not (matter.is_open and (not begun or matter.status in stages.RECORDING)):
        closed, early = _("The matter is closed."), _("First the signal is triaged and the checks begun.")
        messages.info(request, early if matter.is_open else closed)
        return redirect(matter)
    if done(form, apply):
        messages.success(request, _("It is recorded."))
        return redirect(matter)
    context = {"matter": matter, "form": form, **shown}
    return render(request, "matters/form.html", context, status=422 if form.errors else 200)
