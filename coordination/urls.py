"""Every address of the product, in the order of the menu."""

from django.conf import settings
from django.urls import include, path

from coordination.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("coordination.account_urls")),
    path("", include("coordination.overview.urls")),
    path("", include("coordination.cases.urls")),
    path("", include("coordination.people.urls")),
    path("", include("coordination.places.urls")),
    path("", include("coordination.steps.urls")),
    path("", include("coordination.clocks.urls")),
    path("", include("workflows.urls")),
    path("", include("coordination.sharing.urls")),
    path("", include("coordination.access.urls")),
    path("", include("coordination.access.protection_urls")),
    path("", include("coordination.access.absence.urls")),
    path("", include("coordination.access.leaving.urls")),
    path("", include("coordination.consulting.urls")),
    path("", include("coordination.matters.urls")),
    path("", include("coordination.rounds.urls")),
    path("", include("coordination.exits.urls")),
    path("", include("coordination.documents.urls")),
    path("", include("coordination.meetings.urls")),
    path("", include("coordination.plans.urls")),
    path("", include("coordination.reports.urls")),
    path("", include("coordination.history.urls")),
    path("", include("coordination.notifications.urls")),
    path("", include("workflows.chart_urls")),
    path("", include("workflows.ways.urls")),
]

if settings.LOCAL:
    urlpatterns.append(path("styleguide/", include("coordination.styleguide.urls")))
