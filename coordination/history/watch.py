"""One watcher a process: it asks for all open sockets at once whether they may stay, and keeps their lines alive."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from coordination.history.admission import Ticket, refusals

logger = logging.getLogger(__name__)

TRY_AGAIN_LATER = 1013


class Socket(Protocol):
    """An open socket, as the watcher sees it."""

    ticket: Ticket

    async def leave(self, code: int) -> None:
        """Close with ``code``."""

    async def ping(self) -> None:
        """Say that the line is alive."""


class Watch:
    """Watches the sockets of one event loop while there are any."""

    every = 3.0
    ping_every = 18.0
    patience = 5.0

    def __init__(self) -> None:
        self.sockets: set[Socket] = set()
        self.work: asyncio.Task | None = None
        self.channel = ""
        self.pinged = 0.0

    def add(self, socket: Socket) -> None:
        """Watch ``socket`` from now on."""
        self.sockets.add(socket)
        if self.work is None or self.work.done():
            self.pinged = asyncio.get_running_loop().time()
            self.work = asyncio.create_task(self._run())

    def drop(self, socket: Socket) -> None:
        """Watch ``socket`` no more; after the last one the work ends by itself."""
        self.sockets.discard(socket)

    async def check(self) -> None:
        """Close the sockets of all who have logged out or lost what they listen to.

        While the database does not answer nobody can be asked about: the
        sockets stay (they carry no content) until it does.
        """
        there = list(self.sockets)
        refused = await database_sync_to_async(refusals)([s.ticket for s in there])
        await self._close([(s, refused[s.ticket]) for s in there if s.ticket in refused])

    async def beat(self) -> None:
        """Send a message to ourselves. If it does not come back the line is deaf: close, so that the pages poll."""
        layer = get_channel_layer()
        try:
            async with asyncio.timeout(self.patience):
                self.channel = self.channel or await layer.new_channel()
                await layer.send(self.channel, {"type": "beat"})
                await layer.receive(self.channel)
        except Exception as error:
            logger.warning("live updates are unreachable (%s); open pages poll until they are back", _name(error))
            self.channel = ""
            await self._close([(s, TRY_AGAIN_LATER) for s in list(self.sockets)])
            await forget_lines(layer)

    async def ping(self) -> None:
        """Let every browser know that its line is alive; it gives a silent line up after 50 seconds."""
        now = asyncio.get_running_loop().time()
        if now - self.pinged >= self.ping_every:
            self.pinged = now
            await asyncio.gather(*(s.ping() for s in list(self.sockets)), return_exceptions=True)

    async def _close(self, sockets: list[tuple[Socket, int]]) -> None:
        for socket, _code in sockets:
            self.sockets.discard(socket)
        await asyncio.gather(*(s.leave(code) for s, code in sockets), return_exceptions=True)

    async def _run(self) -> None:
        while self.sockets:
            await asyncio.sleep(self.every)
            for work in (self.check, self.beat, self.ping):
                await _safely(work)


async def forget_lines(layer: Any) -> None:
    """Drop the layer's connections, so that the next socket makes new ones."""
    try:
        async with asyncio.timeout(2):
            await layer.flush()
    except Exception as error:
        logger.warning("live updates: the old connection did not close (%s)", _name(error))


async def _safely(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception as error:
        logger.warning("live updates: %s failed (%s), trying again", work.__name__, _name(error))


def _name(error: Exception) -> str:
    return type(error).__name__


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def watch() -> Watch:
    """Return the watcher of the running event loop."""
    return _watches.setdefault(asyncio.get_running_loop(), Watch())
