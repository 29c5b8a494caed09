"""Who may keep a socket open. Asked when it opens, at every message, and again and again while it is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from permissions import policy
from permissions.roles import Act

LOGGED_OUT = 4401
CASE_GONE = 4404


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a socket was opened with: a session, its user, and the case it listens to, if any."""

    session: str
    user: int
    case: UUID | None = None


def refusals(tickets: Iterable[Ticket]) -> dict[Ticket, int]:
    """Return the tickets that are good no more, each with the close code that says why. Three queries, however many.

    A session counts while its row lives, names the user, and carries the hash
    of the password the user has now.
    """
    asked = set(tickets)
    alive = _logged_in(asked)
    listening = {t for t in alive if t.case is not None}
    seen = policy.pairs_that_can(Act.VIEW, {t.user for t in listening}, {t.case for t in listening})
    gone = {t: CASE_GONE for t in listening if (t.user, t.case) not in seen}
    return dict.fromkeys(asked - alive, LOGGED_OUT) | gone


def _logged_in(tickets: set[Ticket]) -> set[Ticket]:
    if not tickets:
        return set()
    rows = Session.objects.filter(session_key__in={t.session for t in tickets}, expire_date__gt=timezone.now())
    sessions = {row.session_key: row.get_decoded() for row in rows}
    users = get_user_model().objects.filter(pk__in={t.user for t in tickets}, is_active=True)
    hashes = {user.pk: user.get_session_auth_hash() for user in users}
    return {t for t in tickets if _is_of(sessions.get(t.session, {}), t.user, hashes)}


def _is_of(session: dict[str, Any], user: int, hashes: dict[int, str]) -> bool:
    if user not in hashes or session.get(SESSION_KEY) != str(user):
        return False
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), hashes[user])
