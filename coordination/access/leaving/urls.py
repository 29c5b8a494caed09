"""The people of a unit."""

from django.urls import path

from coordination.access.leaving import views

urlpatterns = [
    path("people-of-unit/", views.unit_people, name="unit_people"),
    path("people-of-unit/<int:person>/leaving/", views.leaving, name="leaving"),
]
