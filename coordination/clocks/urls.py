"""The deadlines of the law."""

from django.urls import path

from coordination.clocks import views

urlpatterns = [
    path("deadlines/", views.deadlines, name="deadlines"),
    path("deadlines/rules/<slug:code>/", views.deadline_rule, name="deadline_rule"),
    path("deadlines/<uuid:pk>/", views.deadline, name="deadline"),
    path("deadlines/<uuid:pk>/extend/", views.deadline_extend, name="deadline_extend"),
    path("deadlines/<uuid:pk>/pause/", views.deadline_pause, name="deadline_pause"),
    path("deadlines/<uuid:pk>/resume/", views.deadline_resume, name="deadline_resume"),
    path("deadlines/<uuid:pk>/met/", views.deadline_met, name="deadline_met"),
]
