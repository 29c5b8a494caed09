from django.urls import path

from coordination.access import class_views, restoring_views, waiting_views
from coordination.access.leading.views import case_lead

urlpatterns = [
    path("cases/<slug:reference>/class/raise/", class_views.class_raise, name="class_raise"),
    path("cases/<slug:reference>/class/lower/", class_views.class_lower, name="class_lower"),
    path("cases/<slug:reference>/class/name/", class_views.class_name, name="class_name"),
    path("cases/<slug:reference>/child-role/", class_views.child_role, name="child_role"),
    path("cases/<slug:reference>/lead/", case_lead, name="case_lead"),
    path("cases/<slug:reference>/sibling/", class_views.case_link, name="case_link"),
    path(
        "cases/<slug:reference>/coordinator/appoint/", restoring_views.coordinator_restore, name="coordinator_restore"
    ),
    path("cases/<slug:reference>/coordinator/ask/", restoring_views.coordinator_ask, name="coordinator_ask"),
    path("coordinators/", restoring_views.coordinators, name="coordinators"),
    path("links/<uuid:pk>/end/", class_views.case_unlink, name="case_unlink"),
    path("entries/<uuid:pk>/class/", class_views.entry_class, name="entry_class"),
    path("countersign/", waiting_views.countersign, name="countersign"),
    path("countersign/<uuid:pk>/", waiting_views.countersign_answer, name="countersign_answer"),
    path("countersign/<uuid:pk>/withdraw/", waiting_views.countersign_withdraw, name="countersign_withdraw"),
    path("reviews/", waiting_views.review_list, name="reviews"),
    path("reviews/<uuid:pk>/", waiting_views.review_decide, name="review_decide"),
]
