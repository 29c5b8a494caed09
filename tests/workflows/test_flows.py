"""The flows as drawings: every way leads to an end, and what is stored keeps its name."""

from xml.etree import ElementTree

import pytest
from viewflow.workflow.models import Task

from coordination.models import Case
from coordination.steps.kinds import TITLES
from workflows import graph
from workflows.flows import (
    ALL,
    WAYS,
    ConcernFlow,
    JoiningFlow,
    LastensuojeluFlow,
    NewReportFlow,
    SettlingFlow,
    SspfFlow,
)
from workflows.forms import FORMS
from workflows.gateways import Outcome
from workflows.picture import bpmn

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def names(flow):
    return " ".join(sorted(node.name for node in graph.nodes(flow)))


@pytest.mark.parametrize("flow", ALL)
def test_every_node_is_reached_and_reaches_an_end(flow):
    reached = {node for start in graph.starts(flow) for node in graph.reachable(start)}
    assert reached == set(graph.nodes(flow))
    assert all(graph.reaches_end(node) for node in graph.nodes(flow))


def test_every_kind_of_step_has_its_place_in_a_flow():
    assert {step.name for flow in ALL for step in graph.steps(flow)} == set(TITLES)


def test_what_stored_runs_refer_to_keeps_its_name():
    """Renaming a flow or a node strands the runs that stand there: it needs a data migration."""
    assert {str(flow) for flow in ALL} == {
        "workflows/flows.sspf.SspfFlow",
        "workflows/flows.joining.JoiningFlow",
        "workflows/flows.settling.SettlingFlow",
        "workflows/flows.concern.ConcernFlow",
        "workflows/flows.concern.NewReportFlow",
        "workflows/flows.lastensuojelu.LastensuojeluFlow",
    }
    assert names(SspfFlow) == (
        "after_follow_up afterwards agree all_agree answer answered answered_consent approvals approve ask ask_again "
        "ask_approval call_meeting close consent consult consulted draft_plan end finish follow_up followed_up "
        "give_back hold_meeting inform invite map mapped mapping no_consent not_target only_consulted opened review "
        "reviewed screen screened start"
    )
    assert names(JoiningFlow) == "answer answered end map start"
    assert names(SettlingFlow) == "end finish settle start"
    assert names(ConcernFlow) == (
        "acute afterwards communicate communicated conclude decide decide_open decided_open end feedback finish "
        "investigate look_after notifier offer_meeting pre_assess protect protected start tell_family told"
    )
    assert names(NewReportFlow) == "acute end feedback notifier protect protected start"
    assert names(LastensuojeluFlow) == (
        "acute assess begin_assessment begun client_plan conclude decide_service decided end finish protect protected "
        "start"
    )
    assert {
        ("sspf", None): SspfFlow,
        ("concern", "SE"): ConcernFlow,
        ("concern", "FI"): LastensuojeluFlow,
    } == WAYS


@pytest.mark.django_db
def test_a_stored_task_finds_its_node_again(walk):
    walk.do("inform")
    assert {t.flow_task for t in Task.objects.filter(flow_task_type="HUMAN")} == {SspfFlow.inform, SspfFlow.consent}


def test_what_may_come_next_is_known():
    follow_up = {"follow_up", "map", "review", "draft_plan", "close"}
    assert {s.name for s in graph.steps_after(SspfFlow.review)} == {"call_meeting", "map", "review"}
    assert {s.name for s in graph.steps_after(SspfFlow.follow_up)} == follow_up
    assert graph.steps_after(SspfFlow.after_follow_up) == set()


@pytest.mark.parametrize("gate", [n for flow in ALL for n in flow.instance.nodes() if isinstance(n, Outcome)], ids=str)
def test_a_form_can_say_what_is_drawn_and_nothing_else(gate):
    said = set(FORMS[gate.of].outcomes)
    assert said >= set(gate.outcomes())
    assert said == set(gate.outcomes()) or any(name is None for _node, name in gate._branches)


def test_the_forms_end_states_are_those_of_the_case():
    assert set(FORMS["close"].outcomes) <= set(Case.End.values)


def test_steps_are_in_the_order_in_which_a_case_comes_to_them():
    assert " ".join(step.name for step in graph.in_order(SspfFlow)) == (
        "consult inform consent screen invite answer map review call_meeting hold_meeting draft_plan approve "
        "follow_up close after_follow_up"
    )


@pytest.mark.parametrize("flow", ALL)
def test_a_flow_is_given_to_other_tools_as_bpmn(flow):
    root = ElementTree.fromstring(bpmn(flow))
    process = root.find(f"{BPMN}process")
    ids = [part.get("id") for part in process]
    assert len(ids) == len(set(ids))
    assert len(process.findall(f"{BPMN}userTask")) == len(list(graph.steps(flow)))
    for edge in process.findall(f"{BPMN}sequenceFlow"):
        assert {edge.get("sourceRef"), edge.get("targetRef")} <= set(ids)
