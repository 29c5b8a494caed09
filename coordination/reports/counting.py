"""The deadlines of the law that a report starts: counted from when it came in, not from when somebody took it in."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from coordination.cases.models import Case
from coordination.clocks.actions import meet_clock, start_clock
from coordination.clocks.models import Deadline
from coordination.clocks.queries import due_by, rule_for
from coordination.reports.models import Report, ReportedChild

AT_ONCE = {"SE": "SE-D01", "FI": "FI-D01"}  # for each report by itself
OF_CASE = {"SE": ("SE-D02",), "FI": ("FI-D02", "FI-D03")}  # for the first report of a case
FEEDBACK = "SE-D05"


def protection_due(report: Report) -> datetime:
    """Return by when the need of protection must be judged, by the rule in force where the report came in."""
    town = report.receiving_agency.municipality
    return due_by(rule_for(AT_ONCE[town.country], town, report.arrived_at), report.arrived_at, town)


def start_clocks(child: ReportedChild, *, by: Any) -> None:
    """Let what law wants done with the report of a child run, when it is taken into a case."""
    case, report = child.case, child.report
    country, agency = report.receiving_agency.municipality.country, report.receiving_agency
    how: dict[str, Any] = {"agency": agency, "by": by, "since": report.arrived_at, "quiet": True}
    start_clock(case, AT_ONCE[country], subject=str(report.pk), **how)
    for code in () if child.joined else OF_CASE[country]:
        start_clock(case, code, **how)


def start_feedback(case: Case, *, by: Any = None) -> None:
    """Let the week run in which notifiers who asked for it are told what was decided (SoL 19:6). When it is decided.

    The week is counted from the decision, however late somebody asks; when it is over, the rule says: at once.
    """
    since = decided_at(case)
    wanted = Q(report__wants_feedback=True) | Q(report__asked_at__isnull=False)
    for child in case.reported.filter(wanted, feedback="").select_related("report__receiving_agency__municipality"):
        if child.report.may_get_feedback:
            subject = str(child.report_id)
            start_clock(
                case, FEEDBACK, agency=child.report.receiving_agency, by=by, since=since, subject=subject, quiet=True
            )


def meet_feedback(child: ReportedChild, *, by: Any) -> Deadline | None:
    """Note that the notifier of a child's report has been told. Returns the deadline that was met by it, if one ran."""
    agency, subject = child.report.receiving_agency, str(child.report_id)
    return meet_clock(child.case, FEEDBACK, by=by, agency=agency, subject=subject)


def decided_at(case: Case) -> datetime | None:
    """Return when it was decided whether an investigation is opened; None if that is being decided now."""
    steps = case.steps.filter(kind="decide_open", completed_at__isnull=False).order_by("-completed_at")
    return steps.values_list("completed_at", flat=True).first()
