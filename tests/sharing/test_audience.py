"""What is kept from one of the family: the choice, the mark, and who learns of it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from coordination.models import Entry, Event
from coordination.sharing.actions import correct_entry, write_entry
from coordination.sharing.audience import keep_from, kept_from

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]


@pytest.fixture
def mother(joint_case):
    return joint_case.people.get(given_name="Malin")


@pytest.fixture
def entry(joint_case, mother, person, agency):
    own = {"by": person("ulrika"), "agency": agency("A3"), "kind": "note", "topic": "school"}
    hidden = {"kept_from": [mother], "kept_from_why": "KANARISKÄL"}
    return write_entry(joint_case, **own, title="Rubrik", text="X", share_with=[agency("A4")], **hidden)


def test_everybody_who_reads_it_sees_the_mark_and_the_own_agency_the_reason(client, entry, person):
    for name, reason in (("ulrika", True), ("leyla", False)):
        client.force_login(person(name))
        page = client.get(reverse("entry", args=[entry.pk])).content.decode()
        assert "May not be shown to Guardian M.S." in page
        assert ("KANARISKÄL" in page) == reason
        assert "Malin" not in page


def test_without_a_reason_nothing_is_kept_from_anybody(entry, mother, person):
    with pytest.raises(ValidationError, match="Say why"):
        keep_from(entry, [mother], by=person("ulrika"), why=" ")
    entry.refresh_from_db()
    assert entry.kept_from_why == "KANARISKÄL"


def test_nobody_of_another_case_can_be_chosen(entry, mother, person, cast):
    from coordination.cases.actions import open_case

    other = open_case(
        by=person("petra"),
        agency=cast.agencies["A1"],
        title="Annat",
        purpose="Annat",
        people=[{"role": "child", "given_name": "A", "family_name": "B"}],
    )
    with pytest.raises(ValidationError, match="people of the case"):
        keep_from(entry, other.people.all(), by=person("ulrika"), why="x")


def test_a_new_version_is_kept_from_the_same_people(entry, mother, person):
    new = correct_entry(entry, by=person("ulrika"), title="T", text="Y")
    assert kept_from(new) == [mother]
    assert new.kept_from_why == "KANARISKÄL"


def test_parts_of_it_are_kept_from_them_too(entry, mother, person, agency):
    own = {"by": person("ulrika"), "agency": agency("A3"), "kind": "note", "topic": "school"}
    part = write_entry(entry.case, **own, title="Del", text="X")
    part.excerpt_of = entry
    part.save()
    assert kept_from(part) == [mother]


def test_the_change_is_known_inside_the_agency_alone(entry, person):
    keep_from(entry, [], by=person("ulrika"), why="")
    event = Event.objects.get(kind="entry-audience")
    assert event.agency == entry.agency
    assert not event.notifications.exists()
    assert kept_from(entry) == []


def test_the_page_of_the_own_agency_changes_it_and_wants_a_reason(client, entry, person):
    url, father = reverse("entry_audience", args=[entry.pk]), entry.case.people.get(given_name="Peter")
    client.force_login(person("ulrika"))
    refused = client.post(url, {"kept_from": [str(father.pk)], "kept_from_why": ""})
    assert refused.status_code == 422
    assert "Say why it is kept from them" in refused.content.decode()
    assert client.post(url, {"kept_from": [str(father.pk)], "kept_from_why": "rädd"}).status_code == 302
    assert kept_from(entry) == [father]
    assert client.post(url, {}).status_code == 302
    assert kept_from(entry) == []
    for name in ("leyla", "petra", "henrik"):
        client.force_login(person(name))
        assert client.get(url).status_code == 404


def test_a_note_is_written_and_corrected_with_its_audience(client, joint_case, mother, person):
    client.force_login(person("ulrika"))
    data = {"topic": "school", "title": "T", "text": "X", "kept_from": [str(mother.pk)], "kept_from_why": ""}
    url = reverse("note_write", args=[joint_case.reference])
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"kept_from_why": "Hon vill inte"}).status_code == 302
    note = Entry.objects.get()
    assert kept_from(note) == [mother]
    page = client.get(reverse("entry_correct", args=[note.pk])).content.decode()
    assert "Hon vill inte" in page
    assert client.post(reverse("entry_correct", args=[note.pk]), {"title": "T", "text": "Y"}).status_code == 302
    assert kept_from(Entry.objects.get(supersedes=note)) == []
