from django.urls import path

from workflows.ways import views

urlpatterns = [
    path("ways/", views.ways, name="ways"),
    path("ways/<slug:kind>/", views.way, name="way"),
    path("ways/<slug:kind>/process.bpmn", views.way_bpmn, name="way_bpmn"),
    path("ways/<slug:kind>/changes/<int:pk>/take-back/", views.way_days_take_back, name="way_days_take_back"),
    path("ways/<slug:kind>/<slug:step>/days/", views.way_days, name="way_days"),
]
