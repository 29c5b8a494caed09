"""Steps that a municipality leaves out: only those that the flow lets go, from a day on, and nothing that runs."""

import pytest
from django.urls import reverse
from viewflow import this
from viewflow.workflow.models import Task

from coordination.rules.own import leave_out
from tests.ways.conftest import days_later
from tests.workflows.test_checks import found
from workflows import graph
from workflows.checks import NEVER_LEFT_OUT
from workflows.engine import CaseFlow, End, Outcome, Start, coordinator_step
from workflows.flows import ALL, SipFlow, SspfFlow
from workflows.gateways import PASSED_BY
from workflows.invariants.runs import done_twice, hanging
from workflows.picture import step_list

pytestmark = pytest.mark.django_db


def states(case, user):
    return {str(row["title"]): (row["state"], row["meta"]) for row in step_list(case, user)}


def test_nothing_that_law_wants_can_be_left_out():
    for flow in ALL:
        for step in graph.steps(flow):
            if step.optional:
                assert step.name not in NEVER_LEFT_OUT
                assert not step.clocks
    assert set(graph.optional(SspfFlow)) == {"screen", "review", "after_follow_up"}
    assert graph.optional(SipFlow) == ["after_follow_up"]


def test_a_step_that_is_left_out_is_passed_by(walk, setting):
    setting(leave_out, "sspf.screen.left_out", True)
    walk.do("inform")
    with days_later(1):
        walk.consent("A3")
    assert walk.open() == [("invite", "A1")]
    assert Task.objects.filter(data__has_key=PASSED_BY).count() == 1
    assert not walk.case.steps.filter(kind="screen").exists()
    assert not [*done_twice(), *hanging()], "the run neither hangs nor does anything twice"


def test_it_is_done_until_the_day_and_again_when_it_is_taken_in(walk, setting):
    setting(leave_out, "sspf.screen.left_out", True, tomorrow=5)
    setting(leave_out, "sspf.screen.left_out", False, tomorrow=8)
    walk.do("inform")
    with days_later(9):
        walk.consent("A3")
    assert walk.open() == [("screen", "A1")]


def test_a_step_that_is_open_stays_open_and_leads_on(walk, setting):
    setting(leave_out, "sspf.screen.left_out", True)
    walk.do("inform")
    walk.consent("A3")
    with days_later(2):
        assert walk.open() == [("screen", "A1")]
        walk.do("screen", "not_target")
    assert walk.open() == []


def test_without_the_review_there_is_one_round_of_describing(walk, setting):
    """Also for a case that asked for more before: the former outcome does not count any more."""
    walk.to_mapping("A3")
    walk.map_all()
    setting(leave_out, "sspf.review.left_out", True)

    def more(run):
        run.data["ask"] = [str(walk.cast.agencies["A3"].pk)]
        return "more"

    walk.do("review", apply=more)
    with days_later(1):
        walk.do("map", agency="A3")
    assert walk.open() == [("call_meeting", "A1")]


def test_another_municipality_does_all_its_steps(walk, setting, cast):
    rule = setting(leave_out, "sspf.screen.left_out", True)
    rule.municipality = cast.municipalities["kaislaranta"]
    rule.save()
    walk.do("inform")
    with days_later(1):
        walk.consent("A3")
    assert walk.open() == [("screen", "A1")]


def test_the_chart_says_what_is_left_out_and_why(walk, setting, person, read_in_english):
    setting(leave_out, "sspf.review.left_out", True, why="Mötet räcker")
    with days_later(1):
        walk.do("inform")
        assert states(walk.case, person("petra"))["Review the mapping"] == ("skipped", "Lindåkers kommun: Mötet räcker")
        walk.consent("A3")
        walk.do("screen", "proceed")
        walk.invite("A3")
        walk.answer("A3")
        walk.map_all()
    state, meta = states(walk.case, person("petra"))["Review the mapping"]
    assert (state, meta) == ("skipped", "Lindåkers kommun: Mötet räcker")


def test_the_form_that_closes_offers_no_look_back_where_there_is_none(walk, setting, person):
    from workflows.forms import FORMS

    setting(leave_out, "sspf.after_follow_up.left_out", True)
    walk.to_follow_up("A3")
    walk.do("follow_up", "close")
    step = walk.step("close")
    assert "after_on" in FORMS["close"](step, person("petra")).main.fields
    with days_later(1):
        assert "after_on" not in FORMS["close"](step, person("petra")).main.fields


def test_the_page_to_leave_it_out_is_there_only_for_what_may_go(client, person):
    client.force_login(person("samira"))
    assert client.get(reverse("way_set_step", args=["sspf", "screen", "leave-out"])).status_code == 200
    for kind, step in (("sspf", "consent"), ("sip", "pre_meeting"), ("sip", "draft_plan")):
        assert client.get(reverse("way_set_step", args=[kind, step, "leave-out"])).status_code == 404


def test_a_flow_that_lets_go_of_consent_or_of_a_clock_does_not_start():
    class NoConsent(CaseFlow):
        start = Start(this.begin).Next(this.consent)
        consent = coordinator_step(optional="given").Next(this.end)
        end = End()

    class NoClock(CaseFlow):
        start = Start(this.begin).Next(this.screen)
        screen = coordinator_step(optional="proceed", clock="SE-D02").Next(this.end)
        end = End()

    class NoWay(CaseFlow):
        start = Start(this.begin).Next(this.screen)
        screen = coordinator_step(optional="somewhere").Next(this.screened)
        screened = Outcome("screen").When("proceed", this.end)
        end = End()

    assert "E012" in found(NoConsent)
    assert "E012" in found(NoClock)
    assert "E013" in found(NoWay)
