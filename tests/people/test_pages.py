"""Adding, changing and showing the people of a case."""

import pytest

from coordination.models import Event, Reading
from coordination.people.actions import change_person

pytestmark = pytest.mark.django_db

AUNT = {
    "given_name": "Anna",
    "family_name": "Berg",
    "identity_number": "850506-9883",
    "protection": "none",
    "custody": "on",
}


@pytest.fixture
def petra(client, person):
    client.force_login(person("petra"))
    return person("petra")


def add(case, role="guardian"):
    return f"{case.get_absolute_url()}people/add/{role}/"


def test_a_guardian_is_added_and_must_consent(client, joint_case, petra):
    assert client.get(add(joint_case)).status_code == 200
    assert client.post(add(joint_case), AUNT).status_code == 302
    found = joint_case.people.get(given_name="Anna")
    assert (found.identity_number, str(found.birth_date)) == ("19850506-9883", "1985-05-06")
    assert found.consent_required
    assert Event.objects.filter(kind="person-added").exists()


def test_a_wrong_number_is_said_and_everything_typed_stays(client, joint_case, petra):
    answer = client.post(add(joint_case), {**AUNT, "identity_number": "850506-9884", "address": "Storgatan 1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "850506-9884" in text
    assert "Storgatan 1" in text


def test_a_second_child_cannot_be_added(client, joint_case, petra):
    client.post(add(joint_case, "child"), {**AUNT, "identity_number": "20120126-2399"})
    assert joint_case.people.filter(role="child").count() == 1


def test_partners_and_strangers_do_not_add_or_change(client, joint_case, person):
    child = joint_case.child
    for name in ("ulrika", "ali"):
        client.force_login(person(name))
        assert client.get(add(joint_case)).status_code == 404
        assert client.get(f"/people/{child.pk}/edit/").status_code == 404
        assert client.post(f"/people/{child.pk}/edit/", AUNT).status_code == 404


def test_details_are_changed(client, joint_case, petra):
    malin = joint_case.people.get(given_name="Malin")
    page = client.get(f"/people/{malin.pk}/edit/").content.decode()
    assert "070-1740640" in page
    told = {**AUNT, "given_name": "Malin", "identity_number": malin.identity_number, "phone": "070-1740699"}
    assert client.post(f"/people/{malin.pk}/edit/", told).status_code == 302
    malin.refresh_from_db()
    assert (malin.family_name, malin.phone) == ("Berg", "070-1740699")


def test_a_person_who_becomes_protected_loses_phone_address_and_school_here(client, joint_case, petra):
    malin = joint_case.people.get(given_name="Malin")
    told = {**AUNT, "identity_number": malin.identity_number, "phone": "070-1740640", "protection": "marked"}
    client.post(f"/people/{malin.pk}/edit/", told)
    malin.refresh_from_db()
    assert malin.is_protected
    assert malin.phone == ""


def test_the_name_is_shown_after_a_logged_click_only(client, joint_case, person):
    client.force_login(person("leyla"))
    child = joint_case.child
    assert client.get(f"/people/{child.pk}/name/").status_code == 405
    answer = client.post(f"/people/{child.pk}/name/")
    assert "Ebbe Sundgren" in answer.content.decode()
    assert "<title>SAM" in answer.content.decode()
    assert Reading.objects.filter(reader=person("leyla"), what="person", object_id=child.pk).count() == 1


def test_a_protected_child_s_school_is_not_shown(client, joint_case, person):
    change_person(joint_case.child, {"protection": "registered"}, by=person("petra"))
    client.force_login(person("leyla"))
    text = client.post(f"/people/{joint_case.child.pk}/name/").content.decode()
    assert "Åbrinkens skola" not in text
    client.force_login(person("petra"))
    assert "Åbrinkens skola" not in client.get(f"/people/{joint_case.child.pk}/edit/").content.decode()


def test_strangers_cannot_reveal(client, joint_case, person):
    for name in ("ali", "samira", "henrik"):
        client.force_login(person(name))
        assert client.post(f"/people/{joint_case.child.pk}/name/").status_code == 404
