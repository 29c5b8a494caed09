"""Taking a report in: each child into a case of its own, new or open already."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.links import link, links_of
from coordination.agencies.models import User
from coordination.cases import process
from coordination.cases.actions import open_case
from coordination.cases.models import Case
from coordination.history.recording import record
from coordination.reports import queries
from coordination.reports.counting import start_clocks, start_feedback
from coordination.reports.models import Report, ReportedChild, ReportEvent
from coordination.sharing.actions import write_entry
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def take_in(child: ReportedChild, *, by: User, case: Case | None = None) -> Case:
    """Take the report about one child into a case: a new one with ``by`` as its worker, or an open one.

    For the members of the receiving agency. No consent is assumed and no other
    agency comes in. What was reported becomes a note of the agency; in a case
    that was open already the report gets a protection assessment of its own.
    Raises Http404 for who may not, ValidationError if somebody was first or the
    case is not one to add it to.
    """
    found = ReportedChild.objects.select_for_update(of=("self",)).select_related("report", "taken_by").get(pk=child.pk)
    report = Report.objects.select_related(*queries.ROWS).get(pk=found.report_id)
    if found.case_id:
        raise ValidationError(_("%(name)s has taken this in already.") % {"name": found.taken_by}, code="taken")
    if not policy.reports.workable(by, Report.objects.filter(pk=report.pk)).exists():
        raise Http404
    found.report = report
    return _join(found, case, by=by) if case else _open(found, by=by)


def _open(child: ReportedChild, *, by: User) -> Case:
    agency = child.report.receiving_agency
    case = open_case(
        by=by,
        agency=agency,
        title=_("Report of concern"),
        purpose=_("Assess whether a child needs protection or support"),
        people=_people(child),
        kind=Case.Kind.CONCERN,
        status=Case.Status.ASSESSING,
        first=lambda made: _tie(child, made, by=by, joined=False),
    )
    _link_siblings(child, case, by=by)
    return case


def _join(child: ReportedChild, case: Case, *, by: User) -> Case:
    if not queries.joinable(by, child.report).filter(pk=case.pk).exists():
        raise ValidationError({"case": _("The report cannot be added to this case.")})
    _tie(child, case, by=by, joined=True)
    if queries.decided_cases(child.report).filter(pk=case.pk).exists():
        start_feedback(case, by=by)
    process.engine().report(child, by=by)
    _link_siblings(child, case, by=by)
    return case


def _tie(child: ReportedChild, case: Case, *, by: User, joined: bool) -> None:
    """Say of the child which case it is in, and write into the case what was reported."""
    child.case, child.joined, child.taken_at, child.taken_by = case, joined, timezone.now(), by
    child.save(update_fields=["case", "joined", "taken_at", "taken_by"])
    start_clocks(child, by=by)
    kind = ReportEvent.Kind.JOINED if joined else ReportEvent.Kind.OPENED
    ReportEvent.objects.create(report=child.report, kind=kind, actor=by)
    agency = child.report.receiving_agency
    record(case, "report-taken-in", actor=by, agency=agency, inside=True, report=str(child.report_id), tell=[])
    write_entry(
        case,
        by=by,
        agency=agency,
        kind="note",
        topic="home",
        title=_("Report of concern, %(number)s") % {"number": child.report.number},
        text=written_out(child.report),
        data={"report": str(child.report_id)},
    )


def written_out(report: Report) -> str:
    """Return what was reported as one text. Not who reported, nor which other children it is about."""
    arrived = timezone.localtime(report.arrived_at)
    told = report.family_told_text
    parts = [
        (_("Came in"), f"{arrived:%Y-%m-%d %H:%M}"),
        (_("When it happened"), report.happened),
        (_("What has happened"), report.facts),
        (_("What the notifier makes of it"), report.interpretation),
        (_("Injuries"), report.injuries_text or report.get_injuries_display()),
        (_("Danger now"), (report.danger_why or _("Yes")) if report.danger else ""),
        (_("The child’s own words"), report.child_words),
        (_("Earlier contacts"), report.earlier),
        (_("The family has been told"), f"{_('Yes') if report.family_told else _('No')}. {told}".strip()),
    ]
    return "\n\n".join(f"{label}: {text}" for label, text in parts if text)


def _people(child: ReportedChild) -> list[dict[str, Any]]:
    """Return the child and the guardians, as far as they are known, as `open_case` takes them."""
    own = {
        "role": "child",
        "given_name": child.given_name or _("Unknown"),
        "family_name": child.family_name,
        "identity_number": child.identity_number,
        "birth_date": child.birth_date,
        "address": child.address,
        "school": child.school,
        "language": child.language,
        "interpreter": child.interpreter,
        "protection": "marked" if child.protected else "none",
    }
    guardians = [
        {
            "role": "guardian",
            "given_name": guardian.given_name,
            "family_name": guardian.family_name,
            "phone": guardian.phone,
            "custody": guardian.custody == guardian.Custody.YES,
        }
        for guardian in child.report.guardians.all()
        if guardian.full_name
    ]
    return [own, *guardians]


def _link_siblings(child: ReportedChild, case: Case, *, by: User) -> None:
    """Link the cases of the children of one report, where ``by`` may: neither says the name of the other child."""
    linked = {row["case"].pk for row in links_of(by, case)}
    others = Case.objects.filter(reported__report=child.report_id).exclude(pk__in=[case.pk, *linked]).distinct()
    for other in policy.visible(by, Act.VIEW, others):
        if not case.has_assumed and not other.has_assumed and policy.can(by, Act.COORDINATE, case):
            link(case, other.reference, by=by, why=_("Reported together"))
