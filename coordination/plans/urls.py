from django.urls import path

from coordination.plans.views import minutes, reading, writing

urlpatterns = [
    path("cases/<str:reference>/plan/", reading.plan, name="plan"),
    path("cases/<str:reference>/plan/begin/", writing.plan_begin, name="plan_begin"),
    path("cases/<str:reference>/plan/versions/", reading.plan_versions, name="plan_versions"),
    path("plans/<uuid:pk>/edit/", writing.plan_edit, name="plan_edit"),
    path("plans/<uuid:pk>/follow-up/", writing.plan_follow_up, name="plan_follow_up"),
    path("actions/<uuid:pk>/", reading.action_update, name="action_update"),
    path("meetings/<uuid:pk>/minutes/", minutes.meeting_minutes, name="meeting_minutes"),
]
