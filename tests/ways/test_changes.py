"""The page of changes: every row of the municipality as what was and what becomes, by its first day."""

import pytest
from django.urls import reverse

from coordination.rules.own import leave_out, set_agencies, set_ages, set_text
from coordination.rules.questions import set_questions
from coordination.rules.setting import set_days
from tests.ways.conftest import days_later
from workflows.flows import SspfFlow
from workflows.ways.changes import changes, parts_of

pytestmark = pytest.mark.django_db
LONGER = {"days": 30, "remind": 3, "escalate": 2}
ASKED = {"code": "q000001", "label": {"sv": "Hur?"}, "sort": "short", "required": False}


def test_each_row_is_told_as_what_was_and_what_becomes(place, setting, read_in_english):
    setting(set_days, "sspf.map", LONGER, tomorrow=1)
    setting(set_days, "sspf.map", LONGER | {"days": 20, "contact": 4}, tomorrow=5)
    setting(set_agencies, "sspf.agencies", ["school"], tomorrow=9)
    first_to_last = changes(SspfFlow, place)[::-1]
    told = [[(d["label"], d["before"], d["after"]) for d in change.differences] for change in first_to_last]
    assert told[0] == [("Days until the last day", "14 days", "30 days")], "beside the country's rule"
    assert told[1] == [
        ("Days until the last day", "30 days", "20 days"),
        ("Agency contact", "Is not told", "4 days after"),
    ]
    assert told[2][0][2] == "School"
    assert all(change.is_coming for change in first_to_last)


def test_every_kind_of_setting_is_read(place, setting, read_in_english):
    setting(leave_out, "sspf.screen.left_out", True)
    setting(set_text, "sspf.map.text", {"sv": "Skriv kort"})
    setting(set_questions, "sspf.map.questions", [ASKED])
    setting(set_ages, "sspf.ages", {"from": 11, "to": 16})
    told = {change.name: change.differences[0]["after"] for change in changes(SspfFlow, place)}
    assert told == {
        "leave-out": "Is left out",
        "text": "Skriv kort",
        "questions": "Hur? (A short text, may be left empty)",
        "ages": "11",
    }


def test_what_is_in_force_and_what_was_replaced(place, setting):
    setting(set_days, "sspf.map", LONGER, tomorrow=1)
    setting(set_days, "sspf.map", LONGER | {"days": 20}, tomorrow=3)
    with days_later(2):
        assert [(c.is_coming, c.is_in_force) for c in changes(SspfFlow, place)] == [(True, False), (False, True)]
    with days_later(4):
        assert [(c.is_coming, c.is_in_force) for c in changes(SspfFlow, place)] == [(False, True), (False, False)]


def test_the_page_names_who_why_and_from_when_and_only_the_setter_takes_back(client, place, person, setting):
    rule = setting(set_days, "sspf.map", LONGER, why="Skolorna hinner inte")
    url = reverse("way_changes", args=["sspf"])
    back = reverse("way_take_back", args=["sspf", rule.pk])
    client.force_login(person("ulrika"))
    page = client.get(url).content.decode()
    assert "Skolorna hinner inte" in page
    assert str(person("samira")) in page
    assert back not in page
    assert client.post(back).status_code == 404
    client.force_login(person("samira"))
    assert back in client.get(url).content.decode()
    assert client.post(reverse("way_take_back", args=["sip", rule.pk])).status_code == 404
    client.post(back)
    assert not changes(SspfFlow, place)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("sspf.map", ("days", "map")),
        ("sspf.map.questions", ("questions", "map")),
        ("sspf.screen.left_out", ("leave-out", "screen")),
        ("sspf.ages", ("ages", "")),
        ("sspf.agencies", ("agencies", "")),
        ("sspf.nothing", None),
        ("sspf.map.else", None),
        ("sspf.ages.text", None),
    ],
)
def test_a_code_says_what_it_sets(code, found):
    assert parts_of("sspf", code) == found
