"""A flow that could let somebody in, hang or lose somebody is refused when the service starts."""

import pytest
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.checks import check_join_nodes_require_a_real_lock
from viewflow.workflow.lock import no_lock

from coordination.steps.kinds import TITLES
from permissions.roles import Act
from workflows.checks import check_flows, deadline_rules, faults, form_kinds
from workflows.engine import AgencyStep, CaseFlow, Do, End, Join, Split, Start, coordinator_step, lead
from workflows.flows import ALL


def found(flow, forms=None, rules=None):
    messages = faults([flow], forms=forms or set(TITLES), rules=deadline_rules() if rules is None else rules)
    return sorted(m.id.removeprefix("workflows.") for m in messages)


def test_the_flows_of_the_product_are_sound():
    assert not check_flows()
    assert not [m for m in check_join_nodes_require_a_real_lock(None) if m.obj in ALL]
    assert not list(faults(ALL, forms=set(TITLES), rules=deadline_rules()))


def test_a_step_without_agency_is_refused():
    class NoAgency(CaseFlow):
        start = Start(this.begin).Next(this.map)
        map = AgencyStep(act=Act.WRITE).Next(this.end)
        end = End()

    assert found(NoAgency) == ["E001"]


def test_a_step_that_a_split_opens_and_another_way_leads_to_needs_an_agency():
    class HalfAgency(CaseFlow):
        start = Start(this.begin).Next(this.split)
        split = Split().ForEach(lambda activation: [], this.map).IfNone(this.inform)
        inform = coordinator_step().Next(this.map)
        map = AgencyStep(act=Act.WRITE).Next(this.join)
        join = Join().Next(this.end)
        end = End()

    assert found(HalfAgency) == ["E001"]


def test_a_step_without_permission_is_refused():
    class NoAct(CaseFlow):
        start = Start(this.begin).Next(this.map)
        map = AgencyStep(agency=lead).Next(this.end)
        end = End()

    assert found(NoAct) == ["E002"]


def test_a_step_whose_permission_is_not_the_domains_is_refused():
    class OtherAct(CaseFlow):
        start = Start(this.begin).Next(this.consent)
        consent = AgencyStep(agency=lead, act=Act.WRITE).Next(this.end)
        end = End()

    assert found(OtherAct) == ["E010"]


@pytest.mark.parametrize("node", [nodes.View(lambda request: None), nodes.ManualTask()])
def test_another_human_node_is_refused(node):
    class OtherHuman(CaseFlow):
        start = Start(this.begin).Next(this.work)
        work = node.Next(this.end)
        end = End()

    assert found(OtherHuman) == ["E003"]


def test_a_page_of_viewflow_that_starts_a_run_is_refused():
    class HumanStart(CaseFlow):
        start = nodes.Start(lambda request: None).Next(this.end)
        end = End()

    assert found(HumanStart) == ["E003"]


def test_a_step_without_title_form_and_rule_is_refused():
    class Unknown(CaseFlow):
        rules = "sspf"
        start = Start(this.begin).Next(this.dance)
        dance = coordinator_step().Next(this.end)
        end = End()

    assert found(Unknown) == ["E004", "E005", "E006"]


def test_a_rule_must_say_all_in_every_country():
    class Inform(CaseFlow):
        rules = "sspf"
        start = Start(this.begin).Next(this.inform)
        inform = coordinator_step().Next(this.end)
        end = End()

    whole = {"days": 7, "remind": 2, "escalate": 2}
    assert found(Inform, rules={"sspf.inform": {"SE": whole, "FI": whole}}) == []
    assert found(Inform, rules={"sspf.inform": {"SE": whole}}) == ["E006"]
    assert found(Inform, rules={"sspf.inform": {"SE": whole, "FI": {"days": 7}}}) == ["E006"]


def test_a_flow_that_does_not_lock_is_refused():
    class NoLock(CaseFlow):
        lock_impl = no_lock
        start = Start(this.begin).Next(this.end)
        end = End()

    assert found(NoLock) == ["E007"]


def test_a_node_that_nothing_leads_to_or_that_leads_nowhere_is_refused():
    class Lost(CaseFlow):
        start = Start(this.begin).Next(this.end)
        island = Do(lambda activation: None).Next(this.end)
        end = End()

    class Endless(CaseFlow):
        start = Start(this.begin).Next(this.inform)
        inform = coordinator_step().Next(this.consent)
        consent = coordinator_step().Next(this.inform)

    assert found(Lost) == ["E008"]
    assert set(found(Endless)) == {"E009"}


def test_every_kind_of_step_has_a_form():
    assert form_kinds() == set(TITLES)
