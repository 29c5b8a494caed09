"""More time, and time that stands still: decided by who leads the unit, and only where the rule allows it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases import process
from coordination.clocks.actions import lock, must_be_open, note
from coordination.clocks.models import Deadline, Extension
from coordination.clocks.queries import latest_extension, people_of
from coordination.clocks.reckoning import end_of
from coordination.steps.actions import move_due
from permissions import policy
from permissions.roles import Act

FORGET_WARNINGS = {"warned_75_at": None, "warned_90_at": None, "breached_at": None}


@transaction.atomic
def extend_clock(deadline: Deadline, *, by: Any, until: date, reason: str) -> Deadline:
    """Give a deadline time to the end of the day ``until``, decided by ``by``, whose name and reason stand there.

    Only for who leads the unit of the agency, before the limit, and where the rule allows it. The step that
    carries it, those that lead up to it, and their reminders, move along. Raises PermissionDenied or Http404 for
    who may not, ClockClosed, and ValidationError for what the law does not allow.
    """
    deadline = _decided(deadline, by)
    moment = end_of(until, deadline.zone)
    _must_allow_more(deadline, moment, reason)
    made = Extension.objects.create(
        deadline=deadline, before=deadline.due, until=moment, reason=reason.strip()[:500], decided_by=by
    )
    deadline.extended_to = made.until
    _move(deadline, ["extended_to"])
    note(deadline, "clock-extended", by=by, tell=people_of(deadline))
    return deadline


@transaction.atomic
def pause_clock(deadline: Deadline, *, by: Any, reason: str) -> Deadline:
    """Let the time stand still from now, where the rule allows it. Raises as `extend_clock` does."""
    deadline = _decided(deadline, by)
    _must_have_reason(reason)
    if not deadline.may_pause:
        raise ValidationError(_("The rule does not let this deadline stand still."))
    if deadline.paused_at:
        raise ValidationError(_("This deadline stands still already."))
    if deadline.is_breached:
        raise ValidationError(_("The time is over. It can no longer stand still."))
    deadline.paused_at, deadline.paused_by, deadline.pause_reason = timezone.now(), by, reason.strip()[:300]
    deadline.save(update_fields=["paused_at", "paused_by", "pause_reason"])
    for step in _steps(deadline):
        process.engine().hold_reminders(step)
    note(deadline, "clock-paused", by=by, tell=people_of(deadline))
    return deadline


@transaction.atomic
def resume_clock(deadline: Deadline, *, by: Any) -> Deadline:
    """Let the time run on: the last day moves by the whole days it stood still. Raises as `extend_clock` does."""
    deadline = _decided(deadline, by)
    if deadline.paused_at is None:
        raise ValidationError(_("This deadline runs already."))
    now = timezone.now()
    deadline.due_at = _later(deadline, deadline.due_at, now)
    if deadline.extended_to:
        deadline.extended_to = _later(deadline, deadline.extended_to, now)
    deadline.paused_at, deadline.resumed_at = None, now
    _move(deadline, ["due_at", "extended_to", "paused_at", "resumed_at"])
    note(deadline, "clock-resumed", by=by, tell=people_of(deadline))
    return deadline


def _decided(deadline: Deadline, by: Any) -> Deadline:
    policy.require(by, Act.EXTEND, deadline)
    process.engine().wait_for(deadline.case)  # Who does the step locks the run first, and then the deadline.
    deadline = lock(deadline)
    must_be_open(deadline)
    return deadline


def _must_allow_more(deadline: Deadline, until: datetime, reason: str) -> None:
    _must_have_reason(reason)
    if not deadline.may_extend:
        raise ValidationError(_("The law does not let this deadline be extended."))
    if deadline.paused_at:
        raise ValidationError(_("Let the time run on before you extend it."))
    if deadline.is_breached:
        raise ValidationError(_("The time is over. More time must be decided before the limit."))
    if until <= deadline.due:
        raise ValidationError({"until": _("Choose a day after the last day that stands now.")})
    latest = latest_extension(deadline)
    if latest is not None and until > latest:
        raise ValidationError({"until": _("The law does not let the time be extended that far.")})


def _must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Write the reason.")})


def _later(deadline: Deadline, moment: datetime, now: datetime) -> datetime:
    """Return a last moment moved on by the time the clock stood still: in hours, or in whole days."""
    paused = deadline.paused_at or now
    if deadline.is_in_hours:
        return moment + (now - paused)
    days = now.astimezone(deadline.zone).date() - paused.astimezone(deadline.zone).date()
    return end_of(moment.astimezone(deadline.zone).date() + timedelta(days=days.days), deadline.zone)


def _move(deadline: Deadline, fields: list[str]) -> None:
    """Store the new moments, forget what was told of the old ones, and move the steps along."""
    for field, nothing in FORGET_WARNINGS.items():
        setattr(deadline, field, nothing)
    deadline.save(update_fields=[*fields, *FORGET_WARNINGS])
    for step in _steps(deadline):
        process.engine().rearm_reminders(move_due(step, deadline.due))


def _steps(deadline: Deadline) -> list[Any]:
    """Return the open steps that are due with a deadline: the one that meets it, and those that lead up to it."""
    carrying = [deadline.step] if deadline.step is not None and deadline.step.is_open else []
    return [*carrying, *process.engine().due_with(deadline)]
