"""Pages of the matters about providers: the list, the signal, one matter, its history and paper, the year's figures."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.forms.refusals import attempt
from coordination.history import asides
from coordination.matters import actions, queries, stages
from coordination.matters.forms import SignalForm
from coordination.matters.models import Matter, MatterDraft
from coordination.matters.papers import content_of, pdf_of
from coordination.matters.recording import note
from coordination.papers.render import PaperFailed
from permissions import policy
from permissions.roles import MatterAct

SHOWN = {"mine": gettext_lazy("For me"), "unit": gettext_lazy("My unit"), "all": gettext_lazy("All")}
NOT_KEPT = {"csrfmiddlewaretoken", "draft", "version"}


@login_required
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """List the matters that the reader may read, with amounts and how far they have come."""
    _must_have_matters(request.user)
    found = queries.matters_of(request.user)
    show = request.GET.get("show", "") if request.GET.get("show") in SHOWN else "all"
    rows: list[Any] = list(queries.shown(found, request.user, show))
    going = [m for m in rows if m.is_open]
    context = {
        "groups": [(_("Open matters"), going), (_("Closed matters"), [m for m in rows if not m.is_open])],
        "rows": rows,
        "show": show,
        "segments": [
            {"title": title, "url": f"?show={name}", "current": name == show} for name, title in SHOWN.items()
        ],
        "may_open": bool(policy.agencies_with_matters(request.user)),
        "draft": MatterDraft.objects.filter(owner=request.user.pk).first(),
        "figures": [
            {"value": len(going), "label": _("open matters")},
            {"value": sum(m.waits for m in going), "label": _("wait for the lawyer")},
        ],
        "open_amount": sum((m.amount or Decimal(0) for m in going), Decimal(0)),
    }
    return render(request, "matters/list.html", context)


@login_required
@require_safe
def matters_summary(request: HttpRequest) -> HttpResponse:
    """Show the SEK stopped and recovered, year by year. Nobody's figures: a row is a number of matters."""
    _must_have_matters(request.user)
    years = queries.yearly(request.user)
    total = queries.sums(list(queries.matters_of(request.user).filter(status=Matter.Status.CLOSED)))
    return render(request, "matters/summary.html", {"years": years, "total": total})


@login_required
@require_http_methods(["GET", "POST"])
def matter_new(request: HttpRequest) -> HttpResponse:
    """Record a signal. What is typed is kept as a draft of the writer's own until it is recorded."""
    agencies = policy.agencies_with_matters(request.user)
    if not agencies:
        raise Http404
    if request.method != "POST":
        draft = MatterDraft.objects.filter(owner=request.user.pk).first()
        return _signal_page(request, _as_typed(agencies, draft), draft)
    draft = _keep(request)
    if request.headers.get("X-Fragment"):
        at = date_format(timezone.localtime(), "TIME_FORMAT")
        return JsonResponse({"saved_text": _("Draft saved at %(time)s") % {"time": at}, "version": 0})
    if "draft" in request.POST:
        messages.success(request, _("The draft is saved. Only you can see it."))
        return redirect("matters")
    form = SignalForm(request.POST, agencies=agencies)
    made = _record(request, form, agencies)
    if made is None:
        return _signal_page(request, form, draft)
    draft.delete()
    messages.success(request, _("The signal is recorded as %(reference)s.") % {"reference": made.reference})
    return redirect("matter", made.reference)


@login_required
@require_POST
def matter_draft_discard(request: HttpRequest) -> HttpResponse:
    """Throw the own draft away."""
    _must_have_matters(request.user)
    MatterDraft.objects.filter(owner=request.user.pk).delete()
    messages.success(request, _("The draft is thrown away."))
    return redirect("matters")


@login_required
@require_safe
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one matter, with what comes next on top."""
    found = queries.matter_for(request.user, reference)
    note(found, "read", by=request.user)
    asides.read(request.user, found)
    done, waiting = stages.done_in(found), queries.waiting_triage(found)
    may_rule = waiting is not None and waiting.by_id != request.user.pk
    context = {
        **content_of(found),
        "waiting": waiting,
        "next": stages.next_step(found, done, proposed=waiting is not None),
        "may_work": found.is_open and policy.can_in_matter(request.user, MatterAct.WORK, found),
        "may_rule": may_rule and found.is_open and policy.can_in_matter(request.user, MatterAct.RULE, found),
        "records": found.status in stages.RECORDING,
        "stop_in_force": done.stopped,
        "way": _way(found),
    }
    return render(request, "matters/matter.html", context)


@login_required
@require_safe
def matter_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what happened in a matter, and who read it."""
    found = queries.matter_for(request.user, reference)
    note(found, "read-history", by=request.user)
    rows = queries.history_of(found)
    context = {
        "matter": found,
        "changes": [row for row in rows if not row["is_reading"]],
        "readings": [row for row in rows if row["is_reading"]],
    }
    return render(request, "matters/history.html", context)


@login_required
@require_POST
def matter_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the matter as a PDF, and note that it was made."""
    found = queries.matter_for(request.user, reference)
    try:
        data = pdf_of(found, reader=request.user)
    except PaperFailed:
        messages.error(request, _("The PDF could not be made. Try again in a while."))
        return redirect("matter", reference)
    note(found, "paper", by=request.user)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{found.reference}.pdf") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _must_have_matters(user: Any) -> None:
    if not policy.agencies_with_matters(user, MatterAct.READ):
        raise Http404


def _record(request: HttpRequest, form: SignalForm, agencies: list) -> Matter | None:
    if not form.is_valid():
        return None
    said = form.cleaned_data
    agency = next(a for a in agencies if a == said.pop("agency", agencies[0]))
    return attempt(form, lambda: actions.open_matter(by=request.user, agency=agency, **said))


def _keep(request: HttpRequest) -> MatterDraft:
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    draft, _new = MatterDraft.objects.update_or_create(owner_id=request.user.pk, defaults={"data": typed})
    return draft


def _as_typed(agencies: list, draft: MatterDraft | None) -> SignalForm:
    """Return the form with what the draft holds, not judged."""
    form = SignalForm(agencies=agencies)
    if draft is not None:
        typed: Any = QueryDict(mutable=True)
        for name, values in draft.data.items():
            typed.setlist(name, values)
        form.initial = {n: field.widget.value_from_datadict(typed, {}, n) for n, field in form.fields.items()}
    return form


def _signal_page(request: HttpRequest, form: SignalForm, draft: MatterDraft | None) -> HttpResponse:
    return render(request, "matters/new.html", {"form": form, "draft": draft}, status=422 if form.errors else 200)


def _way(found: Matter) -> list[dict[str, Any]]:
    """Return the stages with the one where the matter stands."""
    order = list(Matter.Status)
    now = order.index(Matter.Status(found.status))
    words = {"done": _("Done"), "now": _("The matter is here"), "todo": _("Not yet")}
    last = Matter.Status.CLOSED
    rows = []
    for place, status in enumerate(order):
        state = "now" if place == now and status != last else "done" if place <= now else "todo"
        rows.append({"number": place + 1, "title": status.label, "state": state, "state_text": words[state], "url": ""})
    return rows
