"""A browser's end of a socket, without a server in between."""

import json
from contextlib import asynccontextmanager

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.test import TestCase

from coordination.asgi import application
from coordination.history import watch

WAIT = 4  # seconds until a test gives up; nothing waits this long when all is well


class Line(ApplicationCommunicator):
    """One socket to the application; channels' own needs a server we do not use."""

    left = False

    def __init__(self, application, path, headers):
        scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []}
        super().__init__(application, scope)

    async def connect(self, seconds):
        """Open; answer whether the application accepted."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(seconds))["type"] == "websocket.accept"

    async def say(self, message):
        """Send a text, or anything else as JSON."""
        text = message if isinstance(message, str) else json.dumps(message)
        await self.send_input({"type": "websocket.receive", "text": text})

    async def leave(self, seconds):
        """Close from the browser's side and wait for the application to end; twice is once."""
        if self.left:
            return
        self.left = True
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(seconds)


def play(scenario, *args):
    """Run an async scenario; its connections to Redis end with it."""

    async def run():
        try:
            await scenario(*args)
        finally:
            await get_channel_layer().flush()

    async_to_sync(run)()


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
    """An open socket, watched or already closed again."""
    socket = communicator(path, session)
    assert await socket.connect(WAIT)
    await settled(socket)
    try:
        yield socket
    finally:
        await socket.leave(WAIT)


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
