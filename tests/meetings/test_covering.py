"""Who may not hear all of a meeting is named before it and while attendance is noted, never silently."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from coordination.access.conflicts import declare
from coordination.meetings.actions import call_meeting
from coordination.meetings.closing import close_minutes, version_of
from coordination.meetings.covering import gaps, named_gaps
from coordination.models import Event
from coordination.people.wishes import record_wish
from coordination.sharing.consent import record_consent
from coordination.sharing.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(joint_case, person, agency):
    return call_meeting(
        joint_case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now() + timedelta(days=1),
        place="Navet",
        agencies=[agency("A3"), agency("A4")],
        people=[joint_case.people.get(given_name="Malin")],
        agenda=["Goals"],
    )


def leave_out(case, by, *agencies, topics=Topic.values):
    """Let a new consent of everybody name these agencies only."""
    for giver in case.people.filter(consent_required=True):
        until = timezone.now() + timedelta(days=90)
        record_consent(
            giver, by=by, given=True, agencies=list(agencies), topics=topics, form="written", valid_until=until
        )


def invitee(meeting, agency):
    return meeting.invitees.get(agency=agency)


def test_while_consent_covers_everybody_nobody_is_named(meeting):
    assert named_gaps(meeting) == []


def test_consent_changed_between_invitation_and_meeting_names_the_agency(meeting, person, agency, client):
    leave_out(meeting.case, person("petra"), agency("A3"))
    assert gaps(meeting, meeting.invitees.all()) == {invitee(meeting, agency("A4")).pk: "consent"}
    petra = person("petra")
    petra.language = "en"
    petra.save()
    client.force_login(petra)
    for page in (reverse("meeting", args=[meeting.pk]), reverse("case_brief", args=[meeting.case.reference])):
        shown = client.get(page).content.decode()
        assert "Not all who are called may hear all of it now" in shown
        assert "consent does not cover it any more" in shown
    client.force_login(person("ulrika"))
    shown = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "consent does not cover it any more" not in shown


def test_consent_that_leaves_out_plan_and_meetings_is_named_too(meeting, person, agency):
    leave_out(meeting.case, person("petra"), agency("A3"), agency("A4"), topics=["school"])
    assert set(gaps(meeting, meeting.invitees.all()).values()) == {"topic"}
    assert gaps(meeting, [invitee(meeting, meeting.case.lead_agency)]) == {}


def test_an_agency_whose_only_person_has_a_conflict_of_interest_is_named(meeting, person, agency):
    declare(meeting.case, person("leyla"), by=person("leyla"), why="friend")
    assert gaps(meeting, meeting.invitees.all()) == {invitee(meeting, agency("A4")).pk: "nobody"}


def test_a_wish_of_the_child_that_came_after_the_call_is_named(meeting, person):
    malin = meeting.case.people.get(given_name="Malin")
    record_wish(malin, by=person("petra"), scope="meetings", words="Inte mamma")
    assert list(gaps(meeting, meeting.invitees.all()).values()) == ["wish"]


def test_who_came_and_might_not_hear_all_needs_how_it_was_handled(meeting, person, agency):
    leave_out(meeting.case, person("petra"), agency("A3"))
    there = invitee(meeting, agency("A4"))
    for handled in ({}, {str(there.pk): ("", "")}, {str(there.pk): ("ground", " ")}, {str(there.pk): ("party", "x")}):
        with pytest.raises(ValidationError, match="how it was handled"):
            close_minutes(meeting, by=person("petra"), attended=[there.pk], handled=handled)
    handled = {str(there.pk): ("left", "Från punkt 2")}
    entry = close_minutes(meeting, by=person("petra"), attended=[there.pk], handled=handled)
    there.refresh_from_db()
    assert (there.uncovered, there.handled, there.handled_how) == ("consent", "left", "Från punkt 2")
    assert "They were not in the room for that part. Från punkt 2" in entry.text
    assert Event.objects.filter(kind="attendance-uncovered").count() == 1


def test_the_page_asks_for_it_and_does_not_tick_them(meeting, person, agency, client):
    leave_out(meeting.case, person("petra"), agency("A3"))
    there, petra = invitee(meeting, agency("A4")), person("petra")
    petra.language = "en"
    petra.save()
    client.force_login(petra)
    page = reverse("meeting_minutes", args=[meeting.pk])
    form = client.get(page).context["form"]
    assert str(there.pk) not in form["attended"].value()
    assert str(invitee(meeting, agency("A3")).pk) in form["attended"].value()
    data = {"version": version_of(meeting), "attended": [str(there.pk)], "share": "came"}
    assert client.post(page, data).status_code == 422
    data[f"handled_{there.pk.hex}"] = "ground"
    assert client.post(page, data).status_code == 422
    data[f"how_{there.pk.hex}"] = "OSL 10:2"
    assert client.post(page, data).status_code == 302
    meeting.refresh_from_db()
    assert not meeting.minutes.disclosures.filter(agency=agency("A4")).exists()
