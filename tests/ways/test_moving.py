"""Moving what runs: previewed in numbers, done in all cases or in none, and never against a deadline of the law."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from coordination.cases.process import Busy
from coordination.models import Case, Event, Notification, Step
from coordination.rules.queries import rule_of
from coordination.rules.setting import set_days
from coordination.steps.new_days import give_new_days
from tests.ways.conftest import days_later
from workflows.flows import SipFlow, SspfFlow
from workflows.ways.moving import moves, preview

pytestmark = pytest.mark.django_db
LONGER = {"days": 30, "remind": 5, "contact": 1, "escalate": 2}


@pytest.fixture
def running(walk, setting):
    """Three agencies describe the situation, and longer days come into force tomorrow."""
    walk.to_mapping("A3", "A4")
    setting(set_days, "sspf.map", LONGER)
    return walk


def found(place, flow=SspfFlow, kind="map", way="sspf"):
    return moves(getattr(flow.instance, kind), way, rule_of(f"{way}.{kind}", place), place)


def last_days(case):
    return {timezone.localdate(step.due_at) for step in case.steps.open().filter(kind="map")}


def test_nothing_is_moved_by_itself(running, place):
    before = last_days(running.case)
    assert not found(place), "not before the day"
    with days_later(1):
        assert len(found(place)) == 3
    assert last_days(running.case) == before


def test_one_action_moves_them_with_an_event_and_a_notice_each(running, place, person):
    asked = timezone.localdate(running.step("map", "A3").requested_at)
    with days_later(1):
        number = give_new_days(place, [(m.step, m.due_at) for m in found(place)], by=person("samira"))
        assert not found(place)
    assert number == 3
    assert last_days(running.case) == {asked + timedelta(days=30)}
    events = Event.objects.filter(case=running.case, kind="step-day-changed")
    assert events.count() == 3
    people = Notification.objects.filter(event__in=events).values_list("recipient__first_name", flat=True)
    assert {"Ulrika", "Leyla", "Petra"} <= set(people)
    armed = running.step("map", "A3").link.task.leading.filter(status="SCHEDULED")
    assert {task.flow_task.what for task in armed} == {"remind", "overdue", "contact", "escalate"}


def test_shorter_days_never_end_before_today(running, place, setting):
    setting(set_days, "sspf.map", LONGER | {"days": 6}, tomorrow=2)
    with days_later(9):
        assert {timezone.localdate(move.due_at) for move in found(place)} == {timezone.localdate()}


def test_a_day_that_people_chose_is_not_moved(walk, place, setting):
    walk.to_follow_up("A3")
    setting(set_days, "sspf.follow_up", LONGER)
    with days_later(1):
        assert not found(place, kind="follow_up")


def test_a_deadline_of_the_law_is_never_moved(cast, place, setting):
    from tests.workflows.conftest import opened

    sip = opened(cast, "sip")
    sip.do("need", "proceed")
    setting(set_days, "sip.pre_meeting", LONGER)
    with days_later(1):
        assert not found(place, SipFlow, "pre_meeting", "sip")


def test_the_preview_names_no_case_that_its_reader_does_not_know(running, place, person, client):
    Case.objects.filter(pk=running.case.pk).update(confidentiality=3)
    with days_later(1):
        rule = rule_of("sspf.map", place)
        seen = preview(SspfFlow.instance.map, "sspf", rule, place, person("samira"))
        assert (seen.steps, seen.cases, seen.hidden, seen.known) == (3, 1, 1, [])
        client.force_login(person("samira"))
        page = client.get(reverse("way_move", args=["sspf", "map"])).content.decode()
        assert running.case.reference not in page
        Case.objects.filter(pk=running.case.pk).update(confidentiality=1)
        page = client.get(reverse("way_move", args=["sspf", "map"])).content.decode()
    assert running.case.reference in page
    assert running.case.title not in page


def test_the_page_moves_what_it_showed_and_nothing_else(running, place, person, client):
    url = reverse("way_move", args=["sspf", "map"])
    with days_later(1):
        client.force_login(person("samira"))
        seen = client.get(url).context["seen"]
        running.do("map", agency="A4")
        assert client.post(url, {"seen": seen}).status_code == 409
        assert not Event.objects.filter(kind="step-day-changed").exists()
        answer = client.post(url, {"seen": client.get(url).context["seen"]})
    assert answer.url == reverse("way_changes", args=["sspf"])
    assert Event.objects.filter(kind="step-day-changed").count() == 2


def test_all_or_nothing(running, place, person, monkeypatch):
    from coordination.steps import new_days

    calls = []

    def fail(step, due_at):
        calls.append(step)
        if len(calls) == 2:
            raise Busy
        return Step.objects.get(pk=step.pk)

    monkeypatch.setattr(new_days, "move_due", fail)
    with days_later(1), pytest.raises(Busy):
        give_new_days(place, [(m.step, m.due_at) for m in found(place)], by=person("samira"))
    assert not Event.objects.filter(kind="step-day-changed").exists()


@pytest.mark.parametrize("name", ["petra", "henrik", "aino"])
def test_nobody_else_moves_or_previews(running, place, person, client, name):
    with pytest.raises(PermissionDenied):
        give_new_days(place, [], by=person(name))
    client.force_login(person(name))
    assert client.get(reverse("way_move", args=["sspf", "map"])).status_code == 404


def test_the_cases_of_another_municipality_stay(running, place, cast, person):
    step = running.step("map", "A3")
    Case.objects.filter(pk=running.case.pk).update(municipality=cast.municipalities["kaislaranta"])
    with days_later(1):
        assert not found(place)
        assert give_new_days(place, [(step, step.due_at + timedelta(days=9))], by=person("samira")) == 0
