"""Telling people in time: when 75 % and 90 % of the time are used, and when it is over. Nothing is ever blocked."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.alone import alone
from coordination.clocks.actions import lock, note
from coordination.clocks.models import Deadline
from coordination.clocks.queries import deciders, people_of
from coordination.clocks.reckoning import part_of_way

logger = logging.getLogger(__name__)
ONE_AT_A_TIME = 7_346_902_116  # The key of the advisory lock: any number that nothing else here uses.
# What is told from the last to the first: percent, the column that remembers it, the kind of event.
STAGES = ((100, "breached_at", "clock-breached"), (90, "warned_90_at", "clock-90"), (75, "warned_75_at", "clock-75"))


def tell_clocks() -> int:
    """Tell of every deadline that has come to its next stage, each in a transaction of its own. Returns how many.

    One caller at a time works. Twice does no harm: the row remembers what was told. One that fails is tried
    again the next time, and stops no other. Who missed two stages at once hears of the last only.
    """
    with alone(ONE_AT_A_TIME) as is_alone:
        return sum(_told(pk) for pk in _waiting()) if is_alone else 0


def _waiting() -> list[Any]:
    """Return the running deadlines that somebody has to be told of."""
    found: dict[Any, None] = {}
    for percent, column, _kind in STAGES:
        rows = Deadline.objects.running().having_used(percent).filter(**{column: None})
        found |= dict.fromkeys(rows.order_by("due_now", "pk").values_list("pk", flat=True))
    return list(found)


def _told(pk: Any) -> bool:
    try:
        return _tell(pk)
    except Exception:
        logger.exception("deadline %s could not be told of and will be tried again", pk)
        return False


@transaction.atomic
def _tell(pk: Any) -> bool:
    deadline, now = lock(Deadline(pk=pk)), timezone.now()
    if not deadline.is_open or deadline.paused_at:
        return False
    reached = [
        (column, kind)
        for percent, column, kind in STAGES
        if part_of_way(deadline.started_at, deadline.due, percent) <= now
    ]
    untold = [column for column, _kind in reached if getattr(deadline, column) is None]
    if not untold:
        return False
    for column in untold:
        setattr(deadline, column, now)
    deadline.save(update_fields=untold)
    column, kind = reached[0]
    if column not in untold:
        return False
    people = people_of(deadline) + (deciders(deadline) if kind == "clock-breached" else [])
    note(deadline, kind, tell=people)
    return True
