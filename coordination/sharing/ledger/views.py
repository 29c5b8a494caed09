"""The pages of what was given and received: in one case, and over all cases of an agency."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.history import export
from coordination.history.queries import case_with_history, cut
from coordination.history.recording import note_reading
from coordination.sharing.ledger import queries, rows
from coordination.sharing.ledger.forms import AgencyLedgerFilter, LedgerFilter
from permissions import policy
from permissions.roles import Act


@login_required
@require_safe
def case_ledger(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the reader's agency gave and got in a case; to who audits it, every row without words."""
    case = _case(request, reference)
    with timezone.override(ZoneInfo(case.municipality.time_zone)):
        form, found, mine = _of_case(request, case)
        context = {
            "case": case,
            "form": form,
            "list": _list(request, found, form, mine),
            "audits": _audits(request, case),
            "clear_url": request.path,
        }
        note_reading(request.user, case, "ledger")
        return render(request, "sharing/ledger/case.html", context)


@login_required
@require_safe
def case_ledger_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out what the page shows with this filter, as a file."""
    case = _case(request, reference)
    with timezone.override(ZoneInfo(case.municipality.time_zone)):
        _form, found, mine = _of_case(request, case)
        text = "".join(export.lines(rows.table(rows.lines(request.user, found, mine))))
    note_reading(request.user, case, "ledger-file")
    return _file(text, f"{case.reference}-ledger.csv")


@login_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show what one of the reader's agencies (``?agency=``) gave and got, over all cases they have access to."""
    agency, own = _own_agency(request)
    if agency is None:
        return render(request, "sharing/ledger/agency.html", {"agency": None})
    form, found = _of_agency(request, agency, own)
    shown = _list(request, found, form, {agency.pk})
    for case in {line.disclosure.case for line in shown["lines"]}:
        note_reading(request.user, case, "ledger")
    context = {"agency": agency, "form": form, "list": shown, "clear_url": f"{request.path}?agency={agency.pk}"}
    return render(request, "sharing/ledger/agency.html", context)


@login_required
@require_safe
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """Hand out what the page of the agency shows with this filter, as a file."""
    agency, own = _own_agency(request)
    if agency is None:
        raise Http404
    _form, found = _of_agency(request, agency, own)
    lines = rows.lines(request.user, found, {agency.pk})
    for case in {line.disclosure.case for line in lines}:
        note_reading(request.user, case, "ledger-file")
    return _file("".join(export.lines(rows.table(lines))), "ledger.csv")


def _case(request: HttpRequest, reference: str) -> Case:
    """Return the case if the reader works in it, or audits it as a unit manager."""
    try:
        return case_with_history(request.user, reference, Act.VIEW)
    except ObjectDoesNotExist:
        pass
    try:
        return case_with_history(request.user, reference, Act.AUDIT)
    except ObjectDoesNotExist:
        raise Http404 from None


def _audits(request: HttpRequest, case: Case) -> bool:
    """Say whether the reader sees the rows only because they audit the case."""
    return not policy.agencies_for(request.user, Act.VIEW, case)


def _of_case(request: HttpRequest, case: Case) -> tuple[LedgerFilter, QuerySet, set]:
    mine = queries.own_agencies(request.user, case)
    known = queries.disclosures_for(request.user, case=case)
    form = LedgerFilter(request.GET, agencies=queries.agencies_in(known), grounds=queries.grounds_in(known))
    return form, queries.chosen(known, form.wanted, mine), mine


def _own_agency(request: HttpRequest) -> tuple[Agency | None, list[Agency]]:
    """Return the agency asked for, if the reader has a post there (else their first one), and all of theirs."""
    user: Any = request.user
    own = list({post.agency_id: post.agency for post in user.posts}.values())
    asked = request.GET.get("agency")
    return next((a for a in own if str(a.pk) == asked), own[0] if own else None), own


def _of_agency(request: HttpRequest, agency: Agency, own: list[Agency]) -> tuple[LedgerFilter, QuerySet]:
    known = queries.disclosures_for(request.user, agency=agency)
    others = [a for a in queries.agencies_in(known) if a.pk != agency.pk]
    form = AgencyLedgerFilter(request.GET, own=own, agencies=others, grounds=queries.grounds_in(known))
    return form, queries.chosen(known, form.wanted, {agency.pk})


def _list(request: HttpRequest, found: QuerySet, form: LedgerFilter, mine: set) -> dict[str, Any]:
    """Return one page of lines, with the addresses of the pages beside it."""
    page = cut(found, before=_key(request, "before"), after=_key(request, "after"))
    kept = form.kept().urlencode()

    def url(name: str, pk: Any) -> str:
        return f"?{name}={pk}{f'&{kept}' if kept else ''}" if pk else ""

    return {
        "lines": rows.lines(request.user, page.rows, mine),
        "total": found.count(),
        "older": url("before", page.older),
        "newer": url("after", page.newer),
        "query": kept,
    }


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _file(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text.encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
