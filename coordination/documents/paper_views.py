"""Pages for papers: asking for one, watching it being made, fetching it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from coordination.cases.models import Case
from coordination.documents import papers, storage
from coordination.documents.models import Paper
from coordination.documents.views import file_response
from coordination.history.recording import note_reading
from coordination.papers.registry import BUILDERS
from permissions import policy
from permissions.roles import Act

LANGUAGES = ("sv", "fi", "en")


@login_required
@require_POST
def paper_request(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a paper: POST ``kind``, ``about`` (a plan, meeting or person) and ``language``."""
    acts = (Act.VIEW, Act.AUDIT)
    rows = [policy.visible(request.user, act, Case.objects.all()) for act in acts]
    case = rows[0].filter(reference=reference).first() or get_object_or_404(rows[1], reference=reference)
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    if kind not in BUILDERS:
        raise Http404
    chosen = language if language in LANGUAGES else translation.get_language()[:2]
    paper = papers.request_paper(
        case, by=request.user, kind=kind, about=_uuid(request.POST.get("about")), language=chosen
    )
    return redirect("paper", pk=paper.pk)


@login_required
@require_safe
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """Show how far a paper has come; the page renews itself until it is ready."""
    found = get_object_or_404(_mine(request), pk=pk)
    part = "X-Fragment" in request.headers
    template = "documents/_paper.html" if part else "documents/paper.html"
    return render(request, template, {"paper": found, "case": found.case})


@login_required
@require_safe
def paper_file(request: HttpRequest, pk: str) -> HttpResponse:
    """Hand out a finished paper to the one it was made for, if they may still see the case."""
    found = get_object_or_404(_mine(request), pk=pk, state=Paper.State.READY)
    note_reading(request.user, found.case, "paper", found)
    return file_response(storage.read(found.path), "application/pdf", f"{found.case.reference}-{found.kind}.pdf")


def _mine(request: HttpRequest) -> QuerySet[Paper]:
    rows = Paper.objects.select_related("case")
    history = policy.visible(request.user, Act.AUDIT, rows.filter(kind=Paper.Kind.HISTORY))
    return policy.visible(request.user, Act.VIEW, rows) | history


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error
