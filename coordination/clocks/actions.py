"""What starts, meets and drops a clock. Every change of a deadline is here or in `extending` and `telling`."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.clocks.models import Deadline
from coordination.clocks.queries import due_by, late_by, open_clock, people_of, rule_for
from coordination.history.recording import record
from permissions import policy
from permissions.roles import Act


class ClockClosed(Exception):
    """The deadline is no longer open: it was met or dropped meanwhile."""


@transaction.atomic
def start_clock(
    case: Any,
    code: str,
    *,
    agency: Any,
    by: Any = None,
    since: datetime | None = None,
    step: Any = None,
    subject: str = "",
    quiet: bool = False,
) -> Deadline:
    """Let the clock ``code`` (as ``SE-D02``) run for ``agency`` from ``since`` (now unless told), and say so.

    For what a process or the arrival of something starts; who may do that is asked there. If it runs already for
    the agency and the ``subject`` (an id or a code, never a name), that one stays as it is and is returned: the
    law counts from what came first. Where the time has run out already and the rule says what is done ``late``,
    that counts, from now. ``step`` is what meets it; with a step, or ``quiet``, nobody is told besides.
    Raises NoSuchRule or NoLimit if there is no such clock in the country, ValidationError for a ``since`` that is
    still to come.
    """
    now = timezone.now()
    since = since or now
    if since > now:
        raise ValidationError(_("A deadline cannot start at a moment that is still to come."))
    rule = rule_for(code, case.municipality, since)
    due_at = due_by(rule, since, case.municipality)
    if due_at < now:
        today = rule_for(code, case.municipality, now)
        if late := late_by(today, now, case.municipality):
            rule, since, due_at = today, now, late
    try:
        with transaction.atomic():
            deadline = Deadline.objects.create(
                case=case,
                code=code,
                subject=subject,
                rule=rule,
                agency=agency,
                waits_for=rule.value.get("waits_for", Deadline.Waits.AGENCY),
                started_at=since,
                started_by=by,
                due_at=due_at,
            )
    except IntegrityError:
        running = open_clock(case, code, agency=agency, subject=subject)
        if running is None:
            raise
        return carry(running, step) if step is not None else running
    told = [] if quiet or step is not None else people_of(deadline)
    note(deadline, "clock-started", by=by, tell=told)
    return carry(deadline, step) if step is not None else deadline


@transaction.atomic
def carry(deadline: Deadline, step: Any) -> Deadline:
    """Make ``step`` the one that meets the deadline. Called by the process when the step is asked for."""
    deadline = lock(deadline)
    deadline.step = step
    deadline.save(update_fields=["step"])
    return deadline


@transaction.atomic
def meet_clock(
    case: Any, code: str, *, by: Any = None, at: datetime | None = None, agency: Any = None, subject: str | None = None
) -> Deadline | None:
    """Note that what the clock ``code`` waits for is done, ``at`` a moment (now unless told); late is met too.

    For processes and the actions that do what law wants: what ``by`` may do is asked there. Returns the deadline,
    or None if none of that code is open. Raises ValidationError for a moment before its start or still to come.
    """
    deadline = open_clock(case, code, agency=agency, subject=subject)
    return _meet(deadline, by=by, at=at) if deadline is not None else None


@transaction.atomic
def meet_by_hand(deadline: Deadline, *, by: Any, at: datetime | None = None) -> Deadline:
    """Note that it is done, by somebody who writes for the agency. Raises ClockClosed, ValidationError.

    A deadline that an open step carries is met by doing the step.
    """
    policy.require(by, Act.WRITE, deadline)
    if deadline.step is not None and deadline.step.is_open:
        raise ValidationError(_("Do the step: the deadline is met with it."))
    return _meet(deadline, by=by, at=at)


@transaction.atomic
def meet_with(step: Any, *, by: Any) -> None:
    """Meet every deadline that ``step`` carries. Called by the process when the step is done."""
    for deadline in Deadline.objects.open().filter(step=step):
        _meet(deadline, by=by)


@transaction.atomic
def drop_clock(deadline: Deadline, *, by: Any = None, reason: str) -> None:
    """End a deadline unmet, because nothing needs to be done any more. ``reason`` is kept as it is. Once."""
    deadline = lock(deadline)
    if deadline.is_open:
        told = people_of(deadline)
        deadline.dropped_at, deadline.drop_reason = timezone.now(), reason[:300]
        deadline.save(update_fields=["dropped_at", "drop_reason"])
        note(deadline, "clock-dropped", by=by, tell=told)


@transaction.atomic
def drop_clocks(case: Any, *, by: Any = None, reason: str, agency: Any = None, but: Any = None) -> None:
    """Drop every open deadline of a case (of one agency, if given), save those that the step ``but`` carries."""
    rows = Deadline.objects.open().filter(case=case)
    rows = rows if agency is None else rows.filter(agency=agency)
    rows = rows if but is None else rows.exclude(pk__in=rows.filter(step=but).values("pk"))
    for deadline in rows.order_by("pk"):
        drop_clock(deadline, by=by, reason=reason)


def lock(deadline: Deadline) -> Deadline:
    """Return the deadline as it is now, locked until the transaction ends."""
    rows = Deadline.objects.select_for_update(of=["self"])
    return rows.select_related("case__municipality", "agency", "rule", "step__owner").get(pk=deadline.pk)


def must_be_open(deadline: Deadline) -> None:
    """Raise ClockClosed if nobody has to meet it any more."""
    if not deadline.is_open:
        raise ClockClosed


def note(deadline: Deadline, kind: str, *, by: Any = None, tell: Any = ()) -> None:
    """Write what happened to a deadline into the history of its agency, and tell people of it."""
    facts = {"clock": deadline.code, "deadline": str(deadline.pk)}
    record(deadline.case, kind, actor=by, agency=deadline.agency, inside=True, tell=tell, **facts)


def _meet(deadline: Deadline, *, by: Any, at: datetime | None = None) -> Deadline:
    deadline = lock(deadline)
    must_be_open(deadline)
    now = timezone.now()
    at = at or now
    if not deadline.started_at <= at <= now:
        raise ValidationError(_("It was done between the start of the deadline and now. Look at the time."))
    deadline.met_at, deadline.met_by = at, by
    deadline.save(update_fields=["met_at", "met_by"])
    note(deadline, "clock-met", by=by)
    return deadline
