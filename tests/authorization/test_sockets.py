"""Every socket, for every persona: who is let in, and with what code the others are sent away."""

from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user
from django.db import transaction
from django.urls import URLPattern

from coordination.history.admission import refusals
from coordination.history.consumers import issue
from coordination.routing import sockets
from tests.authorization import world as worlds
from tests.authorization.crawl import log_in
from tests.authorization.table import EVERYONE, INSIDE

pytestmark = pytest.mark.django_db

SOCKETS = {
    "ws/": dict.fromkeys(EVERYONE, 0),
    "ws/cases/<str:reference>/": dict.fromkeys(EVERYONE, 4404) | dict.fromkeys(INSIDE, 0),
    "": {},  # any other address is refused
}


def test_every_socket_is_declared():
    assert {str(entry.pattern) for entry in sockets if isinstance(entry, URLPattern)} == set(SOCKETS)


@pytest.mark.parametrize("route", [route for route in SOCKETS if route])
def test_a_socket_lets_in_whom_the_table_says(world, route):
    told = {}
    for persona in worlds.PERSONAS:
        with transaction.atomic():
            session = log_in(world, persona).session
            user = get_user(SimpleNamespace(session=session))
            arguments = {"reference": world.case.reference} if "reference" in route else {}
            ticket, code = issue({"session": session, "user": user, "url_route": {"kwargs": arguments}})
            told[persona] = refusals([ticket]).get(ticket, 0) if ticket else code
            transaction.set_rollback(True)
    assert told == dict.fromkeys(worlds.PERSONAS, 4401) | SOCKETS[route]
