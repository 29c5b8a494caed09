"""The pages of the rounds: what the police type, what the steering group reads, and what is not there for others."""

import pytest
from django.test import Client
from django.urls import reverse

from coordination.models import Round, RoundEvent
from coordination.rounds import actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]


@pytest.fixture
def at(cast):
    """The browser of a person."""

    def logged_in(key):
        client = Client()
        client.force_login(cast.users[key])
        return client

    return logged_in


@pytest.fixture
def ali(at):
    return at("ali")


def opened(ali):
    data = {"begins_on": "2026-08-01", "ends_on": "2026-10-31", "areas": "Norra torget"}
    answer = ali.post(reverse("round_open"), data)
    assert answer.status_code == 302
    return Round.objects.get()


def part(found, name):
    return reverse("round_part", args=[found.pk, name])


def test_a_round_is_walked_on_its_pages(ali):
    found = opened(ali)
    assert "Note the selection" in ali.get(reverse("round", args=[found.pk])).content.decode()
    steps = (
        ("selection", {"selected": 12}),
        ("message", {"way": "custom", "visited": 6, "script": ["value", "stop", "help", "consequence"]}),
        ("focus", {}),
        ("sanction", {"on": "2026-10-01", "who": "police", "number": 4, "note": "Kontroller"}),
        ("evaluate", {"evaluation": "Lugnare", "end": "next_round"}),
    )
    for name, data in steps:
        assert ali.get(part(found, name)).status_code == 200
        assert ali.post(part(found, name), data).status_code == 302, name
    page = ali.get(reverse("round", args=[found.pk])).content.decode()
    assert "Open the next round" in page
    assert "Kontroller" in page
    assert ali.get(reverse("round_open") + f"?follows={found.pk}").status_code == 200


def test_what_reads_as_a_person_is_bounced_with_why_and_nothing_typed_is_lost(ali):
    answer = ali.post(
        reverse("round_open"), {"begins_on": "2026-08-01", "ends_on": "2026-10-31", "areas": "Kring Leo Frost"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "reads as the name of a person" in page
    assert "Kring Leo Frost" in page
    assert not Round.objects.exists()


def test_a_page_that_does_not_belong_to_the_stage_is_not_there(ali):
    found = opened(ali)
    assert ali.get(part(found, "sanction")).status_code == 404
    assert ali.get(part(found, "nonsense")).status_code == 404
    assert ali.get(reverse("round_open") + "?follows=nonsense").status_code == 200


@pytest.mark.parametrize("key", ["petra", "robert", "viktor", "samira", "mikko", "gun"])
def test_to_others_there_are_no_rounds(at, ali, key):
    found = opened(ali)
    for url in (reverse("rounds"), reverse("round_open"), reverse("round", args=[found.pk]), part(found, "selection")):
        assert at(key).get(url).status_code == 404, url


def test_the_steering_group_reads_and_evaluates(at, ali, cast):
    found = opened(ali)
    ali.post(part(found, "steering"), {"agencies": [str(cast.agencies["A8"].pk)]})
    viktor = at("viktor")
    assert viktor.get(reverse("round", args=[found.pk])).status_code == 200
    assert viktor.get(reverse("rounds")).status_code == 200
    assert viktor.get(part(found, "selection")).status_code == 404
    actions.note_selection(found, by=cast.users["ali"], selected=3)
    script = ("value", "stop", "help", "consequence")
    actions.note_message(found, by=cast.users["ali"], way="custom", script=script, called=None, came=None, visited=2)
    assert viktor.post(part(found, "evaluate"), {"evaluation": "Bra", "end": "ended"}).status_code == 302


def test_who_reads_a_round_is_noted(ali, cast):
    found = opened(ali)
    ali.get(reverse("round", args=[found.pk]))
    assert RoundEvent.objects.filter(round=found, kind="read", actor=cast.users["ali"]).count() == 1
