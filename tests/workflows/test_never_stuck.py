"""Every way of working, walked by every outcome that is drawn: somebody always has a step, until the case is closed."""

from collections import Counter, deque

import pytest
from django.utils import timezone

from tests.workflows.conftest import opened
from workflows import graph
from workflows.flows import SigFlow, SipFlow, SspfFlow
from workflows.gateways import Outcome
from workflows.invariants import breaches

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOT_HERE = {"consult", "answer"}  # Walked by the lead agency alone, from a named person on.
MOST_STEPS, MOST_WALKS, FAR = 200, 15, 1000


class Ways:
    """The outcomes of a flow that are still to be walked: first those that lead on, then those that end a case."""

    def __init__(self, flow):
        self.flow, self.used = flow, Counter()
        self.steps = {node.name: node for node in graph.steps(flow) if node.name not in NOT_HERE}
        self.gates = {node.of: node for node in graph.nodes(flow) if isinstance(node, Outcome)}
        self.ending = {pair for pair in self._pairs() if self._ends(*pair)}

    def choices(self, kind):
        """What may come of a step, as the flow draws it."""
        return list(self.flow.ends) if kind == "close" else graph.ways(self.flow, kind) or ["done"]

    @property
    def left(self):
        """What is to be walked now."""
        missing = {pair for pair in self._pairs() if not self.used[pair]}
        return missing - self.ending or missing

    def take(self, kind):
        """Return what comes of a step in this walk: what is to be walked now, or else the shortest way there."""
        left = self.left
        wanted = [o for o in self.choices(kind) if (kind, o) in left]
        goals = {self.steps[name] for name, _outcome in left}
        outcome = wanted[0] if wanted else min(self.choices(kind), key=lambda o: self._cost(kind, o, goals))
        self.used[kind, outcome] += 1
        return outcome

    def _pairs(self):
        return [(kind, outcome) for kind in self.steps for outcome in self.choices(kind)]

    def _ends(self, kind, outcome):
        start = self.gates[kind].way(outcome) if kind in self.gates else self.steps[kind]
        return not graph.reachable(start) & set(self.gates.values())

    def _cost(self, kind, outcome, goals):
        start = self.gates[kind].way(outcome) if kind in self.gates else self.steps[kind]
        seen, waiting = {start}, deque([(start, 0)])
        while waiting:
            node, far = waiting.popleft()
            if node in goals:
                return far, self.used[kind, outcome]
            following = [n for n in graph.after(node) if n not in seen]
            seen.update(following)
            waiting.extend((n, far + 1) for n in following)
        return FAR, self.used[kind, outcome]


def do(walk, kind, outcome):
    """Do the open step of the lead agency with that outcome, and what the domain needs for it."""
    if kind == "draft_plan":
        walk.propose("A1", points=walk.points if walk.case.kind == "sip" else None)
    elif kind == "approve":
        walk.approve("A1")
    elif kind == "close" and outcome == walk.run.flow_class.ends[0]:
        walk.do("close", apply=lambda run: run.data.update(after_on=timezone.localdate().isoformat()) or outcome)
    else:
        walk.do(kind, outcome)


@pytest.mark.parametrize("flow", [SspfFlow, SipFlow, SigFlow])
def test_every_outcome_is_walked_and_every_walk_ends(cast, flow):
    ways = Ways(flow)
    for _walk in range(MOST_WALKS):
        if not ways.left:
            break
        walk = opened(cast, flow.rules)
        for _step in range(MOST_STEPS):
            walk.case.refresh_from_db()
            if not walk.case.is_open:
                break
            ((kind, _agency),) = walk.open()
            do(walk, kind, ways.take(kind))
        assert walk.case.end_state
        assert walk.run.finished
    assert not ways.left
    assert list(breaches()) == []
