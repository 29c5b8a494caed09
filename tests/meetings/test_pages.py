"""The pages of meetings, as each person gets them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.meetings.actions import call_meeting, cancel_meeting
from coordination.models import Meeting, Reading
from tests.meetings.minutes import decided, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(joint_case, person, agency):
    return call_meeting(
        joint_case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now() + timedelta(days=7),
        place="Navet",
        agencies=[agency("A3")],
        people=[joint_case.people.get(given_name="Malin")],
        agenda=["Bilden", "Mål"],
    )


@pytest.fixture
def as_user(client, person):
    def log_in(name):
        user = person(name)
        user.language = "en"
        user.save(update_fields=["language"])
        client.force_login(user)
        return client

    return log_in


def call_data(case, **changes):
    day = timezone.localdate() + timedelta(days=10)
    data = {
        "kind": "network",
        "day": day.isoformat(),
        "time": "13:30",
        "minutes_long": "60",
        "place": "Navet",
        "link": "",
        "agencies": [str(p.agency_id) for p in case.participations.filter(is_lead=False)],
        "people": [],
        "agenda": "Bilden\n\nMål",
    }
    return data | changes


def test_strangers_and_those_not_called_find_nothing(meeting, as_user):
    for name in ("ali", "henrik", "leyla"):
        client = as_user(name)
        assert client.get(reverse("meeting", args=[meeting.pk])).status_code == 404
        assert "Network meeting" not in client.get(reverse("meetings")).content.decode()
    assert as_user("ali").get(reverse("case_meetings", args=[meeting.case.reference])).status_code == 404
    assert as_user("ali").get(reverse("meeting_call", args=[meeting.case.reference])).status_code == 404


def test_anonymous_people_are_sent_to_log_in(meeting, client):
    for name, args in (("meetings", []), ("meeting", [meeting.pk]), ("meeting_minutes", [meeting.pk])):
        assert client.get(reverse(name, args=args)).status_code == 302


def test_a_called_agency_sees_the_meeting_and_may_not_change_it(meeting, as_user):
    client = as_user("ulrika")
    page = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Bilden" in page
    assert "Åbrinkens skola" in page
    assert "Malin" not in page
    assert "Write the minutes" in page
    assert "Close the minutes" not in page
    for name in ("meeting_change", "meeting_cancel", "meeting_minutes"):
        assert client.get(reverse(name, args=[meeting.pk])).status_code == 403
        assert client.post(reverse(name, args=[meeting.pk])).status_code == 403
    assert reverse("meeting", args=[meeting.pk]) in client.get(reverse("meetings")).content.decode()


def test_a_page_is_noted_as_read_once_and_its_fragment_not(meeting, as_user, person):
    client = as_user("ulrika")
    url = reverse("meeting", args=[meeting.pk])
    client.get(url)
    fragment = client.get(url, headers={"X-Fragment": "1"})
    assert b"<html" not in fragment.content
    assert Reading.objects.filter(reader=person("ulrika"), what="meeting").count() == 1


def test_a_meeting_is_called_where_the_municipality_is(joint_case, as_user):
    client = as_user("petra")
    url = reverse("meeting_call", args=[joint_case.reference])
    assert client.get(url).status_code == 200
    data = call_data(joint_case)
    response = client.post(url, data)
    made = Meeting.objects.get()
    assert response.url == reverse("meeting", args=[made.pk])
    expected = datetime.fromisoformat(f"{data['day']}T13:30").replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    assert made.starts_at == expected
    assert [i.heading for i in made.agenda.all()] == ["Bilden", "Mål"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day": "2020-01-01"}, "The time has passed"),
        ({"day": "soon"}, "Enter a valid date"),
        ({"day": "0001-01-01"}, "The time has passed"),
        ({"day": "9999-12-31"}, "more than two years"),
        ({"place": "", "link": ""}, "Give a place or a link"),
        ({"agencies": [], "people": []}, "Call at least one more"),
        ({"link": "https://meet.example.org/Ebbe"}, "personal data"),
        ({"minutes_long": "100000"}, "less than or equal to 480"),
        ({"agenda": "x" * 200}, "at most 160 characters"),
        ({"agencies": ["7f3b0a52-0000-4000-8000-000000000000"]}, "not one of the available choices"),
    ],
)
def test_wrong_input_is_explained_and_everything_typed_is_still_there(joint_case, as_user, wrong, says):
    client = as_user("petra")
    data = call_data(joint_case, place="By the big stone") | wrong
    response = client.post(reverse("meeting_call", args=[joint_case.reference]), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert data["place"] in page
    assert not Meeting.objects.exists()


def test_an_untouched_agenda_follows_the_kind_of_meeting(joint_case, as_user):
    client = as_user("petra")
    url = reverse("meeting_call", args=[joint_case.reference])
    for agenda in ("", client.get(url).context["form"].initial["agenda"]):
        client.post(url, call_data(joint_case, kind="follow_up", agenda=agenda))
        made = Meeting.objects.get(status="called")
        assert "What was promised, and what was done" in [i.heading for i in made.agenda.all()]
        cancel_meeting(made, by=made.called_by)


def test_a_meeting_is_changed_and_cancelled(meeting, as_user):
    client = as_user("petra")
    url = reverse("meeting_change", args=[meeting.pk])
    assert 'value="Navet"' in client.get(url).content.decode()
    client.post(url, call_data(meeting.case, place="Biblioteket"))
    meeting.refresh_from_db()
    assert meeting.place == "Biblioteket"
    assert client.get(reverse("meeting_cancel", args=[meeting.pk])).status_code == 200
    client.post(reverse("meeting_cancel", args=[meeting.pk]))
    assert client.post(url, call_data(meeting.case)).status_code == 422
    assert client.post(reverse("meeting_cancel", args=[meeting.pk])).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"


def test_minutes_not_shared_are_not_shown(meeting, as_user, person):
    rows = [{"heading": "Bilden", "notes": "canary-notes", "decisions": [decided("canary-decision")]}]
    written(meeting, by=person("petra"), rows=rows)
    page = as_user("ulrika").get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "canary" not in page
    assert "not shared with your agency" in page
    assert "canary-notes" in as_user("petra").get(reverse("meeting", args=[meeting.pk])).content.decode()


def test_the_lists_do_not_ask_more_for_more_meetings(meeting, as_user, person, agency, django_assert_max_num_queries):
    for days in range(8, 14):
        call_meeting(
            meeting.case,
            by=person("petra"),
            kind="follow_up",
            starts_at=timezone.now() + timedelta(days=days),
            place="Navet",
            agencies=[agency("A3")],
            agenda=["Mål"],
        )
    client = as_user("ulrika")
    with django_assert_max_num_queries(18):
        assert client.get(reverse("meetings")).content.decode().count("Navet") == 7
