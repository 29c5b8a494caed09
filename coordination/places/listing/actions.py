"""Keeping the list of places of a municipality."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.places.log import note
from coordination.places.models import Area, Place
from permissions import places
from permissions.places import PlaceAct


@transaction.atomic
def add_area(municipality: Any, *, by: Any, name: str, outline: list[list[int]]) -> Area:
    """Add an area with its outline: [east, north] in metres, in order. It is drawn on the map and places lie in it."""
    places.require(by, PlaceAct.CARE, municipality)
    area = Area(municipality=municipality, name=name.strip(), outline=outline)
    area.full_clean(exclude=["municipality"])
    area.save()
    note(municipality, "area-added", by=by, about=area)
    return area


@transaction.atomic
def add_place(municipality: Any, *, by: Any, name: str, east: int, north: int, area: Area | None = None) -> Place:
    """Add a place to the list. Raises ValidationError if there is one of that name."""
    places.require(by, PlaceAct.CARE, municipality)
    _must_be_free(municipality, name)
    place = Place.objects.create(municipality=municipality, name=name.strip(), east=east, north=north, area=area)
    note(municipality, "place-added", by=by, about=place)
    return place


@transaction.atomic
def change_place(
    place: Place, *, by: Any, name: str, east: int, north: int, area: Area | None = None, retired: bool = False
) -> Place:
    """Change a place; a retired one is no longer offered, and its reports stay where they were."""
    places.require(by, PlaceAct.CARE, place.municipality)
    _must_be_free(place.municipality, name, but=place)
    place.name, place.east, place.north, place.area = name.strip(), east, north, area
    place.retired_at = (place.retired_at or timezone.now()) if retired else None
    place.save()
    note(place.municipality, "place-changed", by=by, about=place)
    return place


def _must_be_free(municipality: Any, name: str, but: Place | None = None) -> None:
    others = Place.objects.filter(municipality=municipality, name__iexact=name.strip())
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise ValidationError({"name": _("There is a place of that name already.")})
