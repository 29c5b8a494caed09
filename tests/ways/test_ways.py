"""How we work: what the pages say of each way of working, and how a municipality sets its days."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from coordination.rules.models import Rule
from coordination.rules.own import leave_out, set_agencies, set_ages, set_text
from coordination.rules.queries import value_of
from coordination.rules.questions import set_questions
from coordination.rules.setting import set_days, take_back
from tests.ways.conftest import in_days
from workflows.flows import WAYS
from workflows.ways import queries

pytestmark = pytest.mark.django_db
LONGER = {"days": 30, "remind": 5, "escalate": 4}


@pytest.fixture
def place(cast):
    return cast.municipalities["lindaker"]


def page(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(name, args=args))


@pytest.mark.parametrize("key", ["lindaker", "kaislaranta"])
def test_every_way_of_the_country_reads_whole(client, cast, key):
    place = cast.municipalities[key]
    found = queries.ways_in(place)
    assert found
    for kind, _name, flow in found:
        assert place.country in flow.countries
        assert WAYS.get((kind, place.country), WAYS.get((kind, None))) is flow
        rows = queries.lines(flow, place)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            doing = [part for part in row.parts.values() if part in (queries.DOES, queries.DECIDES)]
            assert len(doing) == 1, row.kind
        assert queries.ends(flow)


def test_the_matrix_says_who_answers_who_describes_and_who_decides(place):
    rows = {row.kind: row.parts for row in queries.lines(queries.way("sspf", place), place)}
    assert rows["answer"]["contact"] in (queries.DOES, queries.DECIDES)
    assert rows["map"]["agencies"] == queries.DOES
    assert rows["consent"]["coordinator"] == queries.DECIDES
    assert rows["consent"]["family"] == queries.HEARD
    assert all(parts["manager"] == queries.TOLD for parts in rows.values())


@pytest.mark.parametrize(
    ("way", "kind", "part"),
    [
        ("sip", "pre_meeting", queries.HEARD),
        ("sip", "hand_over", queries.TOLD),
        ("sig", "weekly", queries.HEARD),
        ("concern", "communicate", queries.HEARD),
        ("concern", "tell_family", queries.TOLD),
        ("concern", "decide_open", None),
    ],
)
def test_what_the_family_is_in_a_step_is_said_by_its_form(place, way, kind, part):
    rows = {row.kind: row.parts for row in queries.lines(queries.way(way, place), place)}
    assert rows[kind].get("family") == part


def test_the_ends_name_those_without_a_step_of_their_own_too(place):
    ends = queries.ends(queries.way("sspf", place))
    assert len(ends) == len(set(ends))
    assert len(ends) > len(WAYS["sspf", None].ends)


def test_the_pages_read_and_the_process_is_bpmn(client, place, person, read_in_english):
    assert "Early intervention" in page(client, person("ulrika"), "ways").content.decode()
    text = page(client, person("ulrika"), "way", "sspf").content.decode()
    assert "Describe the situation" in text
    assert reverse("way_step", args=["sspf", "map"]) in text
    assert "/set/" not in text
    drawn = page(client, person("ulrika"), "way_bpmn", "sspf")
    assert "definitions" in ElementTree.fromstring(drawn.content).tag
    assert page(client, person("ulrika"), "way", "nothing").status_code == 404


def test_a_unit_manager_of_social_services_sets_days_from_a_day_to_come(client, place, person):
    before = value_of("sspf.map", place)
    client.force_login(person("samira"))
    url = reverse("way_set_step", args=["sspf", "map", "days"])
    assert client.get(url).status_code == 200
    answer = client.post(url, {**LONGER, "from_day": in_days(10).isoformat(), "why": "Skolorna hinner inte"})
    assert answer.url == reverse("way_changes", args=["sspf"])
    assert value_of("sspf.map", place) == before
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        assert value_of("sspf.map", place) == LONGER
    assert "Skolorna hinner inte" in client.get(answer.url).content.decode()


def test_another_municipality_keeps_its_days(cast, place, person):
    other = cast.municipalities["kaislaranta"]
    set_days("sspf.map", place, by=person("samira"), value=LONGER, from_day=in_days(1), why="x")
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert value_of("sspf.map", other) != LONGER


@pytest.mark.parametrize("name", ["petra", "henrik", "gun", "aino"])
def test_nobody_else_sets_them_or_meets_the_page(client, place, person, name):
    with pytest.raises(PermissionDenied):
        set_days("sspf.map", place, by=person(name), value=LONGER, from_day=in_days(1), why="x")
    assert page(client, person(name), "way_set_step", "sspf", "map", "days").status_code == 404


@pytest.mark.parametrize(
    ("act", "code", "value"),
    [
        (leave_out, "sspf.screen.left_out", True),
        (set_text, "sspf.map.text", {"sv": "Kort"}),
        (set_questions, "sspf.map.questions", []),
        (set_ages, "sspf.ages", {"to": 16}),
        (set_agencies, "sspf.agencies", []),
    ],
)
def test_every_other_setting_is_as_closed_and_as_careful(place, person, act, code, value):
    for name in ("petra", "henrik", "gun", "aino"):
        with pytest.raises(PermissionDenied):
            act(code, place, by=person(name), value=value, from_day=in_days(1), why="x")
    for day, why in ((0, "x"), (1, " ")):
        with pytest.raises(ValidationError):
            act(code, place, by=person("samira"), value=value, from_day=in_days(day), why=why)
    assert not Rule.objects.filter(municipality=place).exists()


@pytest.mark.parametrize(
    ("change", "from_in"),
    [
        ({}, 0),
        ({}, -3),
        ({"days": 0}, 5),
        ({"days": 366}, 5),
        ({"remind": 30}, 5),
        ({"remind": -1}, 5),
        ({"escalate": 91}, 5),
    ],
)
def test_numbers_and_days_without_sense_are_refused_and_nothing_changes(place, person, change, from_in):
    number = Rule.objects.count()
    with pytest.raises(ValidationError):
        set_days("sspf.map", place, by=person("samira"), value=LONGER | change, from_day=in_days(from_in), why="x")
    assert Rule.objects.count() == number


def test_what_was_typed_stays_when_it_is_refused(client, place, person):
    client.force_login(person("samira"))
    answer = client.post(
        reverse("way_set_step", args=["sspf", "map", "days"]), {**LONGER, "from_day": "", "why": "Behövs"}
    )
    assert answer.status_code == 422
    assert "Behövs" in answer.content.decode()


def test_a_change_to_come_can_be_taken_back_and_one_in_force_cannot(client, place, person):
    samira = person("samira")
    rule = set_days("sspf.map", place, by=samira, value=LONGER, from_day=in_days(3), why="x")
    with pytest.raises(ValidationError):
        set_days("sspf.map", place, by=samira, value=LONGER, from_day=in_days(3), why="y")
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False), pytest.raises(ValidationError):
        take_back(rule, by=samira)
    client.force_login(samira)
    client.post(reverse("way_take_back", args=["sspf", rule.pk]))
    assert not Rule.objects.filter(pk=rule.pk).exists()


def test_nobody_takes_back_what_the_country_set(place, person):
    with pytest.raises(PermissionDenied):
        take_back(Rule.objects.filter(code="sspf.map", municipality=None, country="SE").first(), by=person("samira"))
