"""What the child wishes one of the family to be kept out of."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.meetings.actions import call_meeting
from coordination.models import FamilyWish, Meeting
from coordination.people.wishes import end_wish, kept_out_of_meetings, record_wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]


@pytest.fixture
def mother(joint_case):
    return joint_case.people.get(given_name="Malin")


@pytest.fixture
def wish(mother, person):
    return record_wish(mother, by=person("petra"), scope="meetings", words="KANARIORD inte mamma")


def call(case, person, agency, **more):
    details = {"kind": "network", "starts_at": timezone.now() + timedelta(days=7), "place": "Navet", "agenda": ["Mål"]}
    return call_meeting(case, by=person("petra"), agencies=[agency("A3")], **details | more)


def call_data(case, people, **more):
    day = timezone.localdate() + timedelta(days=10)
    data = {"kind": "network", "day": day.isoformat(), "time": "13:30", "minutes_long": "60", "place": "Navet"}
    return data | {"people": [str(p.pk) for p in people], "agenda": "Mål"} | more


def test_only_the_coordinator_records_it(mother, person):
    for name, refusal in (("ulrika", PermissionDenied), ("ali", Http404)):
        with pytest.raises(refusal):
            record_wish(mother, by=person(name), scope="both", words="x")


def test_it_needs_words_and_is_about_somebody_else_than_the_child(mother, person):
    with pytest.raises(ValidationError, match="what the child said"):
        record_wish(mother, by=person("petra"), scope="both", words=" ")
    with pytest.raises(ValidationError, match="somebody else than the child"):
        record_wish(mother.case.child, by=person("petra"), scope="both", words="x")


def test_a_new_wish_replaces_the_earlier_which_stays(wish, mother, person):
    new = record_wish(mother, by=person("petra"), scope="papers", words="bara papper")
    wish.refresh_from_db()
    assert wish.ended_by == person("petra")
    assert list(FamilyWish.objects.live()) == [new]
    assert kept_out_of_meetings(mother.case) == {}


def test_it_holds_from_its_first_day_to_its_last(mother, person):
    today = timezone.localdate()
    days = {"valid_from": today + timedelta(days=1), "valid_until": today + timedelta(days=3)}
    record_wish(mother, by=person("petra"), scope="both", words="x", **days)
    held = [bool(kept_out_of_meetings(mother.case, on=today + timedelta(days=n))) for n in range(5)]
    assert held == [False, True, True, True, False]


def test_who_leads_the_case_reads_the_words_the_others_that_there_is_a_wish(client, wish, person):
    for name, words in (("petra", True), ("ulrika", False)):
        client.force_login(person(name))
        page = client.get(reverse("case_people", args=[wish.case.reference])).content.decode()
        assert "Not Guardian M.S.: Meetings" in page
        assert ("KANARIORD" in page) == words


def test_it_is_recorded_and_ended_on_its_pages(client, mother, person):
    client.force_login(person("petra"))
    url = reverse("person_wish", args=[mother.pk])
    data = {"scope": "both", "words": "", "valid_from": timezone.localdate().isoformat()}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"words": "Inte mamma"}).status_code == 302
    end = reverse("person_wish_end", args=[FamilyWish.objects.get().pk])
    assert client.post(end, {"note": ""}).status_code == 422
    assert client.post(end, {"note": "Hon sade det"}).status_code == 302
    assert client.post(end, {"note": "en gång till"}).status_code == 404
    assert not FamilyWish.objects.live().exists()


def test_ending_twice_is_refused(wish, person):
    end_wish(wish, by=person("petra"), note="x")
    with pytest.raises(ValidationError, match="ended already"):
        end_wish(wish, by=person("petra"), note="y")


def test_the_person_is_not_chosen_from_the_start(client, wish, mother, person):
    client.force_login(person("petra"))
    page = client.get(reverse("meeting_call", args=[wish.case.reference])).content.decode()
    boxes = {
        line.partition('value="')[2][:36]: " checked" in line
        for line in page.split("<input")
        if 'name="people"' in line
    }
    assert boxes[str(mother.pk)] is False
    assert sum(boxes.values()) == 2
    assert "The child does not want this person at meetings." in page


def test_choosing_them_shows_the_wish_and_demands_a_tick(client, wish, mother, person):
    client.force_login(person("petra"))
    url = reverse("meeting_call", args=[wish.case.reference])
    refused = client.post(url, call_data(wish.case, [mother]))
    assert refused.status_code == 422
    assert "KANARIORD" in refused.content.decode()
    assert not Meeting.objects.exists()
    assert client.post(url, call_data(wish.case, [mother], against_wish="on")).status_code == 302
    assert Meeting.objects.get().invitees.get(person=mother).against_wish


def test_the_action_minds_the_wish_too(wish, mother, person, agency):
    with pytest.raises(ValidationError, match="does not want"):
        call(wish.case, person, agency, people=[mother])
    father = wish.case.people.get(given_name="Peter")
    meeting = call(wish.case, person, agency, people=[mother, father], against_wish=True)
    assert {i.person: i.against_wish for i in meeting.invitees.exclude(person=None)} == {mother: True, father: False}


def test_a_wish_that_has_ended_by_the_day_of_the_meeting_binds_nobody(mother, person, agency):
    until = timezone.localdate() + timedelta(days=1)
    record_wish(mother, by=person("petra"), scope="both", words="x", valid_until=until)
    meeting = call(mother.case, person, agency, people=[mother])
    assert not meeting.invitees.get(person=mother).against_wish
