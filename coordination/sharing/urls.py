from django.urls import include, path

from coordination.sharing import approval_views, chasing_views, entry_views, ground_views, views
from coordination.sharing.ledger import views as ledger
from coordination.sharing.silence import views as silence

urlpatterns = [
    path("cases/<str:reference>/consent/", views.consent_page, name="consent"),
    path("cases/<str:reference>/consent/<uuid:person>/", views.consent_record, name="consent_record"),
    path("cases/<str:reference>/consent/<uuid:person>/lawyer/", silence.ask, name="consent_review_ask"),
    path("consents/", chasing_views.consents, name="consents"),
    path("consents/reviews/", silence.reviews, name="consent_reviews"),
    path("consents/reviews/<uuid:pk>/", silence.review, name="consent_review"),
    path("consents/reviews/<uuid:pk>/reverse/", silence.reverse, name="consent_review_reverse"),
    path("consents/<uuid:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("cases/<str:reference>/notes/", entry_views.notes, name="notes"),
    path("cases/<str:reference>/notes/write/", entry_views.note_write, name="note_write"),
    path("entries/<uuid:pk>/", entry_views.entry, name="entry"),
    path("entries/<uuid:pk>/show/", entry_views.entry_reveal, name="entry_reveal"),
    path("entries/<uuid:pk>/correct/", entry_views.entry_correct, name="entry_correct"),
    path("entries/<uuid:pk>/share/", entry_views.entry_share, name="entry_share"),
    path("entries/<uuid:pk>/audience/", entry_views.entry_audience, name="entry_audience"),
    path("disclosures/<uuid:pk>/end/", entry_views.disclosure_end, name="disclosure_end"),
    path("grounds/", ground_views.grounds, name="grounds"),
    path("grounds/<str:code>/", ground_views.ground, name="ground"),
    path("grounds/<str:code>/rule/", ground_views.ground_rule, name="ground_rule"),
    path("cases/<str:reference>/ledger/", ledger.case_ledger, name="case_ledger"),
    path("cases/<str:reference>/ledger/csv/", ledger.case_ledger_csv, name="case_ledger_csv"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/csv/", ledger.ledger_csv, name="ledger_csv"),
    path("approvals/", approval_views.approvals, name="approvals"),
    path("approvals/<uuid:pk>/", approval_views.approval, name="approval"),
    path("", include("coordination.sharing.desk.urls")),
    path("", include("coordination.sharing.asking.urls")),
]
