from django.urls import path

from coordination.reports.views import mine, of_case, reading, writing

urlpatterns = [
    path("reports/", reading.reports, name="reports"),
    path("reports/new/", writing.report_new, name="report_new"),
    path("reports/register/", writing.report_register, name="report_register"),
    path("reports/new/<uuid:draft>/discard/", writing.report_discard, name="report_discard"),
    path("reports/new/<uuid:draft>/<slug:name>/", writing.report_page, name="report_page"),
    path("reports/files/<uuid:pk>/", reading.report_file, name="report_file"),
    path("reports/files/<uuid:pk>/remove/", writing.report_file_remove, name="report_file_remove"),
    path("reports/mine/", mine.my_reports, name="my_reports"),
    path("reports/mine/<uuid:pk>/", mine.report_receipt, name="report_receipt"),
    path("reports/mine/<uuid:pk>/ask/", mine.report_ask, name="report_ask"),
    path("reports/children/<uuid:child>/take-in/", reading.report_take_in, name="report_take_in"),
    path("reports/children/<uuid:child>/feedback/", reading.report_feedback, name="report_feedback"),
    path("reports/<uuid:pk>/", reading.report, name="report"),
    path("cases/<str:reference>/reports/onwards/", of_case.case_onwards, name="case_onwards"),
    path("cases/<str:reference>/reports/", of_case.case_reports, name="case_reports"),
]
