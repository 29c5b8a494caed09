"""What people and the process do with steps. Every change of a step is here."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.stand_ins import substitutes
from coordination.history.recording import record
from coordination.people.protecting import without_where
from coordination.steps.kinds import act_of
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act

TOLD = ["reminded_at", "overdue_told_at", "escalated_at", "contact_told_at", "coordinator_told_at"]
COMPLETION = ["completed_at", "completed_by", "outcome", "owner", "taken_at", "draft", "draft_by", "draft_at"]


class StepClosed(Exception):
    """The step is no longer open: somebody was first, or it is no longer needed."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.pk)
        self.step = step


class DraftConflict(Exception):
    """A colleague saved a newer draft; both versions must be shown."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.pk)
        self.step = step


@transaction.atomic
def request_step(
    case: Any,
    *,
    agency: Any,
    kind: str,
    due_at: datetime,
    owner: Any = None,
    reason: str = "",
    round: int = 1,
    draft: dict | None = None,
) -> Step:
    """Ask ``agency`` (and a person, if named) to do something by ``due_at``. Called by the process."""
    step = Step.objects.create(
        case=case,
        agency=agency,
        owner=owner,
        taken_at=timezone.now() if owner else None,
        kind=kind,
        due_at=due_at,
        reason=reason,
        round=round,
        draft=draft or {},
    )
    record(case, "step-requested", agency=agency, step=step, tell=people_of(step))
    return step


def people_of(step: Step) -> list:
    """Return whom a step concerns: its owner and who stands in for them, or else the agency's people who may do it."""
    if step.owner_id:
        return [step.owner, *substitutes(step.owner, step.case)]
    return list(policy.people_who_can(act_for(step), step.case, agency=step.agency))


def act_for(step: Step) -> Act:
    """Return the act that doing this step is."""
    return act_of(step.kind)


@transaction.atomic
def take(step: Step, *, by: Any) -> Step:
    """Make ``by`` the one who does the step. Raises StepClosed; a step taken by another stays theirs.

    Who only stands in for somebody takes it for them: it stays where it belongs when the time is over.
    """
    step = _open_and_allowed(step, by)
    owner = policy.stands_in_for(by, step.case) or by.pk
    if step.owner_id not in (None, by.pk, owner):
        raise PermissionDenied(_("%(name)s already has this step.") % {"name": step.owner})
    if step.owner_id is None:
        step.owner_id, step.taken_at = owner, timezone.now()
        step.save(update_fields=["owner", "taken_at"])
        record(step.case, "step-taken", actor=by, agency=step.agency, inside=True, step=step)
    return step


@transaction.atomic
def hand_over(step: Step, *, by: Any, to: Any) -> Step:
    """Give the step to a colleague who may do it; both are told."""
    step = _open_and_allowed(step, by)
    _must_be_able(step, to)
    previous, step.owner, step.taken_at, step.put_off_until = step.owner, to, timezone.now(), None
    step.save(update_fields=["owner", "taken_at", "put_off_until"])
    told = [to, *([previous] if previous else [])]
    record(step.case, "step-handed-over", actor=by, agency=step.agency, inside=True, step=step, tell=told, person=to.pk)
    return step


@transaction.atomic
def hand_back(step: Step, *, by: Any) -> Step:
    """Let any colleague take the step again."""
    step = _open_and_allowed(step, by)
    step.owner = step.taken_at = step.put_off_until = None
    step.save(update_fields=["owner", "taken_at", "put_off_until"])
    record(step.case, "step-handed-back", actor=by, agency=step.agency, inside=True, step=step)
    return step


@transaction.atomic
def reassign(step: Step, *, by: Any, to: Any, reason: str) -> Step:
    """Move the step to another of the agency's people, who reads why. For its unit manager; both persons are told."""
    policy.require(by, Act.REASSIGN, step)
    step = lock(step)
    _must_be_open(step)
    _must_be_able(step, to)
    previous, step.owner, step.taken_at, step.put_off_until = step.owner, to, timezone.now(), None
    step.reason = "\n".join(text for text in (step.reason, reason.strip()) if text)[:500]
    step.save(update_fields=["owner", "taken_at", "put_off_until", "reason"])
    told = [to, *([previous] if previous else [])]
    record(step.case, "step-reassigned", actor=by, agency=step.agency, inside=True, step=step, tell=told, person=to.pk)
    return step


@transaction.atomic
def put_off(step: Step, *, by: Any, until: date) -> Step:
    """Let the step come back to its owner's list on a day; it stays theirs, and due when it was.

    Raises PermissionDenied for a step of somebody else, ValidationError for a
    day that is not after today or lies after the last day of the step.
    """
    step = _open_and_allowed(step, by)
    if not owned(step, by):
        raise PermissionDenied(_("Take the step first: only who has it can put it off."))
    if until <= timezone.localdate():
        raise ValidationError(_("Choose a day after today."))
    if until > timezone.localdate(step.due_at):
        raise ValidationError(_("The step must be done by then. Choose a day no later than its last day."))
    step.put_off_until = until
    step.save(update_fields=["put_off_until"])
    day = until.isoformat()
    record(step.case, "step-put-off", actor=by, agency=step.agency, inside=True, step=step, day=day, tell=[])
    return step


@transaction.atomic
def take_up(step: Step, *, by: Any) -> Step:
    """Let a step that was put off come back now."""
    step = _open_and_allowed(step, by)
    if not owned(step, by):
        raise PermissionDenied(_("Only who has the step can take it up again."))
    if _come_back(step):
        record(step.case, "step-taken-up", actor=by, agency=step.agency, inside=True, step=step, tell=[])
    return step


def owned(step: Step, by: Any) -> bool:
    """Say whether ``by`` has the step, or stands in for who has it."""
    return step.owner_id is not None and step.owner_id in (by.pk, policy.stands_in_for(by, step.case, step.owner_id))


@transaction.atomic
def save_draft(step: Step, *, by: Any, data: dict, version: int) -> Step:
    """Keep what was typed so far. ``version`` is the draft the writer began from.

    Where a protected person is, is covered before it is kept. Raises
    DraftConflict if a colleague saved in between, StepClosed if the step is done.
    """
    step = _open_and_allowed(step, by)
    if step.draft_version != version and step.draft_by_id != by.pk:
        raise DraftConflict(step)
    step.draft, step.draft_version = without_where(step.case, data), step.draft_version + 1
    step.draft_by, step.draft_at = by, timezone.now()
    step.save(update_fields=["draft", "draft_version", "draft_by", "draft_at"])
    return step


@transaction.atomic
def complete_step(step: Step, *, by: Any, work: Callable[[], str]) -> Step:
    """Do ``work``, which returns the outcome, and close the step as done by ``by``.

    Called inside the engine's completion, which moves the process on. Right and
    openness are asked before the work: the work may end both, as an answer ends
    the invitation that let its giver answer.
    """
    step = _open_and_allowed(step, by)
    outcome, now = work(), timezone.now()
    step.completed_at, step.completed_by, step.outcome = now, by, outcome
    step.owner, step.taken_at = step.owner or by, step.taken_at or now
    step.draft, step.draft_by, step.draft_at = {}, None, None
    step.save(update_fields=COMPLETION)
    record(step.case, "step-completed", actor=by, agency=step.agency, step=step, outcome=outcome)
    return step


@transaction.atomic
def withdraw_step(step: Step, *, by: Any = None) -> None:
    """Close the step undone: it is no longer needed. Called by the process."""
    step = lock(step)
    if step.is_open:
        told = people_of(step)
        step.withdrawn_at, step.draft, step.draft_by = timezone.now(), {}, None
        step.save(update_fields=["withdrawn_at", "draft", "draft_by"])
        record(step.case, "step-withdrawn", actor=by, agency=step.agency, step=step, tell=told)


@transaction.atomic
def move_due(step: Step, due_at: datetime) -> Step:
    """Let an open step be due at another moment; people are told of that day as of a new one.

    For the deadline of the law that the step carries, which says in the history why.
    """
    step = lock(step)
    _must_be_open(step)
    step.due_at = due_at
    for field in TOLD:
        setattr(step, field, None)
    step.save(update_fields=["due_at", *TOLD])
    return step


@transaction.atomic
def send_back(case: Any, agency: Any, *, kind: str, by: Any) -> None:
    """Tell an agency that more is wanted of a step it did; the process opens the new one, with the reason."""
    policy.require(by, Act.COORDINATE, case)
    step = case.steps.filter(kind=kind, agency=agency).order_by("-requested_at").first()
    told = policy.people_who_can(Act.WRITE, case, agency=agency)
    record(case, "step-sent-back", actor=by, agency=agency, step=step, tell=told)


@transaction.atomic
def nudge(step: Step, *, by: Any) -> None:
    """Remind the agency on behalf of the coordinator; a step put off comes back at once. Raises StepClosed."""
    policy.require(by, Act.COORDINATE, step.case)
    step = lock(step)
    _must_be_open(step)
    _come_back(step)
    record(step.case, "step-nudged", actor=by, agency=step.agency, step=step, tell=people_of(step))


def lock(step: Step) -> Step:
    """Return the step as it is now, locked until the transaction ends."""
    return Step.objects.select_for_update(of=["self"]).select_related("case", "agency", "owner").get(pk=step.pk)


def _come_back(step: Step) -> bool:
    was, step.put_off_until = step.put_off_until, None
    step.save(update_fields=["put_off_until"])
    return was is not None


def _open_and_allowed(step: Step, by: Any) -> Step:
    policy.require(by, act_for(step), step)
    step = lock(step)
    _must_be_open(step)
    return step


def _must_be_open(step: Step) -> None:
    if not step.is_open:
        raise StepClosed(step)


def _must_be_able(step: Step, to: Any) -> None:
    if not policy.can(to, act_for(step), step):
        raise PermissionDenied(_("%(name)s has no access to this case.") % {"name": to})
