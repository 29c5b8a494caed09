"""What every flow of a case has in common. A flow is read in `workflows/flows`; this is what it is made of."""

from functools import partial
from typing import Any

from viewflow.workflow import nodes
from viewflow.workflow.base import Flow

from coordination.agencies.models import Agency, User
from coordination.steps.models import Step
from permissions.roles import Act
from workflows.gateways import Outcome, Split, outcome_of
from workflows.locking import WaitingLock
from workflows.models import CaseProcess
from workflows.steps import AgencyStep

__all__ = [
    "AgencyStep",
    "CaseFlow",
    "Do",
    "End",
    "If",
    "Join",
    "Outcome",
    "Split",
    "Start",
    "actor",
    "coordinator_step",
    "outcome_of",
]

Do, End, If, Join, Start = nodes.Function, nodes.End, nodes.If, nodes.Join, nodes.StartHandle


class CaseFlow(Flow):
    """A way of working with a case, or a part of any.

    ``rules`` is the prefix of its deadline rules; empty: that of the case's
    own way of working. ``ends`` are the end states among which closing
    chooses, ``countries`` where it is used, ``order`` the kinds of its steps
    as people see them, where loops hide in which order a case comes to them.
    Module, class and node names are stored with every run: renaming one needs
    a data migration.
    """

    process_class = CaseProcess
    lock_impl = WaitingLock()
    rules = ""
    ends: tuple[str, ...] = ()
    countries: tuple[str, ...] = ("SE", "FI")
    order: tuple[str, ...] = ()

    def begin(self, activation: Any, *, case: Any, data: dict | None = None) -> CaseProcess:
        """Make a run for ``case``; ``data`` holds ids and codes only."""
        activation.process.case, activation.process.data = case, data or {}
        return activation.process


def lead(activation: Any) -> Agency:
    """Return the agency that leads the case."""
    return activation.process.case.lead_agency


def coordinator(activation: Any) -> User:
    """Return the coordinator of the case."""
    return activation.process.case.coordinator


def actor(activation: Any) -> User | None:
    """Return who did the last step of this run: what follows from it happens in their name."""
    done = Step.objects.filter(link__task__process=activation.process.pk, completed_at__isnull=False)
    step = done.order_by("-completed_at", "-link__task_id").select_related("completed_by").first()
    return step.completed_by if step else None


coordinator_step = partial(AgencyStep, agency=lead, owner=coordinator, act=Act.COORDINATE)
