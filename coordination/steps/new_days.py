"""Giving steps that run already the last day that the municipality has set since they were asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coordination.cases import process
from coordination.cases.models import Case
from coordination.history.recording import record
from coordination.steps.actions import move_due, people_of
from coordination.steps.models import Step
from permissions import policy


@transaction.atomic
def give_new_days(municipality: Any, days: Iterable[tuple[Step, datetime]], *, by: Any) -> int:
    """Move every step to its new last moment, in all cases or in none, and tell its people. Returns how many.

    ``days`` are open steps of the municipality's cases; one that was done
    meanwhile is passed over. No case is opened by it: who sets the rules of a
    municipality moves steps also of cases of which they know nothing. Raises
    PermissionDenied unless ``by`` may set them, `process.Busy` if somebody
    moves one of the cases on right now.
    """
    if not policy.may_set_rules(by, municipality):
        raise PermissionDenied
    wanted = {step.pk: due_at for step, due_at in days}
    steps = Step.objects.filter(pk__in=wanted, case__municipality=municipality)
    for case in Case.objects.filter(pk__in=steps.values("case")).order_by("pk"):
        process.engine().wait_for(case)  # Who does a step locks the run first, and then the step.
    still_open = list(steps.open().order_by("case", "pk"))
    for step in still_open:
        _move(step, wanted[step.pk], by)
    return len(still_open)


def _move(step: Step, due_at: datetime, by: Any) -> None:
    step = move_due(step, due_at)
    if step.put_off_until and step.put_off_until > due_at.date():
        step.put_off_until = None
        step.save(update_fields=["put_off_until"])
    process.engine().rearm_reminders(step)
    day = due_at.date().isoformat()
    record(step.case, "step-day-changed", actor=by, agency=step.agency, step=step, tell=people_of(step), day=day)
