"""Out of office."""

from django.urls import path

from coordination.access.absence import views

urlpatterns = [
    path("profile/away/", views.absences, name="absences"),
    path("profile/away/new/", views.absence_new, name="absence_new"),
    path("profile/away/<uuid:pk>/end/", views.absence_end, name="absence_end"),
    path("people-of-unit/<int:person>/away/", views.unit_absence_new, name="unit_absence_new"),
]
