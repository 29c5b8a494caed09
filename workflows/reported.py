"""Reports of concern, as their flows ask about them: days from when one came in, and who is to be told."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.cases.models import Case
from coordination.reports.models import Report, ReportedChild
from workflows.deadlines import rule_of


def since_arrival(activation: Any) -> date:
    """Return the last day of a step, counted from the day its report came in: not from when anybody read it."""
    run = activation.process
    rule = rule_of(activation.flow_class, activation.flow_task.name, run.case)
    came = arrival_of(run)
    return timezone.localdate(came, ZoneInfo(run.case.municipality.time_zone)) + timedelta(days=rule["days"])


def report_of(activation: Any) -> str:
    """Return the key of the report that a run is about: each has a protection assessment of its own."""
    return str(child_of(activation.process).report_id)


def child_of(run: Any) -> ReportedChild:
    """Return the child of the report that a run is about: the one that joined, or that the case began with."""
    rows = ReportedChild.objects.select_related("report")
    if pk := run.data.get("child"):
        return rows.get(pk=pk)
    return rows.filter(case=run.case).order_by("joined", "report__arrived_at").first()  # type: ignore[return-value]


def arrival_of(run: Any) -> Any:
    """Return when the report of a run came in."""
    return child_of(run).report.arrived_at


def day_to_look_after(activation: Any) -> date | None:
    """Return the day chosen for following up after an investigation without support, if one was."""
    chosen = activation.process.data.get("look_after_on")
    return date.fromisoformat(chosen) if chosen else None


def unanswered(case: Any) -> list[ReportedChild]:
    """Return the children of a case whose notifier may be told what came of the report and has not been."""
    sources = [Report.Source.MEMBER, Report.Source.PROFESSIONAL]
    rows = case.reported.filter(feedback="", report__source__in=sources).select_related("report__receiving_agency")
    return [child for child in rows.order_by("report__arrived_at") if child.report.may_get_feedback]


def somebody_to_tell(activation: Any) -> bool:
    """Whether a notifier of the case may be told, and has not been."""
    return bool(unanswered(activation.process.case))


def already_running(activation: Any) -> bool:
    """Whether the notifier of a new report can be told that an investigation was going on already."""
    case = activation.process.case
    return case.status == Case.Status.INVESTIGATING and bool(unanswered(case))
