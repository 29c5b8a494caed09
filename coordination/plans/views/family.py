"""The page before an extract for the family is made: what goes to whom, and what is left out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.history.recording import note_reading
from coordination.people.wishes import family_of
from coordination.plans.family import extract_for
from coordination.plans.views.common import case_of


@login_required
@require_safe
def family_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose one of the family (``?person=``), and see what an extract for them would hold."""
    case = case_of(request, reference)
    family = family_of(case)
    chosen = next((pair for pair in family if str(pair[0].pk) == request.GET.get("person")), None)
    context = {"case": case, "family": family}
    if chosen:
        context |= {"chosen": chosen[0], "may": chosen[1], "extract": extract_for(request.user, case, chosen[0])}
    note_reading(request.user, case, "entries")
    return render(request, "plans/family_paper.html", context)
