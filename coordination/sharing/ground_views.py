"""Pages of the catalogue of legal grounds: everybody who is logged in reads it, a lawyer rules on it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.sharing import catalogue
from coordination.sharing.ground_forms import GroundFilter, RulingForm
from coordination.sharing.models import LegalBasis
from coordination.sharing.rulings import rule_on
from permissions import policy


@login_required
@require_safe
def grounds(request: HttpRequest) -> HttpResponse:
    """List the grounds of law; from the start those of the reader's own country."""
    places = _own(request)
    countries = {place.country for place in places}
    asked = request.GET.copy()
    if "country" not in asked and len(countries) == 1:
        asked["country"] = countries.pop()
    filters = GroundFilter(asked)
    chosen = filters.chosen()
    context = {
        "filters": filters,
        "chips": _chips(filters, chosen),
        "rows": catalogue.listed(catalogue.newest(**chosen), places),
        "narrowed": bool(chosen["kind"] or chosen["verified"]),
    }
    return render(request, "grounds/list.html", context)


@login_required
@require_safe
def ground(request: HttpRequest, code: str) -> HttpResponse:
    """Show one ground with its conditions, its versions and what was ruled on it."""
    versions = _versions(code)
    newest, places = versions[0], _own(request)
    context = {
        "basis": newest,
        "listed": catalogue.listed([newest], places)[0],
        "facts": catalogue.facts(newest),
        "older": versions[1:],
        "rulings": catalogue.rulings(newest, places),
        "may_rule": bool(_ruled_by(request, newest)),
    }
    return render(request, "grounds/ground.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ground_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Let a lawyer approve a ground, switch it off or annotate it."""
    basis = _versions(code)[0]
    places = _ruled_by(request, basis)
    if not places:
        raise Http404
    form = RulingForm(request.POST or None, basis=basis, municipalities=places)
    if request.method == "POST" and form.is_valid():
        try:
            rule_on(basis, by=request.user, **form.ruled())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("What you said of the ground is saved."))
            return redirect("ground", code=code)
    context = {"basis": basis, "form": form, "place": form.only}
    return render(request, "grounds/rule.html", context, status=422 if form.errors else 200)


def _versions(code: str) -> list[LegalBasis]:
    found = list(LegalBasis.objects.filter(code=code).order_by("-version"))
    if not found:
        raise Http404
    return found


def _own(request: HttpRequest) -> list:
    """Return the municipalities in which the reader holds a post."""
    user: Any = request.user
    return list({m.agency.municipality_id: m.agency.municipality for m in user.posts}.values())


def _ruled_by(request: HttpRequest, basis: LegalBasis) -> list:
    return [m for m in policy.municipalities_to_rule_for(request.user) if m.country == basis.country]


def _chips(filters: GroundFilter, chosen: dict[str, str]) -> list[dict[str, str]]:
    chips = []
    for name in ("kind", "verified"):
        if chosen[name]:
            query = urlencode({key: value for key, value in chosen.items() if key != name})
            labels = dict(filters.fields[name].choices)  # type: ignore[attr-defined]
            text = f"{filters.fields[name].label}: {labels[chosen[name]]}"
            chips.append({"text": text, "url": f"{reverse('grounds')}?{query}"})
    return chips
