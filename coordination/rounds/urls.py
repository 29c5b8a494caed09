from django.urls import path

from coordination.rounds import views

urlpatterns = [
    path("rounds/", views.rounds, name="rounds"),
    path("rounds/open/", views.round_open, name="round_open"),
    path("rounds/<uuid:pk>/", views.round_page, name="round"),
    path("rounds/<uuid:pk>/<slug:part>/", views.round_part, name="round_part"),
]
