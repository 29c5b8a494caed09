"""Walking every route of the product, and judging one answer."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.authorization.world import ALL_CANARIES


@dataclass(frozen=True)
class Route:
    """One address of the product: its name, its pattern and its arguments."""

    name: str
    pattern: str
    arguments: frozenset[str]


def routes(patterns: list | None = None, prefix: str = "") -> Iterator[Route]:
    """Yield every route of the resolver, unnamed ones under their pattern."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, where)
        elif isinstance(entry, URLPattern):
            yield Route(entry.name or where, where, frozenset(re.findall(r"<(?:\w+:)?(\w+)>", where)))


def canaries_in(response) -> set[str]:
    """Return the canaries in the body, the headers and the address an answer points to."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace") + "\n".join(f"{k}: {v}" for k, v in response.items())
    return {word for word in ALL_CANARIES if word.casefold() in text.casefold()}


def checksum() -> str:
    """Return a checksum of all rows of the domain, but for the notes of who read what."""
    skip = ("coordination_reading", "django_session", "cache")
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t not in skip]
        rows = "(SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {} t)"
        parts = " || ".join(
            rows.format(connection.ops.quote_name(t))
            for t in sorted(tables)
            if t.startswith(("coordination_", "permissions_", "workflows_", "viewflow_", "procrastinate_jobs"))
        )
        cursor.execute(f"SELECT {parts}")
        return cursor.fetchone()[0]


def cookies_of(user):
    """Return the cookies of somebody who has logged in."""
    client = Client()
    if user:
        client.force_login(user, backend="permissions.backend.PolicyBackend")
    return client.cookies


def log_in(world, persona):
    """Return a browser of its own with the log-in of ``persona``; what a cell does to it goes with the cell."""
    client = Client(raise_request_exception=False)
    client.cookies = deepcopy(world.cookies[persona])
    return client
