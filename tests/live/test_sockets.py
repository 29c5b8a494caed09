"""Open sockets, and how they close: through the very application the server runs."""

import json
import socket as socket_module
from contextlib import asynccontextmanager
from functools import partial

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import TestCase
from django.utils import timezone

from coordination.asgi import application
from coordination.cases.inviting import remove
from coordination.history import consumers, watch
from coordination.history.doorbell import knock
from coordination.history.recording import record
from coordination.sharing.consent import withdraw_consent
from permissions import grants
from tests.live.browser import Line

pytestmark = pytest.mark.django_db

WAIT = 4  # seconds until a test gives up; nothing waits this long when all is well


@pytest.fixture(autouse=True)
def prefix(settings):
    """Keep the knocks of tests apart from those of anybody else on the same server."""
    config = settings.CHANNEL_LAYERS["default"]
    settings.CHANNEL_LAYERS = {"default": {**config, "CONFIG": {**config["CONFIG"], "prefix": "test-live"}}}


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """Let the sockets see what the test has written: they share its transaction."""
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)


@pytest.fixture
def cookie(client):
    """Log somebody in and return the cookie of the session."""

    def log_in(user):
        client.force_login(user)
        return client.cookies["sessionid"].value

    return log_in


def play(scenario, *args):
    """Run an async scenario; what is put off until after the commit runs as it would."""
    async_to_sync(scenario)(*args)


async def act(function, *args, **kwargs):
    """Do something in the domain from within a scenario, with all that follows its commit."""

    def do():
        with TestCase.captureOnCommitCallbacks(execute=True):
            return function(*args, **kwargs)

    return await sync_to_async(do)()


def communicator(path, session, origin=b"http://localhost"):
    headers = [(b"host", b"localhost"), (b"origin", origin), (b"cookie", f"sessionid={session}".encode())]
    return Line(application, path, headers)


@asynccontextmanager
async def opened(session, path="/ws/"):
    """An open socket; the scenario's connections to Redis end with it."""
    socket = communicator(path, session)
    assert await socket.connect(WAIT)
    await settled(socket)
    try:
        yield socket
    finally:
        await socket.leave(WAIT)
        await get_channel_layer().flush()


async def settled(socket):
    """Wait until the socket has been let in and is watched, or has been closed again."""
    for _ in range(400):
        if watch.watch().sockets or not socket.output_queue.empty():
            return
        await socket.receive_nothing(timeout=0.01, interval=0.005)
    raise AssertionError("the socket was neither let in nor closed")


async def heard(socket):
    return json.loads((await socket.receive_output(WAIT))["text"])["type"]


async def close_code(socket):
    while True:
        message = await socket.receive_output(WAIT)
        if message["type"] == "websocket.close":
            return message["code"]


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


def test_the_running_watcher_needs_no_help(cast, person, cookie, monkeypatch):
    monkeypatch.setattr(watch.Watch, "every", 0.02)

    async def scenario(session):
        async with opened(session) as socket:
            await sync_to_async(expire_sessions)()
            assert await close_code(socket) == 4401

    play(scenario, cookie(person("petra")))


def test_all_sockets_are_asked_about_in_three_queries(joint_case, person, client, django_assert_num_queries):
    tickets = []
    for name in ("petra", "ulrika", "leyla", "ali"):
        client.logout()
        client.force_login(person(name))
        tickets.append(watch.Ticket(client.session.session_key, person(name).pk, joint_case.pk))
    with django_assert_num_queries(3):
        refused = watch.refusals(tickets * 50)
    assert {t.user for t in refused} >= {person("ali").pk}


def test_a_database_that_does_not_answer_closes_nothing_and_stops_nothing(cast, person, cookie, monkeypatch, caplog):
    monkeypatch.setattr(watch.Watch, "every", 0.02)
    real, calls = watch.refusals, []

    def refusals(tickets):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("the server is restarting")
        return real(tickets)

    monkeypatch.setattr(watch, "refusals", refusals)

    async def scenario(session):
        async with opened(session) as socket:
            while len(calls) < 2:
                assert await socket.receive_nothing(timeout=0.02)
            await sync_to_async(expire_sessions)()
            assert await close_code(socket) == 4401

    play(scenario, cookie(person("petra")))
    assert "check failed (OperationalError)" in caplog.text


def test_the_line_is_kept_alive_with_pings(cast, person, cookie, monkeypatch):
    monkeypatch.setattr(watch.Watch, "every", 0.02)
    monkeypatch.setattr(watch.Watch, "ping_every", 0.02)

    async def scenario(session):
        async with opened(session) as socket:
            assert await heard(socket) == "ping"
            assert await heard(socket) == "ping"

    play(scenario, cookie(person("petra")))


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


def unreachable(settings, port):
    config = {"hosts": [f"redis://127.0.0.1:{port}/0"], "prefix": "test-live"}
    settings.CHANNEL_LAYERS = {"default": {**settings.CHANNEL_LAYERS["default"], "CONFIG": config}}


@pytest.fixture
def closed_port():
    """A port nobody listens at."""
    with socket_module.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_without_redis_a_socket_is_told_to_come_back_later(cast, person, cookie, settings, closed_port, caplog):
    unreachable(settings, closed_port)

    async def scenario(session):
        line = communicator("/ws/", session)
        assert await line.connect(WAIT)
        assert await close_code(line) == watch.TRY_AGAIN_LATER

    play(scenario, cookie(person("petra")))
    assert "live updates are unreachable" in caplog.text


def test_without_redis_work_goes_on_and_its_notifications_are_there(joint_case, person, settings, closed_port):
    unreachable(settings, closed_port)
    with TestCase.captureOnCommitCallbacks(execute=True):
        event = record(joint_case, "plan-agreed", actor=person("petra"))
    assert {n.recipient for n in event.notifications.all()} == {person("ulrika"), person("leyla")}


def test_a_line_that_goes_deaf_closes_so_that_the_page_polls(cast, person, cookie, monkeypatch, caplog):
    async def scenario(session):
        async with opened(session) as line:
            monkeypatch.setattr(watch.Watch, "patience", 0.05)
            monkeypatch.setattr(type(get_channel_layer()), "send", deaf, raising=False)
            await watch.watch().beat()
            assert await close_code(line) == watch.TRY_AGAIN_LATER

    async def deaf(*args):
        """Lose the message, as Redis may."""

    play(scenario, cookie(person("petra")))
    assert "open pages poll" in caplog.text
