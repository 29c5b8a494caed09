"""A meeting as a file for a calendar: when it is, and nothing of whom or what it is about."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.meetings.actions import call_meeting, cancel_meeting, change_meeting
from coordination.meetings.calendars import calendar_file, folded
from coordination.models import Reading, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
SECRETS = ("Ebbe", "Malin", "Sundgren", "Navet", "Åbrinken", "Ulrika", "Petra", "Skolgången", "example.org", "E.S.")


@pytest.fixture
def details(agency):
    return {
        "kind": "network",
        "starts_at": datetime(2027, 1, 11, 13, 30, tzinfo=UTC),
        "minutes_long": 90,
        "place": "Navet",
        "link": "https://video.example.org/rum",
        "agencies": [agency("A3")],
        "agenda": ["Skolgången"],
    }


@pytest.fixture
def meeting(joint_case, person, details):
    return call_meeting(joint_case, by=person("petra"), **details)


def read(client, user, meeting):
    client.force_login(user)
    return client.get(reverse("meeting_calendar", args=[meeting.pk]))


def rows(data):
    unfolded = data.decode().replace("\r\n ", "")
    return dict(line.split(":", 1) for line in unfolded.strip().split("\r\n") if not line.startswith(("BEGIN", "END")))


def test_the_file_says_when_and_where_to_read_more(client, person, meeting):
    page = read(client, person("ulrika"), meeting)
    assert page["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"{meeting.case.reference}.ics" in page["Content-Disposition"]
    found = rows(page.content)
    assert (found["DTSTART"], found["DTEND"]) == ("20270111T133000Z", "20270111T150000Z")
    assert found["SUMMARY"] == f"Samverkan meeting {meeting.case.reference}"
    assert found["URL"].endswith(reverse("meeting", args=[meeting.pk]))
    assert found["URL"] in found["DESCRIPTION"]
    assert (found["STATUS"], found["SEQUENCE"]) == ("CONFIRMED", "0")
    assert Reading.objects.filter(reader=person("ulrika"), what="meeting", object_id=meeting.pk).exists()


def test_the_title_is_in_the_reader_s_language(client, person, meeting):
    User.objects.filter(pk=person("ulrika").pk).update(language="sv")
    assert rows(read(client, person("ulrika"), meeting).content)["SUMMARY"].startswith("Samverkansmöte SAM-")


def test_it_names_nobody_and_no_place(client, person, meeting):
    said = read(client, person("ulrika"), meeting).content.decode().replace("\r\n ", "")
    assert [secret for secret in SECRETS if secret in said] == []


def test_who_may_not_see_the_meeting_gets_no_file(client, person, meeting):
    for who in ("leyla", "ali", "henrik", "aino"):
        assert read(client, person(who), meeting).status_code == 404, who


def test_a_moved_meeting_moves_its_entry_and_a_cancelled_one_goes(person, meeting, details):
    first = rows(calendar_file(meeting))
    later = details["starts_at"] + timedelta(days=1)
    change_meeting(meeting, by=person("petra"), **{**details, "starts_at": later})
    meeting.refresh_from_db()
    moved = rows(calendar_file(meeting))
    assert (moved["UID"], moved["SEQUENCE"], moved["DTSTART"]) == (first["UID"], "1", "20270112T133000Z")
    meeting = cancel_meeting(meeting, by=person("petra"))
    gone = rows(calendar_file(meeting))
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], "2", "CANCELLED")


def test_changing_another_meeting_does_not_count(joint_case, person, meeting, details):
    other = call_meeting(joint_case, by=person("petra"), **{**details, "starts_at": timezone.now() + timedelta(days=3)})
    cancel_meeting(other, by=person("petra"))
    assert rows(calendar_file(meeting))["SEQUENCE"] == "0"


def test_no_line_is_longer_than_the_format_allows_and_no_letter_is_cut():
    line = "SUMMARY:" + "Samverkansmöte på Åland " * 12
    data = folded(line)
    assert data.endswith(b"\r\n")
    parts = data[:-2].split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert all(part.decode() for part in parts)
    assert data.decode().replace("\r\n ", "").strip() == line.strip()


def test_the_page_of_the_meeting_offers_the_file(client, person, meeting):
    client.force_login(person("ulrika"))
    page = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert reverse("meeting_calendar", args=[meeting.pk]) in page
    assert "Add it to my calendar" in page
