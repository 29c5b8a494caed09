from django.urls import path

from coordination.cases import views

urlpatterns = [
    path("cases/", views.case_list, name="cases"),
    path("cases/views/save/", views.save_view, name="case_view_save"),
    path("cases/views/<uuid:pk>/remove/", views.remove_view, name="case_view_remove"),
]
