"""The process of a case for other tools."""

from django.urls import path

from workflows.views_chart import case_bpmn

urlpatterns = [path("cases/<str:reference>/history/process.bpmn", case_bpmn, name="case_bpmn")]
