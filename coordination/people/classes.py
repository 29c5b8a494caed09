"""The confidentiality class of a case: what changes with it, and who then loses sight of it.

It stands below the cases because marking a person as protected raises it.
"""

from functools import partial
from typing import Any

from django.db import transaction

from coordination.history.doorbell import check_access
from coordination.history.recording import record
from coordination.rules.queries import value_of
from permissions import policy
from permissions.roles import Act


def set_class(case: Any, value: int, *, by: Any) -> None:
    """Give the case another class; who loses sight of it is sent away from open pages, and their steps are free again.

    Not an intention of its own: `access.classes` and `people.actions` use it, and ask who may.
    """
    if case.confidentiality == value:
        return
    before = set(policy.people_who_can(Act.SEE_COVER, case))
    kind = "class-raised" if value > case.confidentiality else "class-lowered"
    case.confidentiality = value
    case.save(update_fields=["confidentiality"])
    lost = before - set(policy.people_who_can(Act.SEE_COVER, case))
    case.steps.open().filter(owner__in=lost).exclude(kind="answer").update(owner=None, taken_at=None)
    record(case, kind, actor=by, confidentiality=value, tell=policy.people_who_can(Act.VIEW, case))
    transaction.on_commit(partial(check_access, [u.pk for u in lost]), robust=True)


def least_class(case: Any) -> int:
    """Return the lowest class the case may have.

    A protected person in it asks for more (rule ``protection.class``), and so do
    some ways of working (``class.by_way``).
    """
    least = int(value_of("class.by_way", case.municipality).get(case.kind, 0))
    protected = case.people.exclude(protection="none").exists()
    return max(least, int(value_of("protection.class", case.municipality))) if protected else least
