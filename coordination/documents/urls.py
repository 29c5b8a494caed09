from django.urls import path

from coordination.documents import paper_views, views

urlpatterns = [
    path("cases/<str:reference>/documents/", views.documents, name="documents"),
    path("cases/<str:reference>/documents/add/", views.document_upload, name="document_upload"),
    path("consents/<uuid:pk>/form/", views.consent_scan, name="consent_scan"),
    path("documents/<uuid:pk>/", views.document_download, name="document_download"),
    path("cases/<str:reference>/papers/", paper_views.paper_request, name="paper_request"),
    path("papers/<uuid:pk>/", paper_views.paper, name="paper"),
    path("papers/<uuid:pk>/pdf/", paper_views.paper_file, name="paper_file"),
]
