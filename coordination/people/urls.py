from django.urls import path

from coordination.people import views

urlpatterns = [
    path("cases/<slug:reference>/people/add/", views.add, name="person_add"),
    path("cases/<slug:reference>/people/add/<slug:role>/", views.add, name="person_add_role"),
    path("people/<uuid:pk>/edit/", views.edit, name="person_edit"),
    path("people/<uuid:pk>/name/", views.show_name, name="person_reveal"),
]
