from django.urls import path

from coordination.places.detailed_plans import views as plans
from coordination.places.listing import views as listing
from coordination.places.reports import views as reports
from coordination.places.walks import views as walks
from coordination.places.weeks import views as weeks

urlpatterns = [
    path("places/", listing.places, name="places"),
    path("places/map.svg", reports.places_map, name="places_map"),
    path("places/list/", listing.place_list, name="place_list"),
    path("places/list/new/", listing.place_new, name="place_new"),
    path("places/list/<uuid:pk>/", listing.place_edit, name="place_edit"),
    path("places/history/", listing.places_history, name="places_history"),
    path("places/reports/", reports.place_reports, name="place_reports"),
    path("places/reports/new/", reports.place_report_new, name="place_report_new"),
    path("places/reports/mine/", reports.place_reports_mine, name="place_reports_mine"),
    path("places/reports/<uuid:pk>/", reports.place_report, name="place_report"),
    path("places/weeks/", weeks.weeks, name="weeks"),
    path("places/weeks/<slug:key>/", weeks.week, name="week"),
    path("places/weeks/<slug:key>/edit/", weeks.week_edit, name="week_edit"),
    path("places/weeks/<slug:key>/meeting/", weeks.week_meeting, name="week_meeting"),
    path("places/weeks/<slug:key>/paper/", weeks.week_paper, name="week_paper"),
    path("places/weeks/<slug:key>/priorities/new/", weeks.priority_new, name="priority_new"),
    path("places/priorities/<uuid:pk>/close/", weeks.priority_close, name="priority_close"),
    path("places/priorities/<uuid:pk>/actions/new/", weeks.action_new, name="action_new"),
    path("places/actions/<uuid:pk>/", weeks.place_action, name="place_action"),
    path("places/walks/", walks.walks, name="walks"),
    path("places/walks/new/", walks.walk_new, name="walk_new"),
    path("places/walks/<uuid:pk>/", walks.walk, name="walk"),
    path("places/walks/<uuid:pk>/stops/new/", walks.stop_new, name="stop_new"),
    path("places/walks/<uuid:pk>/paper/", walks.walk_paper, name="walk_paper"),
    path("places/stops/<uuid:pk>/", walks.stop_answer, name="stop_answer"),
    path("places/plans/", plans.plan_reviews, name="plan_reviews"),
    path("places/plans/new/", plans.plan_review_new, name="plan_review_new"),
    path("places/plans/<uuid:pk>/", plans.plan_review, name="plan_review"),
    path("places/plans/<uuid:pk>/checklist/<slug:stage>/", plans.plan_checklist, name="plan_checklist"),
    path("places/plans/<uuid:pk>/opinions/new/", plans.opinion_new, name="opinion_new"),
    path("places/plans/<uuid:pk>/paper/", plans.plan_paper, name="plan_paper"),
    path("places/opinions/<uuid:pk>/", plans.opinion, name="opinion"),
]
