from django.urls import path

from coordination.plans.views import family, minutes, parts, reading, writing

urlpatterns = [
    path("cases/<str:reference>/plan/", reading.plan, name="plan"),
    path("cases/<str:reference>/plan/begin/", writing.plan_begin, name="plan_begin"),
    path("cases/<str:reference>/plan/versions/", reading.plan_versions, name="plan_versions"),
    path("cases/<str:reference>/family/", family.family_paper, name="family_paper"),
    path("plans/<uuid:pk>/edit/", writing.plan_edit, name="plan_edit"),
    path("plans/<uuid:pk>/follow-up/", writing.plan_follow_up, name="plan_follow_up"),
    path("actions/<uuid:pk>/", reading.action_update, name="action_update"),
    path("meetings/<uuid:pk>/write/", parts.meeting_write, name="meeting_write"),
    path("meetings/<uuid:pk>/minutes/", minutes.meeting_minutes, name="meeting_minutes"),
    path("meetings/<uuid:pk>/correct/", minutes.meeting_reopen, name="meeting_reopen"),
    path("meetings/parts/<uuid:pk>/", parts.meeting_part, name="meeting_part"),
    path("meetings/parts/<uuid:pk>/audience/", parts.meeting_part_audience, name="meeting_part_audience"),
]
