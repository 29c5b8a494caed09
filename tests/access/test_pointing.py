"""Searching for a child: the exact number only, a pointer for few, and the same nothing for everybody else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from coordination.access import pointing
from coordination.models import Case, Conflict, Person, PointerSearch
from tests.conftest import EBBE, MALIN

pytestmark = pytest.mark.django_db
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
NUMBER = EBBE["identity_number"]
NOBODY = "20110117-2383"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def post(client, user, sought):
    client.force_login(user)
    return client.post("/search/person/", {"sought": sought, "purpose": "assessment"})


def body(answer):
    return answer.status_code, CSRF.sub(b"", answer.content)


def pointers(user, sought=NUMBER):
    return pointing.search(sought, by=user, purpose="assessment").pointers


def test_the_test_number_of_nobody_is_a_valid_one():
    from coordination.people.identity import parse

    assert parse(NOBODY, "SE").number == NOBODY


def test_who_is_in_the_case_finds_it_by_the_number(client, joint_case, person):
    answer = post(client, person("ulrika"), NUMBER.replace("-", ""))
    assert joint_case.reference in answer.content.decode()


def test_social_services_of_the_same_municipality_are_told_whom_to_contact_and_no_more(client, joint_case, person):
    joint_case.lead_agency.phone = "08-465 00 40"
    joint_case.lead_agency.save()
    text = post(client, person("jonas"), NUMBER).content.decode()
    for told in ("A joint case is going on", "Petra Holm", "08-465 00 40", joint_case.lead_agency.name):
        assert told in text
    for secret in (joint_case.reference, joint_case.title, joint_case.purpose, "Sundgren", NUMBER):
        assert secret not in text


OTHERS = [(name, what) for name in ("ali", "tove", "karin", "aino", "henrik") for what in ("number", "reference")]


@pytest.mark.parametrize(("name", "what"), [*OTHERS, ("samira", "number")])
def test_everybody_else_gets_the_answer_for_nobody(client, case, person, name, what):
    sought, nothing = (NUMBER, NOBODY) if what == "number" else (case.reference, "SAM-1999-0001")
    if name == "aino" and what == "number":
        sought, nothing = "140311A901B", "120514A912T"
        Person.objects.filter(role="child").update(identity_number=sought)
    hidden, absent = post(client, person(name), sought), post(client, person(name), nothing)
    assert hidden.status_code == 200
    assert body(hidden) == body(absent)


NOWHERE = {"phone": "", "address": "", "school": ""}
HINDRANCES = {
    "class": lambda case, user: Case.objects.update(confidentiality=2),
    "closed": lambda case, user: Case.objects.update(status="closed"),
    "protected child": lambda case, user: Person.objects.filter(role="child").update(protection="marked", **NOWHERE),
    "protected parent": lambda case, user: Person.objects.filter(role="guardian").update(
        protection="registered", **NOWHERE
    ),
    "conflict": lambda case, user: Conflict.objects.create(case=case, user=user, why="friend", declared_by=user),
}


@pytest.mark.parametrize("name", sorted(HINDRANCES))
def test_no_pointer_to_a_secret_case_a_protected_person_or_by_somebody_with_a_conflict(client, case, person, name):
    assert pointers(person("jonas"))
    HINDRANCES[name](case, person("jonas"))
    assert body(post(client, person("jonas"), NUMBER)) == body(post(client, person("jonas"), NOBODY))


def test_a_parent_s_number_points_to_nothing(case, person):
    assert pointers(person("jonas"), MALIN["identity_number"]) == []


def test_a_hidden_match_costs_the_same_questions_as_none(case, person):
    counted = []
    for sought in (NUMBER, NOBODY):
        with CaptureQueriesContext(connection) as asked:
            pointing.search(sought, by=person("ali"), purpose="duty")
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_every_search_is_kept_without_what_was_typed_and_for_good(case, person):
    pointers(person("jonas"))
    pointers(person("ali"))
    pointers(person("ali"), NOBODY)
    rows = list(PointerSearch.objects.order_by("pk").values_list("user__email", "what", "case", "answered"))
    assert rows == [
        ("jonas@example.org", "number", case.pk, True),
        ("ali@example.org", "number", case.pk, False),
        ("ali@example.org", "number", None, False),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(s::text, '') FROM coordination_pointersearch s")
        assert "2394" not in cursor.fetchone()[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        PointerSearch.objects.update(answered=False)


def test_after_as_many_as_the_rules_allow_everybody_gets_the_same_page(client, case, person):
    now = timezone.now()
    for number in range(20):
        PointerSearch.objects.create(
            user=person("jonas"), what="number", purpose="duty", at=now - timedelta(minutes=number)
        )
    found, nothing = post(client, person("jonas"), NUMBER), post(client, person("jonas"), NOBODY)
    assert "Too many searches" in found.content.decode()
    assert body(found) == body(nothing)
    assert PointerSearch.objects.count() == 20


def test_a_number_that_two_cases_know_counts_as_one_search(case, person):
    Person.objects.create(case=_another(case), role="child", given_name="E", family_name="S", identity_number=NUMBER)
    pointers(person("ali"))
    assert PointerSearch.objects.count() == 2
    assert PointerSearch.objects.values("at").distinct().count() == 1


def _another(case):
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.reference = uuid4(), "SAM-2020-0099"
    twin._state.adding = True
    twin.save()
    return twin


def test_names_and_halves_are_refused_and_the_number_is_in_no_address(client, case, person):
    answer = post(client, person("jonas"), "Sundgren")
    assert answer.status_code == 422
    assert "neither a valid identity number" in answer.content.decode()
    assert post(client, person("jonas"), NUMBER[:8]).status_code == 422
    with pytest.raises(ValidationError):
        pointing.search("20130310-2395", by=person("jonas"), purpose="duty")
    client.get("/search/person/", {"sought": NUMBER, "purpose": "duty"})
    assert not PointerSearch.objects.exists()


def test_those_who_audit_the_case_read_who_searched(client, joint_case, person):
    pointers(person("ali"))
    client.force_login(person("samira"))
    page = client.get(f"{joint_case.get_absolute_url()}history/readings/").content.decode()
    assert "Ali Norén" in page
    assert "Was told nothing new" in page
    client.force_login(person("ulrika"))
    assert client.get(f"{joint_case.get_absolute_url()}history/readings/").status_code == 403
