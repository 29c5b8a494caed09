"""Ring at open pages: "something changed, read again". Carries ids only; losing a ring loses nothing."""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

LONGEST_WAIT = 2  # seconds; a Redis that does not answer must not hold up who saved something
REST = 5  # seconds without ringing after that; who saves something rings several times, and would wait each time

_resting_until = 0.0


def person_group(pk: Any) -> str:
    """Return the channel group of one person's open pages."""
    return f"person.{pk}"


def case_group(pk: Any) -> str:
    """Return the channel group of the open pages of one case."""
    return f"case.{pk.hex if hasattr(pk, 'hex') else str(pk).replace('-', '')}"


def knock(people: Iterable[int], *, case: Any = None) -> None:
    """Tell the open pages of these people, and of a case, to read again. Never raises: liveness is all it can lose."""
    groups = [person_group(pk) for pk in people]
    if case is not None:
        groups.append(case_group(case))
    _send(groups, {"type": "bump"})


def check_access(people: Iterable[int]) -> None:
    """Make the open sockets of these people ask at once whether they may stay."""
    _send([person_group(pk) for pk in people], {"type": "recheck"})


def _send(groups: list[str], message: dict) -> None:
    global _resting_until
    if time.monotonic() < _resting_until:
        return

    async def send_all() -> None:
        layer = get_channel_layer()
        async with asyncio.timeout(LONGEST_WAIT):
            for group in groups:
                await layer.group_send(group, message)

    try:
        async_to_sync(send_all)()
    except Exception as error:
        if isinstance(error, TimeoutError):
            _resting_until = time.monotonic() + REST
        logger.warning("live updates are unreachable (%s); pages catch up by polling", type(error).__name__)
