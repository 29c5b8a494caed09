from django.urls import path

from coordination.meetings import views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("cases/<str:reference>/meetings/", views.case_meetings, name="case_meetings"),
    path("cases/<str:reference>/meetings/call/", views.meeting_call, name="meeting_call"),
    path("meetings/<uuid:pk>/", views.meeting, name="meeting"),
    path("meetings/<uuid:pk>/calendar/", views.meeting_calendar, name="meeting_calendar"),
    path("meetings/<uuid:pk>/change/", views.meeting_change, name="meeting_change"),
    path("meetings/<uuid:pk>/cancel/", views.meeting_cancel, name="meeting_cancel"),
]
