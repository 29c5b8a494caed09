"""Open sockets, and how they close: through the very application the server runs."""

from functools import partial

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from coordination.cases.inviting import remove
from coordination.history import consumers, watch
from coordination.history.doorbell import knock
from coordination.sharing.consent import withdraw_consent
from permissions import grants
from tests.live.browser import WAIT, act, close_code, communicator, heard, opened, play

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]


def test_a_person_hears_a_knock_on_any_page(cast, person, cookie):
    async def scenario():
        async with opened(cookie_value) as socket:
            await act(knock, [person("petra").pk])
            assert await heard(socket) == "bump"

    cookie_value = cookie(person("petra"))
    play(scenario)


def test_the_page_of_a_case_hears_what_happens_in_the_case(joint_case, person, cookie):
    async def scenario(session):
        async with opened(session, f"/ws/cases/{joint_case.reference}/") as socket:
            await act(knock, [], case=joint_case.pk)
            assert await heard(socket) == "bump"

    play(scenario, cookie(person("ulrika")))


@pytest.mark.parametrize("path", ["/ws/", "/ws/cases/{}/"])
def test_without_a_session_a_socket_closes_as_logged_out(case, path):
    async def scenario():
        async with opened("nothing", path.format(case.reference)) as socket:
            assert await close_code(socket) == 4401

    play(scenario)


@pytest.mark.parametrize(("name", "reference"), [("ali", None), ("samira", None), ("petra", "SAM-1999-0001")])
def test_a_case_one_may_not_see_and_one_that_is_not_there_close_alike(joint_case, person, cookie, name, reference):
    async def scenario(session):
        async with opened(session, f"/ws/cases/{reference or joint_case.reference}/") as socket:
            assert await close_code(socket) == 4404

    play(scenario, cookie(person(name)))


def test_a_socket_from_another_site_is_refused(cast, person, cookie):
    async def scenario(session):
        for origin in (b"https://localhost", b"http://localhost:8080", b"http://evil.example"):
            assert not await communicator("/ws/", session, origin).connect(WAIT)

    play(scenario, cookie(person("petra")))


def test_an_unknown_address_is_refused(cast, person, cookie):
    async def scenario(session):
        assert not await communicator("/ws/else/", session).connect(WAIT)

    play(scenario, cookie(person("petra")))


def log_out(client):
    client.logout()


def deactivate(user):
    user.is_active = False
    user.save()


def change_password(user):
    user.set_password("another-long-password")
    user.save()


def expire_sessions():
    Session.objects.update(expire_date=timezone.now())


@pytest.mark.parametrize("how", ["log-out", "deactivation", "password", "expiry"])
def test_the_watcher_closes_the_socket_of_who_is_no_longer_logged_in(cast, person, cookie, client, how):
    ulrika = person("ulrika")
    session = cookie(ulrika)
    end = {
        "log-out": partial(log_out, client),
        "deactivation": partial(deactivate, ulrika),
        "password": partial(change_password, ulrika),
        "expiry": expire_sessions,
    }[how]

    async def scenario():
        async with opened(session) as socket:
            await sync_to_async(end)()
            await watch.watch().check()
            assert await close_code(socket) == 4401

    play(scenario)


def test_logging_out_closes_the_socket_at_once(cast, person, cookie, client, monkeypatch):
    monkeypatch.setattr(watch.Watch, "every", 1000)

    async def scenario(session):
        async with opened(session) as socket:
            await act(log_out, client)
            assert await close_code(socket) == 4401

    play(scenario, cookie(person("petra")))


def test_a_withdrawn_consent_closes_the_partners_sockets_at_once(joint_case, consents, person, cookie, monkeypatch):
    monkeypatch.setattr(watch.Watch, "every", 1000)

    async def scenario(session):
        async with opened(session, f"/ws/cases/{joint_case.reference}/") as socket:
            await act(withdraw_consent, consents[0], by=person("petra"))
            assert await close_code(socket) == 4404

    play(scenario, cookie(person("ulrika")))


def test_an_ended_grant_closes_the_socket_of_the_case_and_not_of_other_pages(joint_case, person, cookie, monkeypatch):
    monkeypatch.setattr(watch.Watch, "every", 1000)
    grant = grants.of_case(joint_case).get(user=person("leyla"), ended_at=None)

    async def scenario(session):
        async with opened(session) as other, opened(session, f"/ws/cases/{joint_case.reference}/") as socket:
            await act(remove, grant, by=person("leyla"), reason="moved")
            assert await close_code(socket) == 4404
            assert await heard(other) == "bump"

    play(scenario, cookie(person("leyla")))


def test_a_grant_that_runs_out_closes_the_socket_without_anybody_knocking(joint_case, person, cookie):
    rows = grants.of_case(joint_case).filter(user=person("ulrika"))

    async def scenario(session):
        async with opened(session, f"/ws/cases/{joint_case.reference}/") as socket:
            await sync_to_async(rows.update)(valid_until=timezone.now())
            await watch.watch().check()
            assert await close_code(socket) == 4404

    play(scenario, cookie(person("ulrika")))


@pytest.mark.parametrize(
    "message",
    ["", "x", "[]", "null", "{}", '{"type":"bump"}', '{"type":"writing","section":7}', "[" * 199, "x" * 10_000],
)
def test_a_message_nobody_sends_closes_the_socket(cast, person, cookie, message):
    async def scenario(session):
        async with opened(session) as socket:
            await socket.say(message)
            assert await close_code(socket) == consumers.BAD_MESSAGE

    play(scenario, cookie(person("petra")))


def test_who_has_logged_out_cannot_say_anything_more(cast, person, cookie):
    async def scenario(session):
        async with opened(session) as socket:
            await sync_to_async(expire_sessions)()
            await socket.say({"type": "writing", "section": "6f0f3a52-2f3f-4f0e-9a3a-1a2b3c4d5e6f"})
            assert await close_code(socket) == 4401

    play(scenario, cookie(person("petra")))
