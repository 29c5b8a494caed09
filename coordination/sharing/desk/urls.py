from django.urls import path

from coordination.sharing.desk import views

urlpatterns = [
    path("cases/<slug:reference>/share/", views.begin, name="share"),
    path("cases/<slug:reference>/share/done/", views.done, name="share_done"),
    path("cases/<slug:reference>/share/<uuid:draft>/wait/", views.wait, name="share_wait"),
    path("cases/<slug:reference>/share/<uuid:draft>/discard/", views.discard, name="share_discard"),
    path("cases/<slug:reference>/share/<uuid:draft>/<slug:name>/", views.page, name="share_page"),
]
