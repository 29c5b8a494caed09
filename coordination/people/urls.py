from django.urls import path

from coordination.people import views, wish_views

urlpatterns = [
    path("cases/<slug:reference>/people/add/", views.add, name="person_add"),
    path("cases/<slug:reference>/people/add/<slug:role>/", views.add, name="person_add_role"),
    path("people/<uuid:pk>/edit/", views.edit, name="person_edit"),
    path("people/<uuid:pk>/name/", views.show_name, name="person_reveal"),
    path("people/<uuid:pk>/wish/", wish_views.wish_record, name="person_wish"),
    path("wishes/<uuid:pk>/end/", wish_views.wish_end, name="person_wish_end"),
]
