"""The whole way of a case through SSPF: every branch, loop and end state, with real actions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from coordination.cases.inviting import admit, leave
from coordination.models import Case
from coordination.steps.actions import StepClosed
from workflows.runs import complete

pytestmark = pytest.mark.django_db


def ended(walk, end):
    walk.case.refresh_from_db()
    assert (walk.case.status, walk.case.end_state) == (Case.Status.CLOSED, end)
    assert walk.open() == []
    assert walk.run.status == PROCESS.DONE
    assert not Task.objects.filter(process__caseprocess__case=walk.case, finished=None).exists()


def status(walk):
    walk.case.refresh_from_db()
    return walk.case.status


def test_the_whole_way_from_concern_to_goals_met(walk):
    assert walk.open() == [("inform", "A1")]
    walk.do("inform")
    walk.consent("A3", "A4")
    walk.do("screen", "proceed")
    assert status(walk) == "mapping"
    walk.invite("A3", "A4")
    assert walk.open() == [("answer", "A3"), ("answer", "A4")]
    walk.answer("A3")
    assert walk.open() == [("answer", "A4")]
    walk.answer("A4")
    assert walk.open() == [("map", "A1"), ("map", "A3"), ("map", "A4")]
    walk.map_all()
    assert walk.open() == [("review", "A1")]
    walk.do("review", "enough")
    assert status(walk) == "planning"
    walk.meet()
    walk.propose("A1", "A3")
    assert walk.open() == [("approve", "A1"), ("approve", "A3")]
    walk.approve("A1")
    walk.approve("A3")
    assert walk.open() == [("follow_up", "A1")]
    assert status(walk) == "active"
    assert walk.case.plans.get().status == "agreed"
    walk.do("follow_up", "close")
    walk.do("close", "goals_met")
    ended(walk, "goals_met")


def test_a_consultation_begins_without_names_and_goes_on_to_the_family(consultation):
    assert consultation.open() == [("consult", "A1")]
    assert status(consultation) == "consultation"
    consultation.do("consult", "proceed")
    assert consultation.open() == [("inform", "A1")]
    assert status(consultation) == "consent"


def test_a_consultation_may_be_all(consultation):
    consultation.do("consult", "end")
    ended(consultation, "consulted")


def test_the_family_says_no(walk):
    walk.do("inform")
    walk.do("consent", "refused")
    ended(walk, "no_consent")


def test_the_family_is_asked_again_and_says_yes_to_some(walk):
    walk.do("inform")
    walk.do("consent", "again")
    assert walk.open() == [("inform", "A1")]
    assert walk.step("inform").round == 2
    walk.do("inform")
    walk.consent("A3", outcome="partial")
    assert walk.open() == [("screen", "A1")]


def test_a_concern_that_is_not_for_this_way_of_working(walk):
    walk.do("inform")
    walk.consent("A3")
    walk.do("screen", "not_target")
    ended(walk, "not_target")


def test_an_agency_that_declines_is_not_asked_to_map(walk):
    walk.to_invite("A3", "A4")
    walk.invite("A3", "A4")
    walk.answer("A3", accept=False)
    walk.answer("A4")
    assert walk.open() == [("map", "A1"), ("map", "A4")]


def test_with_nobody_invited_the_lead_agency_maps_alone(walk):
    walk.to_invite("A3")
    walk.do("invite")
    assert walk.open() == [("map", "A1")]


def test_agencies_are_asked_again_and_told_why(walk):
    walk.to_mapping("A3", "A4")
    walk.map_all()

    def more(run):
        run.data["ask"], run.data["ask_reason"] = [str(walk.cast.agencies["A3"].pk)], "Hur går det i skolan?"
        return "more"

    walk.do("review", apply=more)
    assert walk.open() == [("map", "A3")]
    again = walk.step("map", "A3")
    assert (again.round, again.reason) == (2, "Hur går det i skolan?")
    assert "ask_reason" not in walk.run.data
    walk.do("map", agency="A3")
    assert walk.open() == [("review", "A1")]
    assert walk.step("review").reason == ""
    walk.do("review", "enough")
    assert walk.open() == [("call_meeting", "A1")]


def test_asking_only_agencies_that_left_leads_back_to_the_review(walk):
    walk.to_mapping("A3")
    walk.map_all()

    def more(run):
        run.data["ask"] = [str(walk.cast.agencies["A5"].pk)]
        return "more"

    walk.do("review", apply=more)
    assert walk.open() == [("review", "A1")]


def test_a_plan_that_is_sent_back_is_written_again(walk):
    walk.to_plan("A3")
    walk.propose("A1", "A3")
    walk.approve("A3", yes=False)
    assert walk.open() == [("approve", "A1")]
    walk.approve("A1")
    assert walk.open() == [("draft_plan", "A1")]
    assert walk.case.plans.get().status == "draft"
    walk.propose("A1", "A3")
    walk.approve("A1")
    walk.approve("A3")
    assert walk.open() == [("follow_up", "A1")]


def test_an_agency_that_leaves_while_approving_sends_the_plan_back(walk):
    walk.to_plan("A3", "A4")
    walk.propose("A3", "A4")
    walk.approve("A3")
    leave(walk.there("A4"), by=walk.cast.users["petra"], reason="Ej aktuellt")
    assert walk.open() == [("draft_plan", "A1")]


def test_follow_up_goes_round_until_the_coordinator_decides(walk):
    walk.to_follow_up("A3")
    for round_ in (1, 2, 3):
        assert walk.step("follow_up").round == round_
        walk.do("follow_up", "continue")
    assert walk.open() == [("follow_up", "A1")]


def test_follow_up_is_due_on_the_day_of_the_plan(walk):
    walk.to_follow_up("A3")
    plan = walk.case.plans.get()
    assert timezone.localdate(walk.step("follow_up").due_at) == plan.follow_up_on


def test_follow_up_may_lead_to_a_new_mapping_and_meeting(walk):
    walk.to_follow_up("A3")
    walk.do("follow_up", "remap")
    assert walk.open() == [("map", "A1"), ("map", "A3")]
    assert status(walk) == "mapping"
    walk.map_all()
    walk.do("review", "enough")
    walk.meet()
    assert walk.open() == [("draft_plan", "A1")]


def test_follow_up_may_lead_to_a_new_plan_which_replaces_the_old(walk):
    walk.to_follow_up("A3")
    walk.do("follow_up", "replan")
    walk.propose("A3")
    walk.approve("A3")
    assert sorted(walk.case.plans.values_list("version", "status")) == [(1, "replaced"), (2, "agreed")]
    assert walk.open() == [("follow_up", "A1")]


@pytest.mark.parametrize(
    "end", ["partly_met", "not_met", "moved", "aged_out", "taken_over", "handed_to_sig", "goals_met"]
)
def test_every_way_to_close_is_an_end_state(walk, end):
    walk.to_follow_up("A3")
    walk.do("follow_up", "close")
    walk.do("close", end)
    ended(walk, end)


def test_an_after_follow_up_comes_on_the_chosen_day_and_closes_the_case(walk):
    walk.to_follow_up("A3")
    walk.do("follow_up", "close")
    day = timezone.localdate() + timedelta(days=170)

    def apply(run):
        run.data["after_on"] = day.isoformat()
        return "goals_met"

    walk.do("close", apply=apply)
    assert walk.open() == [("after_follow_up", "A1")]
    assert status(walk) == "aftercare"
    assert timezone.localdate(walk.step("after_follow_up").due_at) == day
    walk.do("after_follow_up")
    ended(walk, "goals_met")


def test_an_outcome_that_nobody_drew_changes_nothing(walk):
    walk.do("inform")
    with pytest.raises(FlowRuntimeError):
        walk.do("consent", "maybe")
    assert walk.open() == [("consent", "A1")]


def test_an_error_in_the_work_changes_nothing(walk):
    def apply(run):
        run.case.title = "Changed"
        run.case.save()
        raise ValidationError("No.")

    with pytest.raises(ValidationError):
        walk.do("inform", apply=apply)
    walk.case.refresh_from_db()
    assert walk.open() == [("inform", "A1")]
    assert walk.case.title != "Changed"


def test_a_closed_step_says_who_did_it(walk):
    step = walk.step("inform")
    walk.do("inform")
    with pytest.raises(StepClosed) as closed:
        complete(step, by=walk.cast.users["petra"], apply=lambda run: "done")
    assert closed.value.step.completed_by == walk.cast.users["petra"]


def test_only_those_whom_the_policy_lets_may_complete(walk):
    walk.to_mapping("A3", "A4")
    with pytest.raises(PermissionDenied):
        walk.do("map", agency="A3", by="leyla")
    with pytest.raises(Http404):
        walk.do("map", agency="A3", by="ali")
    walk.do("map", agency="A3")


def test_who_works_at_the_lead_agency_does_not_coordinate(walk):
    mira = walk.cast.users["mira"]
    admit(walk.case.participations.get(is_lead=True), mira, by=walk.cast.users["petra"], reason="Kollega")
    with pytest.raises(PermissionDenied):
        walk.do("inform", by="mira")
