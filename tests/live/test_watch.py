"""The watcher of a process: what it asks, what it survives, and what happens when Redis is gone."""

import socket as socket_module

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from coordination.history import watch
from coordination.history.recording import record
from tests.live.browser import WAIT, close_code, communicator, heard, opened, play

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]


def expire_sessions():
    Session.objects.update(expire_date=timezone.now())


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


def test_without_redis_pages_are_shown_and_saved(joint_case, client, person, settings, closed_port):
    unreachable(settings, closed_port)
    client.force_login(person("ulrika"))
    assert client.get(reverse("notifications")).status_code == 200
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert client.post(reverse("notifications_read_all")).status_code == 302
        client.logout()
    assert client.get(reverse("notifications")).status_code == 302
