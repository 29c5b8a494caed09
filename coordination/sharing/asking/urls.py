from django.urls import path

from coordination.sharing.asking import views

urlpatterns = [
    path("cases/<slug:reference>/requests/", views.info_requests, name="info_requests"),
    path("cases/<slug:reference>/requests/ask/", views.info_request_ask, name="info_request_ask"),
    path("requests/<uuid:pk>/", views.info_request, name="info_request"),
    path("requests/<uuid:pk>/refuse/", views.info_request_refuse, name="info_request_refuse"),
    path("requests/<uuid:pk>/remark/", views.info_request_remark, name="info_request_remark"),
    path("requests/<uuid:pk>/withdraw/", views.info_request_withdraw, name="info_request_withdraw"),
]
