"""Sockets on a real server, with real connections and nobody's transaction to hide in."""

import json
import socket as socket_module
import threading
from contextlib import ExitStack
from time import monotonic

import pytest
import uvicorn
from channels.layers import get_channel_layer
from django.db import connections
from django.urls import reverse
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from coordination.asgi import application
from coordination.cases.inviting import remove
from coordination.history.recording import record
from permissions import grants

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


class Server(uvicorn.Server):
    """A server in a thread, that says when it is ready."""

    def __init__(self, listening):
        super().__init__(uvicorn.Config(application, log_level="warning", lifespan="off", ws="websockets-sansio"))
        self.listening = listening
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run, kwargs={"sockets": [listening]})

    async def startup(self, sockets=None):
        await super().startup(sockets=sockets)
        self.ready.set()

    async def shutdown(self, sockets=None):
        await super().shutdown(sockets=sockets)
        await get_channel_layer().flush()


@pytest.fixture
def server():
    """The address of the product, served."""
    listening = socket_module.create_server(("127.0.0.1", 0))
    running = Server(listening)
    running.thread.start()
    assert running.ready.wait(20)
    yield f"127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    running.thread.join(20)
    connections["default"].close_pool()


def line(server, session, path="/ws/"):
    headers = {"Cookie": f"sessionid={session}"}
    return connect(f"ws://{server}{path}", origin=f"http://{server}", additional_headers=headers)


def heard(open_line, seconds):
    return json.loads(open_line.recv(timeout=seconds))["type"]


def closed_within(open_line, seconds):
    """Return the close code, read within so many seconds, whatever is said before."""
    end = monotonic() + seconds
    try:
        while True:
            open_line.recv(timeout=max(0.01, end - monotonic()))
    except ConnectionClosed as closed:
        return closed.rcvd.code


def test_a_socket_is_still_open_and_hears_after_seven_silent_seconds(server, joint_case, person, cookie):
    with line(server, cookie(person("ulrika")), f"/ws/cases/{joint_case.reference}/") as open_line:
        with pytest.raises(TimeoutError):
            open_line.recv(timeout=7)
        record(joint_case, "plan-agreed", actor=person("petra"))
        assert heard(open_line, 5) == "bump"


def test_log_out_closes_the_socket_within_five_seconds(server, cast, person, cookie, client):
    with line(server, cookie(person("petra"))) as open_line:
        assert client.post(reverse("account_logout")).status_code == 302
        assert closed_within(open_line, 5) == 4401


def test_a_deactivated_person_is_out_within_five_seconds_though_nobody_knocks(server, cast, person, cookie):
    petra = person("petra")
    with line(server, cookie(petra)) as open_line:
        petra.is_active = False
        petra.save()
        assert closed_within(open_line, 5) == 4401


def test_many_sockets_close_together_when_access_ends(server, joint_case, person, cookie):
    session = cookie(person("leyla"))
    grant = grants.of_case(joint_case).get(user=person("leyla"), ended_at=None)
    with ExitStack() as stack:
        path = f"/ws/cases/{joint_case.reference}/"
        lines = [stack.enter_context(line(server, session, path)) for _ in range(20)]
        remove(grant, by=person("leyla"), reason="moved")
        assert {closed_within(open_line, 5) for open_line in lines} == {4404}
