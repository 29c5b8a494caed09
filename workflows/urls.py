"""The page of a step."""

from django.urls import path

from workflows.pages import step, step_done, step_draft

urlpatterns = [
    path("steps/<uuid:pk>/", step, name="step"),
    path("steps/<uuid:pk>/draft/", step_draft, name="step_draft"),
    path("steps/<uuid:pk>/done/", step_done, name="step_done"),
]
