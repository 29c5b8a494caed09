"""Every way of working, walked by every outcome that is drawn: somebody always has a step, until the case is closed."""

from collections import Counter

import pytest
from django.utils import timezone

from tests.workflows.conftest import opened
from workflows import graph
from workflows.flows import SigFlow, SipFlow, SspfFlow
from workflows.invariants import breaches

pytestmark = pytest.mark.django_db
MOST_STEPS = 80


def choices(flow, kind):
    """What may come of a step, as the flow draws it."""
    return list(flow.ends) if kind == "close" else graph.ways(flow, kind) or ["done"]


def take(walk, kind, outcome):
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
    used, wanted = Counter(), {(s.name, o) for s in graph.steps(flow) for o in choices(flow, s.name)}
    wanted -= {(kind, o) for kind, o in wanted if kind in ("consult", "answer")}
    while missing := wanted - set(used):
        walk, before = opened(cast, flow.rules), len(missing)
        for _step in range(MOST_STEPS):
            walk.case.refresh_from_db()
            if not walk.case.is_open:
                break
            (kind, _agency), *others = walk.open()
            assert not others
            outcome = min(choices(flow, kind), key=lambda o: used[kind, o])
            used[kind, outcome] += 1
            take(walk, kind, outcome)
        assert walk.case.end_state
        assert walk.run.finished
        assert len(wanted - set(used)) < before
    assert list(breaches()) == []
