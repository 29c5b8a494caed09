"""Safety walks: three meetings, stops, and an answer for each."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.models import PlaceEvent, Walk, WalkStop
from coordination.places.walks import actions, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def karin(person):
    return person("karin")


@pytest.fixture
def walk(town, agency, karin):
    return plan(agency, karin)


def plan(agency, by, between=(14, 21)):
    first = timezone.localdate()
    walked = first + timedelta(days=between[0])
    back = walked + timedelta(days=between[1])
    days = {"pre_meeting_on": first, "walk_on": walked, "report_back_on": back}
    return actions.plan_walk(agency("A7"), by=by, title="Norra torget runt", **days)


@pytest.fixture
def walked(walk, karin):
    actions.move_walk(walk, "pre_meeting", by=karin)
    return actions.move_walk(walk, "walked", by=karin, walked_by=18)


@pytest.fixture
def stop(walked, karin, agency):
    return add(walked, karin, agency=agency("A4"))


def add(walk, by, **changes):
    said = {"where": "Bänken", "light": "dark", "observation": "Ingen lampa", "proposal": "Sätt upp en"}
    return actions.add_stop(walk, by=by, **said | changes)


def test_the_meetings_are_two_to_three_weeks_apart(town, agency, karin):
    for between in ((13, 14), (14, 22), (0, 0), (-14, 14)):
        with pytest.raises(ValidationError):
            plan(agency, karin, between)
    assert plan(agency, karin, (21, 14)).state == "planned"


def test_at_most_twenty_walk_and_somebody_does(walk, karin):
    actions.move_walk(walk, "pre_meeting", by=karin)
    for number in (None, 0, 21):
        with pytest.raises(ValidationError) as refused:
            actions.move_walk(walk, "walked", by=karin, walked_by=number)
        assert "walked_by" in refused.value.message_dict
    assert actions.move_walk(walk, "walked", by=karin, walked_by=20).walked_by == 20


def test_no_step_is_left_out(walk, karin):
    for to in ("walked", "answers_due", "reported_back", "closed", "planned"):
        with pytest.raises(ValidationError):
            actions.move_walk(walk, to, by=karin, walked_by=3)
    assert Walk.objects.get().state == "planned"


def test_a_stop_has_one_responsible_and_names_nobody(walked, karin, agency):
    for wrong in ({}, {"agency": agency("A4"), "body": "Lindåkershem"}, {"agency": agency("A6")},
                  {"agency": agency("A4"), "observation": "Kevin Andersson satt där"}):  # fmt: skip
        with pytest.raises(ValidationError):
            add(walked, karin, **wrong)
    assert [add(walked, karin, body="Lindåkershem").number, add(walked, karin, agency=agency("A4")).number] == [1, 2]


def test_answers_are_asked_for_once_there_are_stops(walked, karin):
    with pytest.raises(ValidationError):
        actions.move_walk(walked, "answers_due", by=karin)
    add(walked, karin, body="Lindåkershem")
    actions.move_walk(walked, "answers_due", by=karin)
    with pytest.raises(ValidationError):
        add(walked, karin, body="Lindåkershem")


def test_the_one_responsible_answers_and_nobody_else(stop, person):
    for who in ("ulrika", "ali", "elina", "petra", "samira"):
        with pytest.raises(Http404):
            actions.answer_stop(stop, by=person(who), answer="do")
    assert list(queries.to_answer([stop.agency])) == [stop]
    actions.answer_stop(stop, by=person("leyla"), answer="do")
    stop.refresh_from_db()
    assert (stop.answer, stop.answered_by) == ("do", person("leyla"))
    assert not queries.to_answer([stop.agency]).exists()


def test_later_and_not_need_a_reason(stop, person):
    for answer in ("later", "not"):
        with pytest.raises(ValidationError):
            actions.answer_stop(stop, by=person("leyla"), answer=answer)
    actions.answer_stop(stop, by=person("leyla"), answer="not", reason="Inte vår mark", done_on=timezone.localdate())
    stop.refresh_from_db()
    assert (stop.answer, stop.done_on) == ("not", None)


def test_reporting_back_waits_for_every_answer(stop, walked, karin, agency):
    other = add(walked, karin, body="Lindåkershem")
    actions.move_walk(walked, "answers_due", by=karin)
    actions.answer_stop(stop, by=karin, answer="do")
    with pytest.raises(ValidationError):
        actions.move_walk(walked, "reported_back", by=karin)
    actions.answer_stop(other, by=karin, answer="later", reason="I vår")
    again = timezone.localdate() + timedelta(days=150)
    assert actions.move_walk(walked, "reported_back", by=karin, again_on=again).again_on == again
    actions.move_walk(walked, "follow_walk", by=karin)
    actions.answer_stop(stop, by=karin, answer="do", done_on=timezone.localdate())
    actions.move_walk(walked, "closed", by=karin)
    with pytest.raises(ValidationError):
        actions.answer_stop(stop, by=karin, answer="do")
    kinds = list(PlaceEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.count("walk-moved") == 6
    assert kinds[-2:] == ["stop-done", "walk-moved"]


def test_only_who_cares_for_the_places_leads_walks(walk, stop, person, agency):
    for who in ("leyla", "henrik", "elina", "samira"):
        for act in (
            lambda by: plan(agency, by),
            lambda by: actions.move_walk(walk, "pre_meeting", by=by),
            lambda by: add(walk, by, body="x"),
        ):
            with pytest.raises(Http404):
                act(person(who))


@pytest.mark.usefixtures("read_in_english")
def test_a_walk_by_its_pages(client, person, town, agency):
    client.force_login(person("karin"))
    first = timezone.localdate()
    days = [(first + timedelta(days=n)).isoformat() for n in (0, 14, 28)]
    said = dict(zip(("pre_meeting_on", "walk_on", "report_back_on"), days, strict=True))
    assert client.post("/places/walks/new/", {"title": "Torget", **said, "walk_on": days[0]}).status_code == 422
    assert client.post("/places/walks/new/", {"title": "Torget", **said}).url == "/places/walks/"
    walk = Walk.objects.get()
    url = reverse("walk", args=[walk.pk])
    client.post(url, {"to": "pre_meeting"})
    refused = client.post(url, {"to": "walked", "walked_by": "30"})
    assert refused.status_code == 422
    assert "At most 20" in refused.content.decode()
    client.post(url, {"to": "walked", "walked_by": "18"})
    stop = {"where": "Bänken", "light": "dark", "observation": "Mörkt", "agency": str(agency("A4").pk)}
    assert client.post(reverse("stop_new", args=[walk.pk]), stop | {"where": ""}).status_code == 422
    client.post(reverse("stop_new", args=[walk.pk]), stop)
    client.post(url, {"to": "answers_due"})
    client.force_login(person("leyla"))
    assert "Bänken" in client.get("/").content.decode()
    answer = reverse("stop_answer", args=[WalkStop.objects.get().pk])
    assert client.post(answer, {"answer": "later"}).status_code == 422
    assert client.post(answer, {"answer": "later", "reason": "I vår"}).url == url
    assert client.post(url, {"to": "reported_back"}).status_code == 404
    assert "I vår" in client.get(url).content.decode()
    client.force_login(person("karin"))
    client.post(url, {"to": "reported_back", "again_on": ""})
    assert Walk.objects.get().state == "reported_back"
    assert client.get(reverse("walk_paper", args=[walk.pk])).content.startswith(b"%PDF-")
    client.force_login(person("elina"))
    assert client.get(url).status_code == 404
