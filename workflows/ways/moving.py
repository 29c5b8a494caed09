"""Which running steps would get another last day by what the municipality has set since they were asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from coordination.cases.models import Case
from coordination.clocks.models import Deadline
from coordination.rules.models import Rule
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act
from workflows.deadlines import due_since


@dataclass(frozen=True)
class Move:
    """A step that is open, and the last moment that it would get."""

    step: Step
    due_at: datetime


@dataclass(frozen=True)
class Preview:
    """What moving would do: how much, and what of it the reader may know by its number."""

    moves: list[Move]
    known: list[Move]

    @property
    def steps(self) -> int:
        """How many steps would move."""
        return len(self.moves)

    @property
    def cases(self) -> int:
        """In how many cases."""
        return len({move.step.case_id for move in self.moves})

    @property
    def hidden(self) -> int:
        """How many of the cases the reader does not know."""
        return self.cases - len({move.step.case_id for move in self.known})


def preview(node: Any, way: str, rule: Rule, municipality: Any, user: Any) -> Preview:
    """Return what would move if the running steps of a kind got the days of ``rule``, for a reader."""
    found = moves(node, way, rule, municipality)
    cases = Case.objects.filter(pk__in={move.step.case_id for move in found})
    seen = set(policy.visible(user, Act.SEE_COVER, cases).values_list("pk", flat=True))
    return Preview(found, [move for move in found if move.step.case_id in seen])


def moves(node: Any, way: str, rule: Rule, municipality: Any) -> list[Move]:
    """Return the open steps of a kind whose last day would be another by ``rule``, the most urgent first.

    One that runs by a deadline of the law, or whose day people chose (a
    meeting, a follow-up in the plan), is never among them.
    """
    if node.clocks:
        return []
    rows = Step.objects.open().filter(kind=node.name, case__municipality=municipality, case__kind=way)
    rows = rows.exclude(Exists(Deadline.objects.filter(step=OuterRef("pk")))).select_related("case", "agency", "link")
    new = [Move(step, due_since(step.requested_at, rule.value, municipality)) for step in rows.order_by("due_at", "pk")]
    return [move for move in new if move.due_at != move.step.due_at and not _chosen(node, move.step)]


def _chosen(node: Any, step: Step) -> bool:
    if node.due is None:
        return False
    task = step.link.task
    return node.due_on(node.activation_class(task)) is not None
