"""The search for a person: an identity number or a reference, by POST, so that it is in no address and no log."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from coordination.access import pointing
from coordination.access.forms import PointerForm
from coordination.forms.refusals import attempt


@login_required
@require_http_methods(["GET", "POST"])
def search_person(request: HttpRequest) -> HttpResponse:
    """Say whether there is something the searcher may know of, and nothing else."""
    user: Any = request.user
    form, found = PointerForm(request.POST or None), None
    if form.is_bound and form.is_valid():
        found = attempt(form, lambda: pointing.search(by=user, **form.cleaned_data))
        form = PointerForm() if found else form
    context = {"form": form, "found": found}
    return render(request, "access/search_person.html", context, status=422 if form.is_bound else 200)
