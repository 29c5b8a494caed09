"""The pages on which the minutes are written part by part, and closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.meetings.actions import call_meeting
from coordination.meetings.closing import close_minutes, version_of
from coordination.meetings.writing import set_audience, write_part
from coordination.models import Action, Step
from coordination.sharing.consent import withdraw_consent
from tests.meetings.minutes import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client, person):
    def log_in(name):
        user = person(name)
        user.language = "en"
        user.save(update_fields=["language"])
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def meeting(joint_case, person, agency):
    """A meeting of school and leisure with the lead agency, about two things."""
    return call_meeting(
        joint_case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now() + timedelta(days=1),
        place="Navet",
        agencies=[agency("A3"), agency("A4")],
        agenda=["Bilden", "Framåt"],
    )


@pytest.fixture
def part(meeting):
    return meeting.agenda.get(heading="Bilden")


def url_of(part):
    return reverse("meeting_part", args=[part.pk])


def part_data(part, **more):
    return {"version": part.version, "heading": part.heading, "notes": "Vi pratade", "decision-count": "0"} | more


def decision_data(person, agency, **more):
    who = f"{agency('A3').pk}:{person('ulrika').pk}"
    due_on = (timezone.localdate() + timedelta(days=5)).isoformat()
    row = {"text": "Ulrika ringer", "who": who, "due_on": due_on} | more
    return {"decision-count": "1"} | {f"decision-0-{name}": value for name, value in row.items()}


def closing_data(meeting, **more):
    came = [str(i.pk) for i in meeting.invitees.exclude(agency=None)]
    return {"version": version_of(meeting), "attended": came, "share": "came"} | more


def refreshed(part):
    part.refresh_from_db()
    return part


def test_each_writes_a_part_and_sees_what_the_others_saved(meeting, part, as_user, person):
    assert as_user("ulrika").post(url_of(part), part_data(part)).status_code == 302
    page = reverse("meeting_write", args=[meeting.pk])
    shown = as_user("leyla").get(page, headers={"X-Fragment": "1"}).content.decode()
    assert "Vi pratade" in shown
    assert "<html" not in shown
    assert refreshed(part).written_by == person("ulrika")
    assert as_user("ali").get(page).status_code == 404
    assert as_user("ali").post(url_of(part), part_data(part)).status_code == 404


def test_save_and_next_leads_through_the_parts(part, as_user):
    there = as_user("ulrika").post(url_of(part), part_data(part, next="1"))
    assert there.url == url_of(part.meeting.agenda.get(heading="Framåt"))


def test_what_came_up_is_added_as_a_part(meeting, as_user):
    page = reverse("meeting_write", args=[meeting.pk])
    assert as_user("leyla").post(page, {"heading": ""}).status_code == 422
    added = as_user("leyla").post(page, {"heading": "Sommarjobb"})
    assert added.url == url_of(meeting.agenda.get(heading="Sommarjobb"))


def test_two_writers_of_one_part_see_both_versions_and_lose_nothing(part, as_user, person):
    data = part_data(part, notes="Min text")
    write_part(part, by=person("leyla"), notes="Den andras text")
    conflict = as_user("ulrika").post(url_of(part), data)
    assert conflict.status_code == 409
    shown = conflict.content.decode()
    assert "Den andras text" in shown
    assert "Min text" in shown
    again = {}
    for name, value in conflict.context["posted"]:
        again.setdefault(name, []).append(value)
    kept = as_user("ulrika").post(url_of(part), again | {"keep": conflict.context["version"]})
    assert kept.status_code == 302
    assert refreshed(part).notes == "Min text"


def test_what_is_typed_is_saved_by_itself_and_decisions_when_they_are_whole(part, as_user, person, agency):
    headers, half = {"X-Fragment": "1"}, decision_data(person, agency, who="")
    saved = as_user("ulrika").post(url_of(part), part_data(part, **half), headers=headers)
    assert saved.json()["version"] == 1
    assert (refreshed(part).notes, part.decisions.count()) == ("Vi pratade", 0)
    whole = decision_data(person, agency)
    saved = as_user("ulrika").post(url_of(part), part_data(part, **whole), headers=headers)
    assert saved.json()["version"] == 2
    assert part.decisions.get().person == person("ulrika")
    late = as_user("leyla").post(url_of(part), part_data(part, version="1"), headers=headers)
    assert late.status_code == 409
    assert "data-keep-version" in late.content.decode()


def test_wrong_decisions_are_explained_with_everything_still_there(part, as_user, person, agency):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for wrong in ({"who": ""}, {"due_on": ""}, {"due_on": yesterday}, {"text": ""}, {"who": "x"}):
        answer = as_user("ulrika").post(url_of(part), part_data(part, **decision_data(person, agency, **wrong)))
        assert answer.status_code == 422
        assert "Vi pratade" in answer.content.decode()
    added = as_user("ulrika").post(url_of(part), part_data(part, **{"decision-add": "1"}))
    assert added.context["rows"].count == 1
    assert refreshed(part).version == 0


def test_who_is_not_there_for_a_part_does_not_know_of_it(meeting, part, as_user, person, agency):
    write(meeting, by=person("petra"), rows=[{"heading": "Bilden", "notes": "canary-part"}])
    set_audience(part, by=person("petra"), without=[agency("A4")], confidentiality=1)
    for page in (reverse("meeting_write", args=[meeting.pk]), reverse("meeting", args=[meeting.pk])):
        assert "canary" not in as_user("leyla").get(page).content.decode()
        assert "Bilden" not in as_user("leyla").get(page).content.decode()
        assert "Bilden" in as_user("ulrika").get(page).content.decode()
    assert as_user("leyla").get(url_of(part)).status_code == 404
    assert as_user("leyla").post(url_of(part), part_data(part)).status_code == 404
    assert as_user("leyla").get(reverse("presence_fragment", args=[part.pk])).status_code == 404


def test_whoever_loses_access_in_the_middle_writes_no_more(part, as_user, consents, person):
    data = part_data(part)
    assert as_user("ulrika").get(url_of(part)).status_code == 200
    withdraw_consent(consents[0], by=person("petra"))
    assert as_user("ulrika").post(url_of(part), data).status_code == 404
    assert as_user("ulrika").get(reverse("meeting_write", args=[part.meeting_id])).status_code == 404
    assert refreshed(part).version == 0


def test_whoever_is_too_late_keeps_what_was_typed_to_copy(meeting, part, as_user, person, agency):
    data = part_data(part, notes="Skrivet för sent")
    close_minutes(meeting, by=person("petra"), attended=[], share_with=[agency("A3")])
    late = as_user("ulrika").post(url_of(part), data)
    assert late.status_code == 409
    assert "Skrivet för sent" in late.content.decode()
    assert refreshed(part).notes == ""
    assert as_user("ulrika").get(url_of(part)).status_code == 302


def test_the_coordinator_closes_and_what_was_decided_begins(meeting, part, as_user, person, agency):
    as_user("ulrika").post(url_of(part), part_data(part, **decision_data(person, agency)))
    page = reverse("meeting_minutes", args=[meeting.pk])
    shown = as_user("petra").get(page).content.decode()
    assert "Vi pratade" in shown
    assert "Who will be able to read the minutes?" in shown
    assert as_user("ulrika").post(page, closing_data(meeting)).status_code == 403
    assert as_user("petra").post(page, closing_data(meeting)).status_code == 302
    step = Step.objects.get(kind="decided")
    assert (step.owner, step.agency) == (person("ulrika"), agency("A3"))
    assert not Action.objects.exists()
    for name in ("petra", "ulrika", "leyla"):
        shown = as_user(name).get(reverse("meeting", args=[meeting.pk])).content.decode()
        assert "Ulrika ringer" in shown
        assert "To be done" in shown
    again = as_user("petra").post(page, closing_data(meeting))
    assert again.status_code == 302
    assert Step.objects.filter(kind="decided").count() == 1


def test_nobody_closes_what_they_have_not_read(meeting, part, as_user, person):
    data = closing_data(meeting)
    write_part(part, by=person("ulrika"), notes="I sista stund")
    page = reverse("meeting_minutes", args=[meeting.pk])
    answer = as_user("petra").post(page, data)
    assert answer.status_code == 422
    assert "I sista stund" in answer.content.decode()
    assert as_user("petra").post(page, data | {"version": answer.context["form"]["version"].value()}).status_code == 302


def test_closed_minutes_are_opened_to_be_corrected_and_closed_again(meeting, part, as_user, person):
    close_minutes(meeting, by=person("petra"), attended=[])
    meeting.refresh_from_db()
    correct = reverse("meeting_reopen", args=[meeting.pk])
    assert as_user("petra").post(correct).url == reverse("meeting_write", args=[meeting.pk])
    assert as_user("ulrika").get(url_of(part)).status_code == 404
    assert as_user("petra").post(url_of(part), part_data(part)).status_code == 302
    assert (
        as_user("petra").post(reverse("meeting_minutes", args=[meeting.pk]), closing_data(meeting)).status_code == 302
    )
    meeting.refresh_from_db()
    assert (meeting.correcting, "Vi pratade" in meeting.minutes.text) == (False, True)


def test_a_step_of_a_meeting_says_what_was_decided_and_how_it_went(meeting, part, as_user, person, agency):
    as_user("ulrika").post(url_of(part), part_data(part, **decision_data(person, agency)))
    as_user("petra").post(reverse("meeting_minutes", args=[meeting.pk]), closing_data(meeting, share="nobody"))
    step = Step.objects.get(kind="decided")
    assert "Ulrika ringer" in as_user("ulrika").get(step.get_absolute_url()).content.decode()
    assert "Ulrika ringer" in as_user("petra").get(step.get_absolute_url()).content.decode()
    assert "Ulrika ringer" not in as_user("leyla").get(step.get_absolute_url()).content.decode()
    without = as_user("ulrika").post(step.get_absolute_url(), {"version": 0, "outcome": "not_done"})
    assert without.status_code == 422
    said = {"version": 0, "outcome": "done", "result": "Ringde i tisdags"}
    assert as_user("ulrika").post(step.get_absolute_url(), said).status_code == 302
    shown = as_user("petra").get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Ringde i tisdags" in shown
    assert "Done" in shown
