"""Calling, changing, cancelling a meeting, and its minutes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone, translation

from coordination.meetings.actions import call_meeting, cancel_meeting, change_meeting
from coordination.meetings.closing import close_minutes, reopen_minutes
from coordination.meetings.queries import may_read_minutes, meetings_seen_by
from coordination.meetings.writing import write_part
from coordination.models import Event, Meeting, Person
from coordination.sharing.consent import withdraw_consent
from permissions import policy
from permissions.roles import Act
from tests.meetings.minutes import decided, write, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def details(joint_case, agency):
    return {
        "kind": "network",
        "starts_at": timezone.now() + timedelta(days=7),
        "minutes_long": 60,
        "place": "Navet",
        "link": "",
        "agencies": [agency("A3")],
        "people": [joint_case.people.get(given_name="Malin")],
        "agenda": ["Everybody's picture", "Goals"],
    }


@pytest.fixture
def meeting(joint_case, person, details):
    return call_meeting(joint_case, by=person("petra"), **details)


def told(kind):
    return {n.recipient.first_name for n in Event.objects.get(kind=kind).notifications.select_related("recipient")}


def test_a_call_tells_the_called_agencies_and_nobody_else(meeting):
    assert told("meeting-called") == {"Ulrika"}
    assert {str(i) for i in meeting.invitees.all()} == {"Socialtjänsten mottagning", "Åbrinkens skola", "M.S."}
    assert [i.heading for i in meeting.agenda.all()] == ["Everybody's picture", "Goals"]


def test_a_meeting_is_seen_by_the_lead_and_the_called_agencies(meeting, person):
    assert [list(meetings_seen_by(person(n))) for n in ("petra", "ulrika", "leyla", "ali")] == [
        [meeting],
        [meeting],
        [],
        [],
    ]


def test_only_the_coordinator_calls(joint_case, person, details):
    with pytest.raises(PermissionDenied):
        call_meeting(joint_case, by=person("ulrika"), **details)
    with pytest.raises(Http404):
        call_meeting(joint_case, by=person("ali"), **details)


@pytest.mark.parametrize(
    "wrong",
    [
        {"agenda": [" "]},
        {"place": "", "link": ""},
        {"minutes_long": 0},
        {"agencies": [], "people": []},
        {"kind": "party"},
        {"link": "http://meet.example.org/1"},
        {"link": "https://petra:secret@meet.example.org/1"},
        {"link": "https://meet.example.org/ebbe-sundgren"},
        {"link": "https://meet.example.org/20130310-2394"},
        {"link": "javascript:alert(1)"},
        {"place": "x" * 161},
        {"agenda": ["x" * 161]},
    ],
)
def test_a_call_that_lacks_something_or_gives_too_much_away_is_refused(joint_case, person, details, wrong):
    with pytest.raises(ValidationError):
        call_meeting(joint_case, by=person("petra"), **details | wrong)
    assert not Meeting.objects.exists()


def test_an_agency_no_consent_covers_cannot_be_called(joint_case, person, agency, details):
    with pytest.raises(ValidationError, match="consent"):
        call_meeting(joint_case, by=person("petra"), **details | {"agencies": [agency("A5")]})
    withdraw_consent(joint_case.consents.first(), by=person("petra"))
    with pytest.raises(ValidationError, match="consent"):
        call_meeting(joint_case, by=person("petra"), **details)


def test_somebody_of_another_case_cannot_be_called(joint_case, person, details, cast):
    from coordination.cases.actions import open_case
    from tests.conftest import MALIN

    other = open_case(by=person("petra"), agency=cast.agencies["A1"], title="X", purpose="Y", people=[MALIN])
    with pytest.raises(ValidationError, match="people of the case"):
        call_meeting(joint_case, by=person("petra"), **details | {"people": [Person.objects.get(case=other)]})


def test_a_change_tells_those_before_and_those_now(meeting, person, agency, details):
    kept = set(meeting.agenda.values_list("pk", flat=True))
    details |= {"agencies": [agency("A4")], "people": [], "agenda": ["Goals", "Everybody's picture"]}
    change_meeting(meeting, by=person("petra"), **details)
    assert told("meeting-changed") == {"Ulrika", "Leyla"}
    assert set(meeting.agenda.values_list("pk", flat=True)) == kept
    assert not policy.can(person("ulrika"), Act.VIEW, meeting)


def test_a_cancelled_meeting_is_not_changed_nor_held(meeting, person, details):
    cancel_meeting(meeting, by=person("petra"))
    assert told("meeting-cancelled") == {"Ulrika"}
    for attempt in (
        lambda: change_meeting(meeting, by=person("petra"), **details),
        lambda: cancel_meeting(meeting, by=person("petra")),
        lambda: close_minutes(meeting, by=person("petra"), attended=[]),
    ):
        with pytest.raises(ValidationError):
            attempt()


def test_minutes_are_an_entry_of_the_lead_read_by_those_chosen(meeting, person, agency):
    rows = [{"heading": "Goals", "notes": "Long talk", "decisions": [decided("Two goals")]}]
    came = [i.pk for i in meeting.invitees.all() if i.agency_id == agency("A3").pk]
    entry = written(meeting, by=person("petra"), attended=came, rows=rows, share_with=[agency("A3")])
    meeting.refresh_from_db()
    assert (meeting.status, meeting.minutes, entry.agency, entry.kind) == ("held", entry, agency("A1"), "minutes")
    assert "Noted: Two goals" in entry.text
    assert "Came: Åbrinkens skola." in entry.text
    assert [may_read_minutes(person(n), meeting) for n in ("petra", "ulrika", "leyla")] == [True, True, False]
    assert {str(i): i.attended for i in meeting.invitees.all()}["Åbrinkens skola"] is True
    assert told("meeting-held") == {"Ulrika"}


def test_who_is_called_reads_the_minutes_while_they_are_written_and_then_only_if_they_are_shared(meeting, person):
    write(meeting, by=person("ulrika"), rows=[{"heading": "Goals", "notes": "Long talk"}])
    assert [may_read_minutes(person(n), meeting) for n in ("petra", "ulrika", "leyla", "ali")] == [
        True,
        True,
        False,
        False,
    ]
    close_minutes(meeting, by=person("petra"), attended=[])
    assert [may_read_minutes(person(n), meeting) for n in ("petra", "ulrika")] == [True, False]


def test_minutes_go_to_called_agencies_only(meeting, person, agency):
    with pytest.raises(ValidationError, match="called"):
        close_minutes(meeting, by=person("petra"), attended=[], share_with=[agency("A4")])


def test_only_the_coordinator_closes_and_opens_again(meeting, person):
    with pytest.raises(PermissionDenied):
        close_minutes(meeting, by=person("ulrika"), attended=[])
    close_minutes(meeting, by=person("petra"), attended=[])
    with pytest.raises(ValidationError, match="closed already"):
        close_minutes(meeting, by=person("petra"), attended=[])
    with pytest.raises(PermissionDenied):
        reopen_minutes(meeting, by=person("ulrika"))


def test_corrected_minutes_supersede_and_keep_their_parts(meeting, person):
    petra = person("petra")
    first = written(meeting, by=petra, rows=[{"heading": "Goals", "notes": "A"}])
    item = meeting.agenda.get(heading="Goals")
    reopen_minutes(meeting, by=petra)
    write_part(item, by=petra, heading="Our goals", notes="B", version=item.version)
    second = close_minutes(meeting, by=petra, attended=[])
    item.refresh_from_db()
    assert second.supersedes == first
    assert (item.heading, item.notes) == ("Our goals", "B")
    assert "B" in second.text


def test_a_change_of_the_call_takes_nothing_away_that_is_written(meeting, person, details):
    write(meeting, by=person("ulrika"), rows=[{"heading": "Goals", "notes": "Long talk"}])
    with pytest.raises(ValidationError, match="cannot be taken away"):
        change_meeting(meeting, by=person("petra"), **details | {"agenda": ["Something else"]})
    change_meeting(meeting, by=person("petra"), **details | {"agenda": ["Something else", "Goals"]})
    assert meeting.agenda.get(heading="Goals").notes == "Long talk"
