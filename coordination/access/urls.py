from django.urls import path

from coordination.access import conflict_views, emergency_views, explain_views, joining_views, pointer_views

urlpatterns = [
    path("cases/<slug:reference>/conflict/", conflict_views.declare_own, name="conflict_own"),
    path("cases/<slug:reference>/conflict/colleague/", conflict_views.declare_of, name="conflict_of"),
    path("cases/<slug:reference>/access/why/", explain_views.access_why, name="access_why"),
    path("join/", joining_views.join, name="join"),
    path("join/<uuid:pk>/", joining_views.answer, name="join_answer"),
    path("emergency/", emergency_views.emergency_open, name="emergency_open"),
    path("emergency/<uuid:pk>/", emergency_views.emergency_review, name="emergency_review"),
    path("search/person/", pointer_views.search_person, name="search_person"),
    path("conflicts/<uuid:pk>/end/", conflict_views.end, name="conflict_end"),
]
