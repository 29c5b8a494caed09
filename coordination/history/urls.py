"""The history of a case, the audit start page, and who is writing."""

from django.urls import path

import coordination.history.views as views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("cases/<str:reference>/history/", views.case_history, name="case_history"),
    path("cases/<str:reference>/history/readings/", views.case_readings, name="case_history_readings"),
    path("cases/<str:reference>/history/csv/", views.case_csv, name="case_history_csv"),
    path("presence/<uuid:section>/", views.presence_fragment, name="presence_fragment"),
]
