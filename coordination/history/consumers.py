"""The sockets of open pages. They carry hints only: "read again", "somebody writes", "the line is alive"."""

import asyncio
import json
import logging
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.apps import apps
from django.contrib.auth import SESSION_KEY, get_user_model

from coordination.history import presence
from coordination.history.admission import CASE_GONE, LOGGED_OUT, Ticket, refusals
from coordination.history.doorbell import case_group, person_group
from coordination.history.watch import TRY_AGAIN_LATER, watch

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 200
BAD_MESSAGE = 1008


class Live(AsyncWebsocketConsumer):
    """One open page of one person, on a page of a case or on any other.

    The identity of a socket lives as long as the socket does, so it is never
    trusted: session, user and case are asked about when it opens, at each
    message, at a `recheck`, and every few seconds by the watcher.
    """

    ticket: Ticket | None = None
    groups_joined: tuple[str, ...] = ()
    writing: UUID | None = None
    last_written = 0.0
    silence: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the socket. Without the channel layer there is nothing to serve: the page polls instead."""
        try:
            await get_channel_layer().send("nobody", {"type": "probe"})
        except Exception as error:
            logger.warning("live updates are unreachable (%s); a socket was turned away", type(error).__name__)
            await turn_away(receive, send)
            return
        await super().__call__(scope, receive, send)

    async def connect(self) -> None:
        """Let in whom session and policy let in; first listen, then ask, so that no end is missed in between."""
        await self.accept()
        ticket, code = await database_sync_to_async(issue)(self.scope)
        if ticket is None:
            await self.close(code)
            return
        self.ticket = ticket
        self.groups_joined = tuple(groups_of(ticket))
        try:
            for group in self.groups_joined:
                await self.channel_layer.group_add(group, self.channel_name)
        except Exception as error:
            logger.warning("live updates are unreachable (%s); a socket was turned away", type(error).__name__)
            await self.close(TRY_AGAIN_LATER)
            return
        watch().add(self)
        await self.may_stay()

    async def disconnect(self, code: int) -> None:
        """Forget the socket, and that its person was writing."""
        watch().drop(self)
        try:
            for group in self.groups_joined:
                await self.channel_layer.group_discard(group, self.channel_name)
            await self.stop_writing()
        except Exception as error:
            logger.warning("live updates are unreachable (%s) while a socket closed", type(error).__name__)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Take the one message a browser may send: that its person writes in a section."""
        section = section_in(text_data)
        if section is None:
            await self.close(BAD_MESSAGE)
        elif await self.may_stay() and not self.is_flooding():
            await self.note_writing(section)

    async def note_writing(self, section: UUID) -> None:
        """Let the others of the case know, as far as the policy lets this person write there."""
        assert self.ticket is not None  # noqa: S101  may_stay() was asked before
        case = await database_sync_to_async(note)(self.ticket, section)
        if case is None:
            return
        if self.writing not in (None, section):
            await self.stop_writing()
        self.writing = section
        if self.silence:
            self.silence.cancel()
        loop = asyncio.get_running_loop()
        self.silence = loop.call_later(presence.SECONDS + 1, lambda: loop.create_task(self.fell_silent()))
        await self.knock_presence()

    async def stop_writing(self) -> None:
        """Forget what was written in last, and let the others know."""
        if self.silence:
            self.silence.cancel()
        if self.writing and self.ticket:
            await database_sync_to_async(presence.stop_writing)(self.ticket.user, self.writing)
            self.writing = None
            await self.knock_presence()

    async def fell_silent(self) -> None:
        """Nothing was written for a while: what the others see has expired."""
        try:
            await self.stop_writing()
        except Exception as error:
            logger.warning("live updates: presence was not taken back (%s)", type(error).__name__)

    async def knock_presence(self) -> None:
        """Make the other pages of the case read again who writes."""
        if self.ticket and self.ticket.case:
            await self.channel_layer.group_send(case_group(self.ticket.case), {"type": "presence"})

    def is_flooding(self) -> bool:
        """Answer whether this message came too soon after the last one; a browser sends one in ten seconds."""
        now = asyncio.get_running_loop().time()
        too_soon = self.last_written and now - self.last_written < 0.5
        self.last_written = now
        return bool(too_soon)

    async def may_stay(self) -> bool:
        """Ask whether this socket may stay, and close it if not."""
        if self.ticket is None:
            return False
        refused = await database_sync_to_async(refusals)([self.ticket])
        if refused:
            await self.leave(refused[self.ticket])
        return not refused

    async def leave(self, code: int) -> None:
        """Close with ``code``."""
        watch().drop(self)
        await self.close(code)

    async def ping(self) -> None:
        """Say that the line is alive."""
        await self.hint("ping")

    async def bump(self, event: dict) -> None:
        """Something changed: the page reads again what it may."""
        await self.hint("bump")

    async def presence(self, event: dict) -> None:
        """Somebody began or stopped to write."""
        await self.hint("presence")

    async def recheck(self, event: dict) -> None:
        """Somebody's access may have ended: ask now."""
        await self.may_stay()

    async def hint(self, kind: str) -> None:
        """Send one of the three words the browser knows."""
        await self.send(text_data=json.dumps({"type": kind}))


def issue(scope: Any) -> tuple[Ticket | None, int]:
    """Return the ticket of a socket that opens, or the code to close it with."""
    session = scope["session"]
    user = scope["user"]
    if not user.is_authenticated or not session.session_key or session.get(SESSION_KEY) != str(user.pk):
        return None, LOGGED_OUT
    reference = scope["url_route"]["kwargs"].get("reference")
    if reference is None:
        return Ticket(session.session_key, user.pk), 0
    case = apps.get_model("coordination.Case").objects.filter(reference=reference).values_list("pk", flat=True).first()
    ticket = Ticket(session.session_key, user.pk, case)
    return (None, CASE_GONE) if case is None else (ticket, 0)


def groups_of(ticket: Ticket) -> list[str]:
    """Return the groups a socket listens to."""
    own = person_group(ticket.user)
    return [own] if ticket.case is None else [own, case_group(ticket.case)]


def note(ticket: Ticket, section: UUID) -> Any:
    """Note that the ticket's user writes in a section of its case."""
    user = get_user_model().objects.get(pk=ticket.user)
    return presence.note_writing(user, section, ticket.case) if ticket.case else None


def section_in(text: str | None) -> UUID | None:
    """Return the section a browser's message names, or None if it is not a message we know."""
    if not text or len(text) > LONGEST_MESSAGE:
        return None
    try:
        message = json.loads(text)
        return UUID(message["section"]) if message["type"] == "writing" else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


async def turn_away(receive: Any, send: Any) -> None:
    """Accept and close at once, so that the browser learns when to come back."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
