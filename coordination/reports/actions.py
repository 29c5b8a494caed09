"""What people do with reports of concern before and beside the case: send, write down, read."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency, User
from coordination.history.doorbell import knock
from coordination.history.recording import note_reading
from coordination.reports import queries
from coordination.reports.models import (
    Report,
    ReportedChild,
    ReportedGuardian,
    ReportEvent,
    ReportFile,
    ReportNotice,
)
from permissions import policy

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # None that is taken for another when it is read aloud.
TOLD = (
    "duty", "wants_feedback", "wants_meeting", "happened", "facts", "interpretation", "injuries", "injuries_text",
    "danger", "danger_why", "child_words", "earlier", "family_told", "family_told_text",
)  # fmt: skip
NOTIFIER = ("notifier_name", "notifier_role", "notifier_unit", "notifier_phone")
CHILD = (
    "given_name", "family_name", "identity_number", "birth_date", "age", "address", "address_unknown", "school",
    "language", "interpreter", "protected",
)  # fmt: skip
GUARDIAN = ("given_name", "family_name", "phone", "custody")


@transaction.atomic
def send_report(
    *,
    by: User,
    agency: Agency,
    to: Agency,
    told: dict[str, Any],
    children: Sequence[dict[str, Any]],
    guardians: Iterable[dict[str, Any]] = (),
    files: Iterable[ReportFile] = (),
) -> Report:
    """Report a concern for ``agency`` to ``to``, now. For whoever works at the agency.

    ``told`` are the fields of ``TOLD``, ``children`` and ``guardians`` rows of
    ``CHILD`` and ``GUARDIAN``. Raises PermissionDenied, ValidationError without
    a child or without facts.
    """
    if agency not in queries.own_agencies(by) or to not in queries.receivers_for(agency):
        raise PermissionDenied(_("You report for your own agency, to the social services of the municipality."))
    who = {"notifier_name": str(by), "notifier_role": _title(by, agency), "notifier_unit": agency.name}
    report = _create(
        told, children, guardians, files,
        source=Report.Source.MEMBER, reporter=by, reporter_agency=agency, receiving_agency=to, registered_by=by,
        notifier_phone=by.phone, **who,
    )  # fmt: skip
    happened(report, ReportEvent.Kind.SENT, by)
    tell(report, ReportNotice.Kind.ARRIVED, policy.reports.people_who_receive(to), but=by)
    return report


@transaction.atomic
def register_report(
    *,
    by: User,
    to: Agency,
    source: str,
    channel: str,
    arrived_at: datetime,
    told: dict[str, Any],
    children: Sequence[dict[str, Any]],
    notifier: dict[str, str] | None = None,
    shielded: bool = False,
    guardians: Iterable[dict[str, Any]] = (),
    files: Iterable[ReportFile] = (),
) -> Report:
    """Write down a report that came by phone, visit or letter. For the members of the receiving agency.

    The law counts from ``arrived_at``. Of an anonymous notifier nothing is kept;
    a private one is always shielded; one under duty cannot be either.
    """
    if to not in queries.receiving_agencies(by):
        raise PermissionDenied(_("Reports are written down by those who receive them."))
    if arrived_at > timezone.now():
        raise ValidationError({"arrived_on": _("The report cannot have come in later than now.")})
    private = source in (Report.Source.PRIVATE, Report.Source.ANONYMOUS)
    if source == Report.Source.MEMBER or (told.get("duty") and private):
        raise ValidationError({"source": _("Somebody who must report in their work cannot be a private notifier.")})
    who = {} if source == Report.Source.ANONYMOUS else {k: v for k, v in (notifier or {}).items() if k in NOTIFIER}
    report = _create(
        told, children, guardians, files,
        source=source, channel=channel, receiving_agency=to, arrived_at=arrived_at, registered_by=by,
        shielded=shielded or private, **who,
    )  # fmt: skip
    happened(report, ReportEvent.Kind.REGISTERED, by)
    tell(report, ReportNotice.Kind.ARRIVED, policy.reports.people_who_receive(to), but=by)
    return report


@transaction.atomic
def open_report(pk: Any, *, by: User) -> Report:
    """Return a report to be read, and note that it was: on the report, and in the cases of its children.

    Raises Http404 for who may not read it.
    """
    report = queries.readable(by).filter(pk=pk).first()
    if report is None:
        raise Http404
    note_read(report, ReportEvent.Kind.READ, by=by)
    ReportNotice.objects.filter(recipient=by, report=report, read_at=None).update(read_at=timezone.now())
    return report


def note_read(report: Report, kind: str, *, by: User) -> None:
    """Note that ``by`` was shown a report or a file of it. In the transaction of the page: no note, no page."""
    happened(report, kind, by)
    for child in queries.children_of(by, report):
        if child.case is not None:
            note_reading(by, child.case, "report", report)


@transaction.atomic
def find_earlier(child: ReportedChild, *, by: User) -> list[ReportedChild]:
    """Return the same child in earlier reports to the unit, newest first, and note on each that it was found.

    Only that there was a report, when, and what became of it: neither the report nor its case is opened.
    """
    rows = ReportedChild.objects.select_related("report", "case__coordinator").order_by("-report__arrived_at")
    found = list(policy.reports.earlier(by, child, rows))
    for other in found:
        happened(other.report, ReportEvent.Kind.FOUND, by)
    return found


def read_notices(user: User, report: Report) -> None:
    """Mark what ``user`` was told of a report as read."""
    ReportNotice.objects.filter(recipient=user, report=report, read_at=None).update(read_at=timezone.now())


def _create(
    told: dict[str, Any], children: Sequence[dict], guardians: Iterable[dict], files: Iterable[ReportFile], **row: Any
) -> Report:
    if not children:
        raise ValidationError(_("A report is about at least one child."))
    if not str(told.get("facts", "")).strip():
        raise ValidationError({"facts": _("Write what has happened.")})
    report = Report.objects.create(number=_number(), **{k: v for k, v in told.items() if k in TOLD}, **row)
    for number, child in enumerate(children, 1):
        ReportedChild.objects.create(report=report, number=number, **{k: v for k, v in child.items() if k in CHILD})
    for guardian in guardians:
        ReportedGuardian.objects.create(report=report, **{k: v for k, v in guardian.items() if k in GUARDIAN})
    for file in files:
        file.report, file.draft = report, None
        file.save(update_fields=["report", "draft"])
    return report


def _number() -> str:
    """Return a number for a receipt. It is drawn, not counted: it tells nobody how many reports there are."""
    drawn = "".join(secrets.choice(LETTERS) for _place in range(8))
    number = f"{drawn[:4]}-{drawn[4:]}"
    return _number() if Report.objects.filter(number=number).exists() else number


def _title(user: User, agency: Agency) -> str:
    posts = user.memberships.live().filter(agency=agency).exclude(title="")
    return posts.values_list("title", flat=True).first() or ""


def happened(report: Report, kind: str, by: User) -> None:
    """Note what happened to a report."""
    ReportEvent.objects.create(report=report, kind=kind, actor=by)


def tell(report: Report, kind: str, people: Iterable[User], *, but: User) -> None:
    """Let people hear that there is something about a report, in the caller's transaction."""
    told = sorted({person.pk for person in people} - {but.pk})
    ReportNotice.objects.bulk_create(ReportNotice(recipient_id=pk, report=report, kind=kind) for pk in told)
    transaction.on_commit(partial(knock, told), robust=True)
