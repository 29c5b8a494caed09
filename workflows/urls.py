"""The page of a step."""

from django.urls import path

from workflows import pages

urlpatterns = [
    path("steps/<uuid:pk>/", pages.step, name="step"),
    path("steps/<uuid:pk>/draft/", pages.step_draft, name="step_draft"),
    path("steps/<uuid:pk>/done/", pages.step_done, name="step_done"),
]
