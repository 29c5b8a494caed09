"""The start page and the search."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from coordination.cases.models import Case
from coordination.cases.queries import findable
from coordination.overview import start as page
from coordination.overview.context import Page
from coordination.places.listing.overview import hub, whole
from permissions import policy
from permissions.roles import Act

MOST = 25


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Show what needs the reader now."""
    part = request.GET.get("part") == "now"
    if not part and Page(request).works_on_places:
        context = page.everything(request.user) | whole(request.user)
        return render(request, "overview/start_places.html", context)
    context = page.everything(request.user) | hub(request.user)
    return render(request, "overview/start/now.html" if part else "overview/start.html", context)


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find a case by its reference, and by nothing else."""
    sought = request.GET.get("q", "").strip()[:30]
    rows = findable(policy.visible(request.user, Act.SEE_COVER, Case.objects.all()), request.user)
    found = list(rows.filter(reference__icontains=sought)[:MOST]) if sought else []
    if len(found) == 1:
        return redirect("case", found[0].reference)
    return render(request, "overview/search.html", {"sought": sought, "found": found})
