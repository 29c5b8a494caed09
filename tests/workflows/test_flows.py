"""The flows as drawings: every way leads to an end, and what is stored keeps its name."""

from xml.etree import ElementTree

import pytest
from viewflow.workflow.models import Task

from coordination.models import Case, Municipality
from coordination.steps.kinds import TITLES
from permissions.roles import OPENERS
from workflows import graph
from workflows.flows import (
    ALL,
    WAYS,
    AnkkuriFlow,
    ConcernFlow,
    DecisionFlow,
    ExitFlow,
    GviFlow,
    JoiningFlow,
    LastensuojeluFlow,
    NewReportFlow,
    SettlingFlow,
    SigFlow,
    SipFlow,
    SspfFlow,
    ThreatRenewalFlow,
    flow_of,
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
        "workflows/flows.sip.SipFlow",
        "workflows/flows.sig.SigFlow",
        "workflows/flows.concern.ConcernFlow",
        "workflows/flows.concern.NewReportFlow",
        "workflows/flows.lastensuojelu.LastensuojeluFlow",
        "workflows/flows.exit.ExitFlow",
        "workflows/flows.renewing.ThreatRenewalFlow",
        "workflows/flows.gvi.GviFlow",
        "workflows/flows.ankkuri.AnkkuriFlow",
        "workflows/flows.deciding.DecisionFlow",
    }
    assert names(SspfFlow) == (
        "after_follow_up afterwards agree all_agree answer answered answered_consent approvals approve ask ask_again "
        "ask_approval call_meeting close consent consult consulted draft_plan end finish follow_up followed_up "
        "give_back hold_meeting inform invite map mapped mapping no_consent not_target only_consulted opened review "
        "reviewed screen screened start"
    )
    assert names(SipFlow) == (
        "after_follow_up afterwards agree all_agree answer answered answered_consent approvals approve ask "
        "ask_approval call close consent draft_plan end finish follow_up followed_up give_back hand_over hold_meeting "
        "need needed no_consent not_target pre_meeting prepared questions start"
    )
    assert names(SigFlow) == (
        "after_follow_up afterwards agree all_agree answer answered answered_consent approvals approve ask "
        "ask_again ask_approval call_meeting check_ground checked close consent draft_plan end escalate finish "
        "give_back hold_meeting inform invite map mapped mapping monthly name_lead nominate not_target review reviewed "
        "reviewed_monthly reviewed_weekly start step_down stepped_down weekly"
    )
    assert names(JoiningFlow) == "answer answered end map maps start"
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
    assert names(ExitFlow) == (
        "after_follow_up afterwards agree all_agree answer answered answered_consent approvals approve ask "
        "ask_approval assessed call_meeting choose_home chosen_home close consent contacted decide_help "
        "decided declined draft_plan end finish first_contact follow_exit followed give_back goes_on "
        "handed has_home hold_meeting invite known needs no_police not_target pass_on phases police_here "
        "police_terms receive received refer referred resume resumed start stay still_home terms_checked "
        "terms_here threat watch who_answered without_police"
    )
    assert names(GviFlow) == (
        "after_follow_up afterwards agree all_agree answer answered answered_consent approvals approve ask "
        "ask_approval close consent declined draft_plan end exit_opened finish follow_up followed_up "
        "give_back invite no_contact offer reach reached start support"
    )
    assert names(AnkkuriFlow) == (
        "answer answered answered_consent ask call_meeting child_report consent decided declined end "
        "hold_meeting invite no_need refer_on referred report_made screened start team_contact team_decide "
        "team_screen"
    )
    assert names(ThreatRenewalFlow) == ("end renew_threat renewed start")
    assert names(DecisionFlow) == "decided end start"


def test_every_way_of_working_that_can_be_opened_has_a_flow_in_its_country():
    for way, country in OPENERS:
        place = Municipality(country=country)
        assert country in flow_of(Case(kind=way, municipality=place)).countries
    assert {way for way, _country in WAYS} == set(Case.Kind.values)


def test_a_flow_of_one_country_goes_before_that_of_all_others(monkeypatch):
    monkeypatch.setitem(WAYS, ("sspf", "FI"), JoiningFlow)
    places = {country: Municipality(country=country) for country in ("SE", "FI")}
    assert [flow_of(Case(kind="sspf", municipality=place)) for place in places.values()] == [SspfFlow, JoiningFlow]


def test_no_two_flows_share_a_node():
    """A part is drawn anew in each flow: a node belongs to one flow, with five timers on a step."""
    found = [node for flow in ALL for node in graph.nodes(flow)]
    assert all(node.flow_class in ALL for node in found)
    assert len({id(node) for node in found}) == len(found)
    assert {len(list(step.timers())) for flow in ALL for step in graph.steps(flow)} == {5}


@pytest.mark.django_db
def test_a_stored_task_finds_its_node_again(walk):
    walk.do("inform")
    assert {t.flow_task for t in Task.objects.filter(flow_task_type="HUMAN")} == {SspfFlow.inform, SspfFlow.consent}


def test_what_may_come_next_is_known():
    follow_up = {"follow_up", "map", "review", "draft_plan", "close"}
    assert {s.name for s in graph.steps_after(SspfFlow.review)} == {"call_meeting", "map", "review"}
    assert {s.name for s in graph.steps_after(SspfFlow.follow_up)} == follow_up
    assert graph.steps_after(SspfFlow.after_follow_up) == set()


GATES = [node for flow in ALL for node in graph.nodes(flow) if isinstance(node, Outcome)]


@pytest.mark.parametrize("kind", sorted({gate.of for gate in GATES}))
def test_forms_can_say_what_is_drawn_and_nothing_else(kind):
    gates = [gate for gate in GATES if gate.of == kind]
    drawn = {outcome for gate in gates for outcome in gate.outcomes()}
    said = set(FORMS[kind].outcomes)
    assert said >= drawn
    assert said == drawn or any(name is None for gate in gates for _node, name in gate._branches)


@pytest.mark.parametrize("flow", [flow for flow in ALL if graph.draws(flow, "close")])
def test_a_flow_that_closes_names_its_end_states(flow):
    assert flow.ends
    assert set(flow.ends) <= set(Case.End.values)


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
