"""The whole way of a coordinated individual plan: every branch, loop and end state, none past consent and points."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from coordination.cases.actions import open_case
from coordination.cases.inviting import leave
from coordination.meetings.closing import close_minutes
from coordination.sharing.consent import withdraw_consent
from tests.conftest import EBBE, MALIN
from tests.workflows.conftest import POINTS
from tests.workflows.ending import ended, status
from workflows import graph
from workflows.flows import SipFlow

pytestmark = pytest.mark.django_db


def test_the_whole_way_from_need_to_goals_met(sip):
    assert sip.open() == [("need", "A1")]
    assert status(sip) == "consent"
    sip.to_call("A6", "A3")
    assert status(sip) == "planning"
    sip.call("A6", "A3")
    assert sip.open() == [("answer", "A3"), ("answer", "A6")]
    sip.answer("A6")
    sip.answer("A3")
    assert sip.open() == [("hold_meeting", "A1")]
    sip.do("hold_meeting")
    sip.propose("A1", "A6", points=sip.points)
    sip.approve("A1")
    sip.approve("A6")
    assert sip.open() == [("hand_over", "A1")]
    sip.do("hand_over")
    assert (status(sip), sip.open()) == ("active", [("follow_up", "A1")])
    sip.do("follow_up", "close")
    sip.do("close", "goals_met")
    ended(sip, "goals_met")


def test_without_a_need_of_both_principals_it_is_no_plan(sip):
    sip.do("need", "not_target")
    ended(sip, "not_target")


def test_the_person_thinks_and_says_no(sip):
    sip.do("need", "proceed")
    sip.do("pre_meeting", "again")
    assert sip.step("pre_meeting").round == 2
    sip.do("pre_meeting", "refused")
    ended(sip, "no_consent")


def test_consent_is_asked_again_and_refused(sip):
    sip.do("need", "proceed")
    sip.do("pre_meeting", "proceed")
    sip.do("consent", "again")
    assert sip.open() == [("pre_meeting", "A1")]
    sip.do("pre_meeting", "proceed")
    sip.do("consent", "refused")
    ended(sip, "no_consent")


def test_no_way_leads_past_consent_or_past_the_plan():
    """Take the node away, and what follows it is out of reach."""
    for gate, beyond in (
        ("consent", ("questions", "call", "hold_meeting")),
        ("agree", ("hand_over", "follow_up", "close")),
    ):
        seen, waiting = set(), list(graph.starts(SipFlow))
        while waiting:
            node = waiting.pop()
            if node.name not in seen and node.name != gate:
                seen.add(node.name)
                waiting.extend(graph.after(node))
        assert not seen & set(beyond)


@pytest.mark.parametrize("missing", ["help_needed", "principals", "by_others", "responsible"])
def test_a_plan_without_one_of_the_four_points_cannot_be_proposed(sip, missing):
    sip.to_sip_plan("A6")
    points = sip.points | {missing: None if missing == "responsible" else " "}
    with pytest.raises(ValidationError) as refused:
        sip.propose("A1", points=points)
    assert len(refused.value.messages) == 1
    assert sip.open() == [("draft_plan", "A1")]


def test_a_plan_without_any_points_or_a_day_cannot_be_proposed(sip):
    sip.to_sip_plan("A6")
    with pytest.raises(ValidationError) as refused:
        sip.propose("A1")
    assert len(refused.value.messages) == len(POINTS) + 1


def test_only_a_principal_can_have_overall_responsibility(sip):
    sip.to_sip_plan("A6", "A3")
    with pytest.raises(ValidationError):
        sip.propose("A1", points=sip.points | {"responsible": sip.cast.agencies["A3"]})


def test_a_change_of_who_is_responsible_is_a_new_version_that_the_person_gets(sip):
    sip.to_sip_follow_up("A6")
    sip.do("follow_up", "replan")
    sip.propose("A1", "A6", points=sip.points | {"responsible": sip.cast.agencies["A6"]})
    sip.approve("A6")
    sip.approve("A1")
    assert sip.open() == [("hand_over", "A1")]
    plan = sip.case.plans.get(status="agreed")
    assert (plan.version, plan.points.responsible) == (2, sip.cast.agencies["A6"])


def test_follow_up_may_call_a_new_meeting_with_those_who_are_there(sip):
    sip.to_sip_follow_up("A6")
    sip.do("follow_up", "continue")
    sip.do("follow_up", "meet")
    sip.call("A6")
    assert sip.open() == [("hold_meeting", "A1")]


def test_the_call_binds_a_principal_and_the_invitation_binds_nobody(sip):
    sip.to_call("A6", "A3")
    sip.call("A6", "A3")
    with pytest.raises(ValidationError):
        sip.answer("A6", accept=False)
    sip.answer("A3", accept=False)
    assert sip.open() == [("answer", "A6")]
    leave(sip.there("A6"), by=sip.cast.users["petra"], reason="Kommer inte")
    assert sip.open() == [("hold_meeting", "A1")]


def test_a_sip_meeting_names_chair_and_note_taker(sip):
    sip.to_call("A6")
    sip.call("A6")
    sip.answer("A6")
    meeting, petra = sip.case.meetings.get(), sip.cast.users["petra"]
    minutes = {"by": petra, "attended": []}
    with pytest.raises(ValidationError):
        close_minutes(meeting, **minutes, chair=petra)
    close_minutes(meeting, **minutes, chair=petra, note_taker=sip.cast.users["tove"])
    meeting.refresh_from_db()
    assert meeting.note_taker == sip.cast.users["tove"]


def test_an_agency_that_comes_later_answers_and_maps_nothing(sip):
    sip.to_sip_follow_up("A6")
    consents = sip.case.consents.filter(ended_at=None)
    assert consents.count() == 2
    from coordination.cases.inviting import invite
    from tests.conftest import consent_of_both

    consent_of_both(sip.case, sip.cast, ["A6", "A3"])
    invite(sip.case, sip.cast.agencies["A3"], by=sip.cast.users["petra"], late=True)
    sip.answer("A3")
    assert sip.open() == [("follow_up", "A1")]


@pytest.mark.parametrize("end", SipFlow.ends)
def test_every_way_to_close_is_an_end_state(sip, end):
    sip.to_sip_follow_up()
    sip.do("follow_up", "close")
    sip.do("close", end)
    ended(sip, end)


def test_a_withdrawn_consent_freezes_the_case_and_is_settled_by_its_own_rules(sip):
    sip.to_call("A6")
    for consent in sip.case.consents.filter(ended_at=None):
        sip.case.refresh_from_db()
        if sip.case.frozen_at is None:
            withdraw_consent(consent, by=sip.cast.users["petra"])
    assert sip.open() == [("settle", "A1")]
    sip.do("settle")
    sip.case.refresh_from_db()
    assert sip.case.end_state == "consent_withdrawn"


def test_either_principal_opens_it_and_nobody_else(cast):
    people = [EBBE, MALIN]
    case = open_case(
        by=cast.users["tove"], agency=cast.agencies["A6"], title="SIP", purpose="SIP", people=people, kind="sip"
    )
    assert case.lead_agency == cast.agencies["A6"]
    for who, agency, kind in (("ulrika", "A3", "sip"), ("tove", "A6", "sspf"), ("tove", "A6", "sig")):
        with pytest.raises(PermissionDenied):
            open_case(by=cast.users[who], agency=cast.agencies[agency], title="t", purpose="p", kind=kind)


def test_it_begins_with_a_named_person(cast):
    with pytest.raises(ValidationError):
        open_case(
            by=cast.users["petra"], agency=cast.agencies["A1"], title="t", purpose="p", kind="sip", consultation=True
        )
