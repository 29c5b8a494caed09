from django.urls import path

from coordination.sharing import entry_views, views

urlpatterns = [
    path("cases/<str:reference>/consent/", views.consent_page, name="consent"),
    path("cases/<str:reference>/consent/<uuid:person>/", views.consent_record, name="consent_record"),
    path("consents/<uuid:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("cases/<str:reference>/notes/", entry_views.notes, name="notes"),
    path("cases/<str:reference>/notes/write/", entry_views.note_write, name="note_write"),
    path("entries/<uuid:pk>/", entry_views.entry, name="entry"),
    path("entries/<uuid:pk>/correct/", entry_views.entry_correct, name="entry_correct"),
    path("entries/<uuid:pk>/share/", entry_views.entry_share, name="entry_share"),
    path("disclosures/<uuid:pk>/end/", entry_views.disclosure_end, name="disclosure_end"),
]
