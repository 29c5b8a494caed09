from django.urls import path

from coordination.exits import views

urlpatterns = [path("cases/<slug:reference>/where/", views.case_where, name="case_where")]
