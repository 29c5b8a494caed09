from django.urls import path

from coordination.consulting import views

urlpatterns = [
    path("consultations/", views.consultations, name="consultations"),
    path("consultations/ask/", views.consultation_ask, name="consultation_ask"),
    path("consultations/<uuid:pk>/", views.consultation, name="consultation"),
]
