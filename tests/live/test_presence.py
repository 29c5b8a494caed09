"""Who is writing where: said to those who may know, and only while it is true."""

from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from coordination.history import presence
from coordination.history.doorbell import knock
from coordination.sharing.consent import withdraw_consent
from coordination.steps.actions import request_step
from permissions.roles import Act
from tests.live.browser import WAIT, act, heard, opened, play

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def step(joint_case, agency):
    """The school's part of the mapping."""
    return request_step(joint_case, agency=agency("A3"), kind="map", due_at=timezone.now() + timedelta(days=7))


def shown(client, user, section):
    client.force_login(user)
    return client.get(reverse("presence_fragment", args=[section]), headers={"X-Fragment": "1"})


def test_the_others_of_the_case_see_title_and_agency_and_no_name(step, person, client):
    presence.note_writing(person("ulrika"), step.pk, step.case_id)
    page = shown(client, person("petra"), step.pk).content.decode()
    assert "skolkurator, Åbrinkens skola" in page
    assert "Ulrika" not in page


def test_one_does_not_see_oneself(step, person, client):
    presence.note_writing(person("ulrika"), step.pk, step.case_id)
    assert "skolkurator" not in shown(client, person("ulrika"), step.pk).content.decode()


def test_who_is_not_in_the_case_learns_nothing(step, person, client):
    presence.note_writing(person("ulrika"), step.pk, step.case_id)
    assert shown(client, person("ali"), step.pk).status_code == 404
    assert shown(client, person("henrik"), step.pk).status_code == 404
    assert shown(client, person("petra"), uuid4()).status_code == 404


def test_only_who_may_write_there_is_noted(step, person, client):
    for name in ("petra", "leyla", "ali", "samira"):
        assert presence.note_writing(person(name), step.pk, step.case_id) is None
    assert presence.note_writing(person("ulrika"), step.pk, uuid4()) is None
    assert not presence.writers_in(step, but=person("petra"))


def test_who_lost_access_is_no_longer_shown(step, consents, person):
    presence.note_writing(person("ulrika"), step.pk, step.case_id)
    assert presence.writers_in(step, but=person("petra"))
    withdraw_consent(consents[0], by=person("petra"))
    assert not presence.writers_in(step, but=person("petra"))


def test_it_is_forgotten_when_the_writer_goes(step, person):
    presence.note_writing(person("ulrika"), step.pk, step.case_id)
    presence.stop_writing(person("ulrika").pk, step.pk)
    assert not presence.writers_in(step, but=person("petra"))


def test_a_section_is_found_only_through_the_policy(step, person):
    assert presence.section_of(person("leyla"), Act.VIEW, step.pk) == step
    assert presence.section_of(person("leyla"), Act.WRITE, step.pk) is None
    assert presence.section_of(person("ali"), Act.VIEW, step.pk) is None


def test_who_writes_is_told_to_the_others_and_taken_back_when_they_leave(step, person, cookie, one_connection):
    sessions = {name: cookie(person(name)) for name in ("ulrika", "petra")}
    path = f"/ws/cases/{step.case.reference}/"

    async def scenario():
        async with opened(sessions["petra"], path) as other, opened(sessions["ulrika"], path) as writer:
            await writer.say({"type": "writing", "section": str(step.pk)})
            assert await heard(other) == "presence"
            assert await sync_to_async(presence.writers_in)(step, but=person("petra"))
            await writer.leave(WAIT)
            assert await heard(other) == "presence"
            assert not await sync_to_async(presence.writers_in)(step, but=person("petra"))

    play(scenario)


def test_what_one_may_not_write_in_tells_nobody(step, person, cookie, one_connection):
    path = f"/ws/cases/{step.case.reference}/"

    async def scenario(session):
        async with opened(session, path) as line:
            await line.say({"type": "writing", "section": str(step.pk)})
            await act(knock, [person("petra").pk])
            assert await heard(line) == "bump"

    play(scenario, cookie(person("petra")))
