"""Where a flow divides: by the outcome of a step, or into one branch for each agency."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.nodes.split import SplitActivation
from viewflow.workflow.nodes.switch import SwitchActivation

from coordination.steps.models import Step

PASSED_BY = "passed_by"  # In a task's data: the rule by which its step was left out.


def last(activation: Any, kind: str) -> Step | None:
    """Return the last step of a kind that was completed in this run."""
    done = Step.objects.filter(link__task__process=activation.process.pk, kind=kind, completed_at__isnull=False)
    return done.order_by("-link__task_id").first()


def outcome_of(activation: Any, kind: str) -> str:
    """Return the outcome of the last step of a kind that was completed in this run; empty if none was.

    Where the flow came by there last and the municipality leaves the step out, it is what the flow says for that.
    """
    node = getattr(activation.flow_class.instance, kind, None)
    if optional := getattr(node, "optional", ""):
        came = activation.process.task_set.filter(flow_task=node).order_by("-pk").first()
        if came is not None and PASSED_BY in came.data:
            return optional
    step = last(activation, kind)
    return step.outcome if step else ""


class OutcomeActivation(SwitchActivation):
    """Reads the outcome and chooses the way."""

    @Activation.status.super()
    def activate(self):
        """Find the way that the last outcome names."""
        self.next_task = self.flow_task.way(outcome_of(self, self.flow_task.of))


class Outcome(nodes.Switch):
    """Goes the way that the outcome of the last step of a kind names. An outcome nobody drew is an error."""

    activation_class = OutcomeActivation
    task_title = _("Outcome")

    def __init__(self, of: str) -> None:
        super().__init__()
        self.of = of

    def When(self, outcome: str, node: Any) -> "Outcome":  # noqa: N802  Viewflow's style
        """Go to ``node`` after this outcome."""
        return self.Case(node, outcome)

    def Otherwise(self, node: Any) -> "Outcome":  # noqa: N802
        """Go to ``node`` after any other outcome, or none."""
        return self.Default(node)

    def way(self, outcome: str) -> Any:
        """Return the node that follows an outcome."""
        ways = {name: node for node, name in self._branches}
        node = ways.get(outcome) or ways.get(None)
        if node is None:
            raise FlowRuntimeError(f"{self.name}: no way for the outcome {outcome!r} of {self.of}")
        return node

    def outcomes(self) -> list[str]:
        """Return the outcomes that are drawn."""
        return [name for _node, name in self._branches if name]

    def _outgoing(self) -> Iterator[Edge]:
        for node in dict.fromkeys(node for node, _name in self._branches):
            names = [name for to, name in self._branches if to is node and name]
            yield Edge(src=self, dst=node, edge_class="cond_true" if names else "default", label=", ".join(names))


class EachActivation(SplitActivation):
    """Opens the branches."""

    @Activation.status.super()
    def activate(self):
        """Name the agency of each branch."""
        split = self.flow_task
        each = [(split.each, {"agency": str(agency.pk)}) for agency in split.agencies(self)]
        self.next_tasks = each or [(split.none, {})]


class Split(nodes.Split):
    """Opens one branch for each agency; with none, goes straight on."""

    activation_class = EachActivation
    task_title = _("Each agency")

    def ForEach(self, agencies: Callable, node: Any) -> "Split":  # noqa: N802
        """Open ``node`` for each of the agencies that ``agencies(activation)`` returns."""
        self.agencies, self.each = agencies, node
        return self

    def IfNone(self, node: Any) -> "Split":  # noqa: N802
        """Go to ``node``, the join of the branches, if there is no agency."""
        self.none = node
        return self

    def _resolve(self, instance: Any) -> None:
        self.agencies = this.resolve(instance, self.agencies)
        self.each, self.none = this.resolve(instance, self.each), this.resolve(instance, self.none)
        self.each._multi_instance = True

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(src=self, dst=self.each, edge_class="cond_true")
        yield Edge(src=self, dst=self.none, edge_class="default")
