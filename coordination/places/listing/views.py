"""The first page of the work on places, the list of places, and the log of all of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordination.forms.refusals import done
from coordination.places import log
from coordination.places.listing import actions
from coordination.places.listing.forms import PlaceForm
from coordination.places.listing.overview import whole
from coordination.places.models import Place, PlaceEvent
from permissions import places as door
from permissions.places import PlaceAct

A_PAGE = 50


@login_required
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show what there is to do on places, for who takes part in this work."""
    municipality = door.municipality(request.user, PlaceAct.SEE)
    return render(request, "places/places.html", {"municipality": municipality, **whole(request.user)})


@login_required
@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """List the places of the municipality, those no longer in use last."""
    municipality = door.municipality(request.user, PlaceAct.CARE)
    rows = Place.objects.filter(municipality=municipality).select_related("area").order_by("retired_at", "name")
    return render(request, "places/place_list.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def place_new(request: HttpRequest) -> HttpResponse:
    """Add a place to the list."""
    municipality = door.municipality(request.user, PlaceAct.CARE)
    form = PlaceForm(request.POST or None, municipality=municipality, new=True)
    if done(form, lambda: actions.add_place(municipality, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The place is in the list."))
        return redirect("place_list")
    return _form(request, form, _("Add a place"))


@login_required
@require_http_methods(["GET", "POST"])
def place_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a place of the list."""
    rows = door.visible(request.user, PlaceAct.CARE, Place.objects.select_related("municipality"))
    place = get_object_or_404(rows, pk=pk)
    said: dict[str, Any] = {name: getattr(place, name) for name in ("name", "area", "east", "north")}
    said["retired"] = place.retired_at is not None
    form = PlaceForm(request.POST or None, municipality=place.municipality, new=False, initial=said)
    if done(form, lambda: actions.change_place(place, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The place is changed."))
        return redirect("place_list")
    return _form(request, form, place.name)


@login_required
@require_safe
def places_history(request: HttpRequest) -> HttpResponse:
    """Show who did and read what in the work on places, newest first."""
    municipality = door.municipality(request.user, PlaceAct.CARE)
    rows = PlaceEvent.objects.filter(municipality=municipality).select_related("actor", "acting_agency")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "places/history.html", {"page_of": page, "events": log.sentences(page)})


def _form(request: HttpRequest, form: PlaceForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "places/place_form.html", context, status=422 if form.errors else 200)
