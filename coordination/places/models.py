from django.conf import settings
from django.db import models
from django.utils import timezone

from coordination.agencies.models import Municipality
from coordination.history.models import AppendOnly
from coordination.records import Record


class Area(Record):
    """A part of a municipality, with its outline for the map.

    ``outline`` is a list of [east, north] in metres of the country's plane
    grid (SWEREF 99 TM in Sweden, ETRS-TM35FIN in Finland), in order.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="areas")
    name = models.CharField(max_length=80)
    outline = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_area_a_name")]

    def __str__(self) -> str:
        return self.name


class Place(Record):
    """A place people report about: a square, a park, a station. Metres of the country's plane grid."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="places")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=80)
    east = models.IntegerField()
    north = models.IntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="one_place_a_name")]

    def __str__(self) -> str:
        return self.name


class PlaceEvent(AppendOnly):
    """One thing that happened, or was read, in the work on places. ``facts`` hold ids and codes only.

    A log of its own: an `Event` belongs to a case and is read by who may see
    that case, and here there is none. PostgreSQL refuses changes to this one too.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.SlugField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acting_agency = models.ForeignKey("Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField(null=True, blank=True, help_text="The report, week, walk or review.")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["municipality", "-at", "-id"], name="place_event_newest"),
            models.Index(fields=["about", "-at"], name="place_event_about"),
        ]

    def __str__(self) -> str:
        return self.kind


class PlaceRecord(Record):
    """What belongs to one municipality and is about places. Nothing here has a person as its subject."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
