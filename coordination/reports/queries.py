"""Reading reports: the queue of those who receive them, and what their senders may know."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.reports.models import Report, ReportedChild, ReportEvent, ReportNotice
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act

ROWS = "receiving_agency__municipality", "reporter", "reporter_agency", "registered_by"
MOST = 100


def receivers_for(agency: Agency) -> QuerySet[Agency]:
    """Return the agencies to which the people of ``agency`` send reports: the receiving ones of its municipality."""
    rows = Agency.objects.filter(municipality=agency.municipality_id, receives_reports=True)
    return rows.select_related("municipality").order_by("name")


def own_agencies(user: Any) -> QuerySet[Agency]:
    """Return the agencies for which ``user`` may report."""
    rows = policy.reports.reporting_for(user, Agency.objects.select_related("municipality"))
    return rows.order_by("name")


def receiving_agencies(user: Any) -> QuerySet[Agency]:
    """Return the agencies for which ``user`` may write down a report that came in another way."""
    rows = policy.reports.receiving_for(user, Agency.objects.select_related("municipality"))
    return rows.order_by("name")


def has_queue(user: Any) -> bool:
    """Say whether ``user`` works, or leads, where reports come in."""
    return policy.reports.queue_for(user, Agency.objects.all()).exists()


def readable(user: Any) -> QuerySet[Report]:
    """Return the reports that ``user`` may read now."""
    return policy.reports.readable(user, Report.objects.select_related(*ROWS))


def new_reports(user: Any) -> list[Report]:
    """Return the reports with a child that nobody has taken in yet: the longest waiting first."""
    waiting = ReportedChild.objects.filter(report=OuterRef("pk"), case=None)
    rows = readable(user).filter(Exists(waiting)).prefetch_related("children").order_by("arrived_at", "number")
    return list(rows[:MOST])


def being_assessed(user: Any) -> list[ReportedChild]:
    """Return the children whose report is being assessed, as far as ``user`` sees their cases.

    In the order of the clock, which runs from when the report came in, then by child.
    """
    rows = ReportedChild.objects.filter(
        report__in=readable(user).values("pk"), case__status=Case.Status.ASSESSING
    ).select_related("case__coordinator", "report")
    return list(policy.reports.children_seen(user, rows).order_by("report__arrived_at", "number")[:MOST])


def feedback_wanted(user: Any) -> list[Report]:
    """Return the reports whose notifier asked for feedback and has not got it though it is decided, as in law."""
    decided = ReportedChild.objects.filter(_is_decided("case"), report=OuterRef("pk"), feedback="")
    asked = Q(asked_at__isnull=False) | Q(wants_feedback=True)
    professional = Q(source__in=[Report.Source.MEMBER, Report.Source.PROFESSIONAL])
    rows = readable(user).filter(asked, professional, Exists(decided), receiving_agency__municipality__country="SE")
    return list(rows.prefetch_related("children").order_by("arrived_at")[:MOST])


def decided_cases(report: Report) -> QuerySet[Case]:
    """Return the open cases of a report in which it is decided whether an investigation is opened."""
    rows = Case.objects.filter(_is_decided("pk"), reported__report=report).exclude(status=Case.Status.CLOSED)
    return rows.select_related("municipality").distinct()


def _is_decided(case: str) -> Exists:
    return Exists(Step.objects.filter(case=OuterRef(case), kind="decide_open", completed_at__isnull=False))


def children_of(user: Any, report: Report) -> list[ReportedChild]:
    """Return the children of a report that ``user`` may see."""
    rows = policy.reports.children_seen(user, report.children.select_related("case", "taken_by"))
    return list(rows.order_by("number"))


def readings_of(user: Any, report: Report) -> list[ReportEvent]:
    """Return who read a report or a file of it, newest first, for who leads the unit that received it."""
    if report.receiving_agency_id not in policy.managed_agencies(user):
        return []
    kinds = [ReportEvent.Kind.READ, ReportEvent.Kind.FILE_READ]
    return list(report.events.filter(kind__in=kinds).select_related("actor")[:MOST])


def waiting_count(user: Any) -> int:
    """Count the reports that wait to be taken in."""
    waiting = ReportedChild.objects.filter(report=OuterRef("pk"), case=None)
    return policy.reports.readable(user, Report.objects.filter(Exists(waiting))).count()


def sent_reports(user: Any) -> list[Report]:
    """Return the reports that ``user`` sent, newest first."""
    rows = policy.reports.sent_by(user, Report.objects.select_related(*ROWS)).prefetch_related("children")
    return list(rows.order_by("-arrived_at")[:MOST])


def latest_report(case: Any) -> Report | None:
    """Return the newest report that was taken into a case."""
    child = case.reported.select_related("report__receiving_agency").order_by("-report__arrived_at").first()
    return child.report if child else None


def first_arrival(case: Any) -> datetime:
    """Return when the first report of a case came in: what the days of the law are counted from."""
    first = case.reported.order_by("report__arrived_at").values_list("report__arrived_at", flat=True).first()
    return first or case.opened_at


def joinable(user: Any, report: Report) -> QuerySet[Case]:
    """Return the open cases of reports, led where this one came in, to which ``user`` may add it."""
    rows = Case.objects.filter(kind=Case.Kind.CONCERN, lead_agency=report.receiving_agency)
    rows = rows.exclude(status=Case.Status.CLOSED).exclude(reported__report=report)
    return policy.visible(user, Act.COORDINATE, rows).prefetch_related("people").order_by("-opened_at")


def same_child(user: Any, child: ReportedChild) -> QuerySet[Case]:
    """Return, of `joinable`, the cases about a child with exactly this identity number; none without a number."""
    if not child.identity_number:
        return Case.objects.none()
    number = Q(people__role="child", people__identity_number=child.identity_number)
    return joinable(user, child.report).filter(number)


def unread_notices(user: Any) -> list[ReportNotice]:
    """Return what ``user`` has not read of what they were told about reports they may still know of."""
    rows = ReportNotice.objects.filter(recipient=user, read_at=None)
    if not rows.exists():  # The question below costs more than this one.
        return []
    mine = policy.reports.sent_by(user, Report.objects.all()).values("pk")
    open_to = policy.reports.readable(user, Report.objects.all()).values("pk")
    rows = rows.filter(Q(kind=ReportNotice.Kind.TOLD, report__in=mine) | Q(report__in=open_to))
    return list(rows.select_related("report").order_by("-at", "-pk")[:MOST])
