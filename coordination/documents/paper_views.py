"""Pages for papers: asking for one, watching it being made, fetching it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coordination.cases.models import Case
from coordination.documents import papers, storage
from coordination.documents.models import Paper
from coordination.documents.views import file_response
from coordination.history.recording import note_reading
from coordination.papers.registry import BUILDERS
from coordination.people.models import Person
from coordination.people.protecting import mail_warning
from permissions import policy
from permissions.roles import Act

LANGUAGES = ("sv", "fi", "en")
AUDITED = (Paper.Kind.HISTORY, Paper.Kind.LEDGER)  # for who may audit, without seeing the case


@login_required
@require_POST
def paper_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a paper: POST ``kind``, ``about`` (a plan, meeting or person), ``language``, ``person`` it is for."""
    acts = (Act.VIEW, Act.AUDIT)
    rows = [policy.visible(request.user, act, Case.objects.all()) for act in acts]
    case = rows[0].filter(reference=reference).first() or get_object_or_404(rows[1], reference=reference)
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    if kind not in BUILDERS:
        raise Http404
    chosen = language if language in LANGUAGES else ""
    wanted: dict[str, Any] = {"kind": kind, "about": _uuid(request.POST.get("about")), "person": _person(request, case)}
    try:
        paper = papers.request_paper(case, by=request.user, language=chosen, **wanted)
    except ValidationError as error:
        context = {"case": case, "reasons": error.messages, "kind": Paper.Kind(kind).label}
        return render(request, "documents/paper_refused.html", context, status=422)
    return redirect("paper", pk=paper.pk)


@login_required
@require_safe
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how far a paper has come; the page renews itself until it is ready."""
    found = get_object_or_404(_mine(request), pk=pk)
    part = "X-Fragment" in request.headers
    template = "documents/_paper.html" if part else "documents/paper.html"
    context = {"paper": found, "case": found.case, "mail_warning": mail_warning(found.case)}
    return render(request, template, context)


@login_required
@require_safe
def paper_file(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand out a finished paper to the one it was made for, if they may still see the case."""
    found = get_object_or_404(_mine(request), pk=pk, state=Paper.State.READY)
    if found.person_id and not papers.still_holds(found):
        messages.error(request, _("What may be shown to this person has changed since. Make the paper anew."))
        return redirect("paper", pk=pk)
    note_reading(request.user, found.case, "paper", found)
    return file_response(storage.read(found.path), "application/pdf", f"{found.case.reference}-{found.kind}.pdf")


def _mine(request: HttpRequest) -> QuerySet[Paper]:
    rows = Paper.objects.select_related("case__municipality", "requested_by", "person")
    audited = policy.visible(request.user, Act.AUDIT, rows.filter(kind__in=AUDITED))
    return policy.visible(request.user, Act.VIEW, rows) | audited


def _person(request: HttpRequest, case: Case) -> Person | None:
    """Return the one of the family a paper is for, if one is chosen."""
    pk = _uuid(request.POST.get("person"))
    rows = policy.visible(request.user, Act.VIEW, Person.objects.filter(case=case))
    return get_object_or_404(rows, pk=pk) if pk else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
