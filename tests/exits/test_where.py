"""Where a protected person is stands nowhere: not in a text, a draft, a page, a paper or any column of the database."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from coordination.exits import queries
from coordination.exits.actions import set_who_knows
from coordination.models import CaseDraft, Event, KnowsWhere, Person, Reading
from coordination.people.actions import add_person, change_person
from coordination.people.places import hints_where, tells_where
from coordination.sharing.actions import write_entry

pytestmark = pytest.mark.django_db
ADDRESS = "Kanarigatan 7"
PLACES = (ADDRESS, "Storvägen 12 B", "561 33 Huskvarna", "Rantakatu 3", "00100 Helsinki", "lgh 1102",
          "59.3293, 18.0686", "https://www.google.com/maps/place/x", "hitta.se/abc")  # fmt: skip
NO_PLACES = ("Socialkontoret, rum 4", "Platsen sägs muntligt", "Ringer kl. 13.30 den 7 maj", "070-174 06 48",
             "SAM-2026-0001", "Vid fara: 112.", "Tryggt boende enligt beslut")  # fmt: skip


@pytest.mark.parametrize("text", PLACES)
def test_an_address_or_a_position_is_seen(text):
    assert tells_where(f"Finns på {text} nu")


@pytest.mark.parametrize("text", NO_PLACES)
def test_other_words_and_numbers_are_no_places(text):
    assert not tells_where(text)


@pytest.mark.parametrize("text", ["Bor hos en kusin", "Har flyttat till Norrvik", "Adress: hemlig", "Asuu Turussa"])
def test_what_may_tell_a_place_is_asked_about(text):
    assert hints_where(text)
    assert not hints_where("Bor tryggt enligt beslut.")


def everywhere(word):
    """The tables of the product in which a word stands."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t.startswith(("coordination_", "work"))]
        found = []
        for table in [*tables, "viewflow_task", "viewflow_process"]:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s", [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


@pytest.mark.parametrize("text", PLACES)
def test_no_text_of_the_case_keeps_a_place(going, cast, text):
    robert = {"by": cast.users["robert"], "agency": cast.agencies["A2"], "kind": "note", "topic": "home"}
    with pytest.raises(ValidationError):
        write_entry(going.case, text=f"Kim är på {text}", **robert)
    with pytest.raises(ValidationError):
        write_entry(going.case, title=text, **robert)


def test_nothing_is_kept_whatever_is_tried(going, cast):
    """One address, typed everywhere it can be: it ends up in no column of the database and on no page."""
    robert, client = cast.users["robert"], Client()
    client.force_login(robert)
    kim, case = going.case.people.get(), going.case
    change_person(kim, {"address": ADDRESS, "phone": ADDRESS[:20], "school": ADDRESS}, by=robert)
    add_person(case, {"role": "other", "given_name": "Syster", "family_name": "X", "address": ADDRESS}, by=robert)
    step = case.steps.open().get(kind="refer")
    draft = client.post(reverse("step_draft", args=[step.pk]), {"version": 0, "note": f"Finns på {ADDRESS}"})
    assert draft.status_code == 200
    step.refresh_from_db()
    assert step.draft["note"] == ["Finns på ▮▮▮"]
    said = {"version": 1, "by_whom": "self", "outcome": "proceed", "note": f"Är på {ADDRESS}", "looked": "on"}
    assert client.post(step.get_absolute_url(), said).status_code == 422
    note = {"topic": "home", "title": "x", "text": f"Hos {ADDRESS}"}
    client.post(reverse("note_write", args=[case.reference]), note)
    begin = {"agency": str(cast.agencies["A2"].pk), "kind": "exit", "consultation": "no"}
    client.post(reverse("open_case"), begin)
    opening = CaseDraft.objects.get()
    for page, typed in ((2, {"child-given_name": "K", "child-protection": "none", "child-address": ADDRESS}),
                        (3, {"concern": f"Bor på {ADDRESS}", "title": "x", "purpose": "x"})):  # fmt: skip
        client.post(reverse("open_case_page", args=[opening.pk, page]), typed)
    assert everywhere("Kanarigatan") == []
    pages = ("case", "case_people", "notes", "plan", "consent", "case_history", "case_where", "documents")
    for route in pages:
        answer = client.get(reverse(route, args=[case.reference]))
        assert answer.status_code == 200, route
        assert "Kanarigatan" not in answer.content.decode()
    assert "Kanarigatan" not in client.get(reverse("person_edit", args=[kim.pk])).content.decode()


def test_what_only_may_tell_a_place_is_asked_about_once(going, cast):
    client = Client()
    client.force_login(cast.users["robert"])
    step = going.case.steps.open().get(kind="refer")
    said = {"version": 0, "by_whom": "self", "outcome": "proceed", "note": "Bor hos en vän ibland"}
    answer = client.post(step.get_absolute_url(), said)
    assert answer.status_code == 422
    assert 'name="looked"' in answer.content.decode()
    assert client.post(step.get_absolute_url(), said | {"looked": "on"}).status_code == 302


def test_a_case_without_a_protected_person_may_name_streets(case, cast):
    petra = {"by": cast.users["petra"], "agency": cast.agencies["A1"], "kind": "note", "topic": "home"}
    assert write_entry(case, text="Vi ses på Storgatan 4", **petra)
    child = Person.objects.get(case=case, role="child")
    change_person(child, {"protection": "marked"}, by=cast.users["petra"])
    case.refresh_from_db()
    with pytest.raises(ValidationError):
        write_entry(case, text="Vi ses på Storgatan 4", **petra)


def test_who_knows_is_kept_and_told_to_those_inside(met, cast):
    robert, ali = cast.users["robert"], cast.users["ali"]
    set_who_knows(met.case, [robert, ali], by=robert)
    set_who_knows(met.case, [ali], by=robert)
    assert list(queries.who_knows(met.case)) == [ali]
    assert KnowsWhere.objects.count() == 2
    assert Event.objects.filter(kind="where-known").count() == 2
    with pytest.raises(ValidationError):
        set_who_knows(met.case, [cast.users["petra"]], by=robert)
    with pytest.raises(PermissionDenied):
        set_who_knows(met.case, [ali], by=ali)


def test_the_page_of_who_knows_is_the_coordinators(joint_case, met, cast):
    url = reverse("case_where", args=[met.case.reference])
    answers = {}
    for key in ("robert", "ali", "petra", "samira"):
        client = Client()
        client.force_login(cast.users[key])
        answers[key] = client.get(url).status_code
    assert answers == {"robert": 200, "ali": 403, "petra": 404, "samira": 404}
    client.force_login(cast.users["robert"])
    assert client.post(url, {"people": [cast.users["ali"].pk]}).status_code == 302
    assert list(queries.who_knows(met.case)) == [cast.users["ali"]]
    assert Reading.objects.filter(what="where", reader=cast.users["robert"]).exists()
    client.force_login(cast.users["petra"])
    assert client.get(reverse("case_where", args=[joint_case.reference])).status_code == 404
