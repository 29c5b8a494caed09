from django.urls import path

from workflows.ways import setting_views, views

urlpatterns = [
    path("ways/", views.ways, name="ways"),
    path("ways/<slug:kind>/", views.way, name="way"),
    path("ways/<slug:kind>/process.bpmn", views.way_bpmn, name="way_bpmn"),
    path("ways/<slug:kind>/changes/", views.way_changes, name="way_changes"),
    path("ways/<slug:kind>/changes/<int:pk>/take-back/", setting_views.way_take_back, name="way_take_back"),
    path("ways/<slug:kind>/set/<slug:what>/", setting_views.way_set, name="way_set"),
    path("ways/<slug:kind>/steps/<slug:step>/", views.way_step, name="way_step"),
    path("ways/<slug:kind>/steps/<slug:step>/move/", setting_views.way_move, name="way_move"),
    path("ways/<slug:kind>/steps/<slug:step>/<slug:what>/", setting_views.way_set_step, name="way_set_step"),
]
