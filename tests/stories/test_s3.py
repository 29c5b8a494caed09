"""Nora's coordinated individual plan, from the need to the end, as the demonstration tells it and beyond today."""

import pytest

from coordination.models import Event, Participation, Plan
from tests.stories.stops import played
from workflows.demo.stories import NORA

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOCIAL, SCHOOL, HEALTH = "Socialtjänsten mottagning", "Åbrinkens skola", "BUP Lindåker"
DAYS = (7, 12, 23, 44, 60, 122)


@pytest.fixture(scope="module")
def nora(one_transaction):
    with played(one_transaction, (NORA,), [(NORA, day, "18:00") for day in DAYS]) as (cast, found):
        yield cast, dict(zip(DAYS, found, strict=True))


def test_it_ends_with_its_goals_met(nora):
    case = nora[1][122].cases[0]
    assert (case.kind, case.status, case.end_state) == ("sip", "closed", "goals_met")
    assert not case.steps.open().exists()


def test_the_other_principal_was_called_and_the_school_invited(nora):
    there = Participation.objects.filter(is_lead=False).select_related("agency")
    assert {(str(p.agency), p.called) for p in there} == {(HEALTH, True), (SCHOOL, False), ("Kultur och fritid", False)}
    assert Event.objects.filter(kind="agency-called").count() == 1


def test_nobody_but_the_coordinator_sees_the_case_before_the_call_is_answered(nora):
    assert nora[1][7].views() == {"petra"}
    assert nora[1][12].views() == {"petra", "tove", "ulrika"}


def test_the_meeting_was_called_without_the_mother_and_has_chair_and_note_taker(nora):
    meeting = nora[1][122].cases[0].meetings.get(kind="sip")
    assert [i.person.given_name for i in meeting.invitees.exclude(person=None)] == ["Nora"]
    assert meeting.chair
    assert meeting.note_taker
    assert "Vem ringer jag när det blir mörkt?" in meeting.agenda.values_list("heading", flat=True)


def test_health_is_read_by_social_services_and_not_by_the_school(nora):
    for day in (12, 44, 60):
        assert (HEALTH, "health") in nora[1][day].reads("petra")
        assert not any(topic == "health" for _agency, topic in nora[1][day].reads("ulrika"))


def test_the_follow_up_changes_who_is_responsible_and_nora_gets_each_plan(nora):
    plans = Plan.objects.order_by("version").select_related("points__responsible")
    assert [(p.version, str(p.points.responsible)) for p in plans] == [(1, HEALTH), (2, SOCIAL)]
    assert Event.objects.filter(kind="plan-handed-over").count() == 2


def test_nobody_reads_without_a_ground_at_any_moment(nora):
    assert [stop.disagreements for stop in nora[1].values()] == [[]] * len(DAYS)
