from django.urls import path

from coordination.matters import views, work_views

urlpatterns = [
    path("matters/", views.matters, name="matters"),
    path("matters/summary/", views.matters_summary, name="matters_summary"),
    path("matters/new/", views.matter_new, name="matter_new"),
    path("matters/new/discard/", views.matter_draft_discard, name="matter_draft_discard"),
    path("matters/<str:reference>/", views.matter, name="matter"),
    path("matters/<str:reference>/history/", views.matter_history, name="matter_history"),
    path("matters/<str:reference>/pdf/", views.matter_paper, name="matter_paper"),
    path("matters/<str:reference>/row/", work_views.row, name="matter_row"),
    path("matters/<str:reference>/triage/", work_views.triage, name="matter_triage"),
    path("matters/<str:reference>/triage/answer/", work_views.rule, name="matter_rule"),
    path("matters/<str:reference>/begin/", work_views.begin, name="matter_begin"),
    path("matters/<str:reference>/check/", work_views.check, name="matter_check"),
    path("matters/<str:reference>/notice/<slug:kind>/", work_views.notice, name="matter_notice"),
    path("matters/<str:reference>/contract/", work_views.contract, name="matter_contract"),
    path("matters/<str:reference>/inspection/", work_views.inspection, name="matter_inspection"),
    path("matters/<str:reference>/close/", work_views.close, name="matter_close"),
]
