"""What the notifier is told of a report, and asking for it (SoL 19:6, OSL 26:9 a)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.agencies.models import User
from coordination.history.recording import record
from coordination.reports import queries
from coordination.reports.actions import happened, tell
from coordination.reports.counting import meet_feedback, start_feedback
from coordination.reports.models import Report, ReportedChild, ReportEvent, ReportNotice
from coordination.sharing.actions import write_entry
from coordination.sharing.grounds import in_force
from coordination.sharing.models import Disclosure
from permissions import policy
from permissions.roles import Act

ON_REQUEST, UNASKED = "SE-SOL-19-6", "SE-OSL-26-9a"
IN_TIME = "in_time"  # The condition of the catalogue that does not hold for an answer that comes too late.


@transaction.atomic
def ask_feedback(report: Report, *, by: User) -> Report:
    """Ask what came of one's own report (SoL 19:6). Asking again changes nothing.

    Raises Http404 for somebody else's report, ValidationError where the law
    gives no right to an answer.
    """
    if not policy.reports.sent_by(by, Report.objects.filter(pk=report.pk)).exists():
        raise Http404
    found = Report.objects.select_for_update(of=("self",)).select_related(*queries.ROWS).get(pk=report.pk)
    if not found.may_get_feedback:
        raise ValidationError(_("There is no feedback on this report."))
    if found.asked_at is None and found.children.filter(feedback="").exists():
        found.asked_at = timezone.now()
        found.save(update_fields=["asked_at"])
        happened(found, ReportEvent.Kind.ASKED, by)
        tell(found, ReportNotice.Kind.ASKED, _who_answer(found), but=by)
        for case in queries.decided_cases(found):
            start_feedback(case)
    return found


@transaction.atomic
def give_feedback(child: ReportedChild, *, by: User, answer: str) -> ReportedChild:
    """Tell the notifier what came of the report about one child: its code and nothing else (OSL 26:9 a).

    It is a disclosure: it stands in the ledger of the child's case with its ground. For those who read the report
    where it came in and work in that case. Raises ValidationError for a private notifier, before the report is
    taken in, if it was told already, or if the lawyer has switched its ground off.
    """
    found = (
        ReportedChild.objects.select_for_update(of=("self",))
        .select_related("report__receiving_agency__municipality", "case__municipality")
        .get(pk=child.pk)
    )
    report = found.report
    if not policy.reports.answerable(by, Report.objects.filter(pk=report.pk)).exists():
        raise Http404
    if not report.may_get_feedback:
        raise ValidationError(_("A private notifier gets no feedback: what social services do is secret."))
    if found.case is None:
        raise ValidationError(_("Take the report in first: the notifier is told what came of it."))
    if answer not in ReportedChild.Feedback.values:
        raise ValidationError(_("Choose what to tell."))
    if found.feedback:
        raise ValidationError(_("The notifier has been told already."))
    found.feedback, found.feedback_at, found.feedback_by = answer, timezone.now(), by
    found.save(update_fields=["feedback", "feedback_at", "feedback_by"])
    _disclose(found, by=by, deadline=meet_feedback(found, by=by))
    happened(report, ReportEvent.Kind.TOLD, by)
    if report.reporter:
        tell(report, ReportNotice.Kind.TOLD, [report.reporter], but=by)
    agency = report.receiving_agency
    record(found.case, "report-answered", actor=by, agency=agency, inside=True, answer=answer, tell=[])
    return found


def _disclose(child: ReportedChild, *, by: User, deadline: Any) -> None:
    """Write down in the child's case that it was told, on which ground; it does not say there who reported."""
    case: Any = child.case
    report, now = child.report, timezone.now()
    asked = report.wants_feedback or report.asked_at is not None
    basis = in_force(ON_REQUEST if asked else UNASKED, report.receiving_agency.municipality)
    if basis is None:
        raise ValidationError(_("The ground for telling a notifier is switched off or not in force. Ask the lawyer."))
    entry = write_entry(
        case,
        by=by,
        agency=report.receiving_agency,
        kind="note",
        topic="home",
        title=_("Told to who reported, %(number)s") % {"number": report.number},
        text=str(child.get_feedback_display()),
        data={"report": str(report.pk)},
    )
    late = deadline is not None and deadline.is_breached
    Disclosure.objects.create(
        case=case,
        entry=entry,
        outside="notifier",
        basis=basis,
        conditions_ticked=[code for code in basis.condition_codes if not (late and code == IN_TIME)],
        reason=gettext_noop("Who reported is told what was decided, and nothing else"),
        family_told=False,
        own_initiative=not asked,
        disclosed_by=by,
        valid_from=now,
        valid_until=now,
    )


def _who_answer(report: Report) -> list[User]:
    """Return who is to answer the notifier: those in the cases, and while a child waits, who receive reports."""
    if report.children.filter(case=None).exists():
        return list(policy.reports.people_who_receive(report.receiving_agency))
    cases = [child.case for child in report.children.select_related("case")]
    agency = report.receiving_agency
    return [user for case in cases for user in policy.people_who_can(Act.VIEW, case, agency=agency)]
