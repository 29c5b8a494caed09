"""Which reports somebody sees, and what became of them."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet

from coordination.places.reports.models import PlaceReport
from permissions import places
from permissions.places import PlaceAct

WITH = "place", "agency", "municipality", "reporter", "priority", "merged_into"
NEWEST = 100


def mine(user: Any) -> QuerySet[PlaceReport]:
    """Return the reports somebody wrote and may still read, newest first."""
    rows = places.readable(user, PlaceReport.objects.filter(reporter=user.pk)).select_related(*WITH)
    return rows.prefetch_related("priority__actions__agency").order_by("-reported_at", "-pk")


def at_gate(municipality: Any) -> QuerySet[PlaceReport]:
    """Return the reports that wait to be checked, the longest waiting first."""
    rows = PlaceReport.objects.filter(municipality=municipality, state=PlaceReport.State.NEW, merged_into=None)
    return rows.select_related(*WITH).order_by("reported_at", "pk")


def checked(municipality: Any) -> QuerySet[PlaceReport]:
    """Return all other reports, newest first, with how many were put into each."""
    rows = PlaceReport.objects.filter(municipality=municipality, merged_into=None).exclude(state=PlaceReport.State.NEW)
    return rows.select_related(*WITH).annotate(together=Count("merged")).order_by("-happened_at", "-pk")


def waiting(user: Any) -> int:
    """Count the reports that wait to be checked by who cares for the places."""
    rows = PlaceReport.objects.filter(state=PlaceReport.State.NEW, merged_into=None)
    return places.visible(user, PlaceAct.CARE, rows).count()


def same_as(report: PlaceReport) -> QuerySet[PlaceReport]:
    """Return open reports of the same days that may be about the same: at the same place, else of the same kind."""
    around = report.happened_at - timedelta(days=3), report.happened_at + timedelta(days=3)
    rows = PlaceReport.objects.filter(municipality=report.municipality_id, merged_into=None, happened_at__range=around)
    rows = rows.filter(state__in=PlaceReport.OPEN).exclude(pk=report.pk).select_related(*WITH)
    return rows.filter(place=report.place_id) if report.place_id else rows.filter(category=report.category)
