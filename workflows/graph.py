"""A flow as a graph: what follows what."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from viewflow.workflow.nodes import End

from workflows.gateways import Outcome
from workflows.reminders import Reminder
from workflows.steps import AgencyStep


def nodes(flow: Any) -> list:
    """Return the nodes of a flow, without the timers on the border of its steps."""
    return [node for node in flow.instance.nodes() if not isinstance(node, Reminder)]


def after(node: Any) -> list:
    """Return what may follow a node directly."""
    return [edge.dst for edge in node._outgoing()]


def reachable(start: Any) -> set:
    """Return every node one can come to from ``start``, itself included."""
    seen, waiting = {start}, deque([start])
    while waiting:
        for node in after(waiting.popleft()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def starts(flow: Any) -> list:
    """Return the nodes that a run of the flow begins with."""
    return [node for node in nodes(flow) if (node.task_type or "").endswith("START")]


def reaches_end(node: Any) -> bool:
    """Say whether an end can be reached from a node."""
    return any(isinstance(n, End) for n in reachable(node))


def steps(flow: Any) -> Iterator[AgencyStep]:
    """Yield the steps of a flow."""
    yield from (node for node in nodes(flow) if isinstance(node, AgencyStep))


def ways(flow: Any, kind: str) -> list[str]:
    """Return the outcomes of a kind of step for which the flow draws a way, in the order of the drawing."""
    gates = (node for node in nodes(flow) if isinstance(node, Outcome) and node.of == kind)
    return [outcome for gate in gates for outcome in gate.outcomes()]


def draws(flow: Any, kind: str) -> bool:
    """Say whether the flow has a step of a kind."""
    return any(step.name == kind for step in steps(flow))


def optional(flow: Any) -> list[str]:
    """Return the kinds of step that a municipality may leave out."""
    return [step.name for step in steps(flow) if step.optional]


def steps_after(node: Any) -> set:
    """Return the steps that may come next, with no other step between."""
    found, seen, waiting = set(), set(), deque(after(node))
    while waiting:
        current = waiting.popleft()
        if current in seen:
            continue
        seen.add(current)
        if isinstance(current, AgencyStep):
            found.add(current)
        else:
            waiting.extend(after(current))
    return found


def in_order(flow: Any) -> list[AgencyStep]:
    """Return the steps in the order in which a run comes to them.

    As the flow's ``order`` says, or else by the longest way there; loops are left out.
    """
    if flow.order:
        return sorted(steps(flow), key=lambda node: flow.order.index(node.name))
    ranks: dict = {}
    for start in starts(flow):
        _rank(start, 0, ranks, ())
    return sorted(steps(flow), key=lambda node: ranks.get(node, len(ranks)))


def _rank(node: Any, rank: int, ranks: dict, way: tuple) -> None:
    if node in way or ranks.get(node, -1) >= rank:
        return
    ranks[node] = rank
    for following in after(node):
        _rank(following, rank + 1, ranks, (*way, node))
