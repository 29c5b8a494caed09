"""Consent and entries as their users meet them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.models import Consent, Entry
from coordination.sharing.actions import share, write_entry

pytestmark = pytest.mark.django_db


def yes(agency, **more):
    data = {
        "answer": "yes",
        "agencies": [str(agency("A3").pk), str(agency("A4").pk)],
        "topics": ["school", "leisure", "plan"],
        "form": "written",
        "said_on": str(timezone.localdate()),
        "told": ["info", "withdraw", "refusal"],
        "confirmed": "1",
        "valid_until": str(timezone.localdate().replace(year=timezone.localdate().year + 1)),
    }
    return data | more


def test_the_coordinator_records_a_partial_consent(client, case, person, agency):
    client.force_login(person("petra"))
    mother = case.people.get(given_name="Malin")
    page = client.post(reverse("consent_record", args=[case.reference, mother.pk]), yes(agency))
    assert page.status_code == 302
    consent = Consent.objects.get(giver=mother)
    assert {str(a) for a in consent.agencies.all()} == {str(agency(k)) for k in ("A1", "A3", "A4")}
    assert consent.topics == ["school", "leisure", "plan"]


def test_a_yes_without_agencies_is_refused_and_keeps_what_was_typed(client, case, person, agency):
    client.force_login(person("petra"))
    mother = case.people.get(given_name="Malin")
    data = yes(agency, agencies=[], view_of_child="Vill gå i skolan")
    page = client.post(reverse("consent_record", args=[case.reference, mother.pk]), data)
    assert page.status_code == 422
    assert "Vill gå i skolan" in page.content.decode()
    assert not Consent.objects.exists()


def test_partners_see_what_is_covered_but_not_who_said_it(client, joint_case, person):
    client.force_login(person("ulrika"))
    page = client.get(reverse("consent", args=[joint_case.reference])).content.decode()
    assert "Kultur och fritid" in page
    assert "M.S." not in page
    assert (
        client.get(reverse("consent_record", args=[joint_case.reference, joint_case.people.first().pk])).status_code
        == 404
    )


def test_withdrawing_shows_what_ends_and_ends_it(client, joint_case, consents, person):
    client.force_login(person("petra"))
    url = reverse("consent_withdraw", args=[consents[0].pk])
    assert "Åbrinkens skola" in client.get(url).content.decode()
    assert client.post(url, {"note": "ringde"}).status_code == 302
    client.force_login(person("ulrika"))
    assert client.get(reverse("notes", args=[joint_case.reference])).status_code == 404


def test_a_note_is_seen_by_its_agency_and_those_it_was_shared_with(client, joint_case, person, agency):
    client.force_login(person("ulrika"))
    url = reverse("note_write", args=[joint_case.reference])
    data = {"topic": "school", "title": "Frånvaro", "text": "KANARIEFÅGEL", "agencies": [str(agency("A1").pk)]}
    page = client.post(url, data)
    entry = Entry.objects.get(kind="note")
    assert page.url == reverse("entry", args=[entry.pk])
    for name, status in (("ulrika", 200), ("petra", 200), ("leyla", 404), ("henrik", 404), ("samira", 404)):
        client.force_login(person(name))
        found = client.get(reverse("entry", args=[entry.pk]))
        assert found.status_code == status, name
        assert ("KANARIEFÅGEL" in found.content.decode()) == (status == 200)


def test_only_the_own_agency_shares_corrects_and_takes_back(client, joint_case, person, agency):
    entry = write_entry(
        joint_case, by=person("ulrika"), agency=agency("A3"), kind="note", topic="school", title="T", text="X"
    )
    to_desk = reverse("entry_share", args=[entry.pk])
    client.force_login(person("ulrika"))
    assert client.get(to_desk).status_code == 302
    (given,) = share(entry, [agency("A4")], by=person("ulrika"), reason="fritid")
    client.force_login(person("leyla"))
    assert client.get(reverse("entry", args=[entry.pk])).status_code == 200
    assert client.get(to_desk).status_code == 404
    assert client.post(reverse("disclosure_end", args=[given.pk])).status_code == 404
    client.force_login(person("ulrika"))
    assert client.post(reverse("disclosure_end", args=[given.pk]), {"reason": "fel"}).status_code == 302
    new = client.post(reverse("entry_correct", args=[entry.pk]), {"title": "T2", "text": "Y"})
    assert new.status_code == 302
    assert Entry.objects.get(supersedes=entry).text == "Y"
    client.force_login(person("leyla"))
    assert client.get(reverse("entry", args=[entry.pk])).status_code == 404


def test_an_agency_outside_the_case_cannot_be_chosen(client, joint_case, person, agency):
    client.force_login(person("ulrika"))
    data = {"topic": "school", "title": "T", "text": "X", "agencies": [str(agency("A5").pk)]}
    page = client.post(reverse("note_write", args=[joint_case.reference]), data)
    assert page.status_code == 422
    assert not Entry.objects.exists()
