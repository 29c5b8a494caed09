"""Every route, for every persona, read and posted to. A route that is not in the table fails the run."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from tests.authorization import world as worlds
from tests.authorization.crawl import canaries_in, checksum, log_in, routes
from tests.authorization.table import COVERED, INSIDE, TABLE

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in routes()}
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
HEARD = (200, 302, 409, 422)


def test_every_route_is_declared():
    assert set(ROUTES) == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_reading_shows_each_persona_what_the_table_says(world, name):
    row, wrong = TABLE[name], []
    for persona in worlds.PERSONAS:
        with transaction.atomic():
            response = log_in(world, persona).get(world.url(name, row.args), row.data)
            transaction.set_rollback(True)
        expected = row.get_status if persona in row.get else refusals(row, persona, row.no_get)
        found = canaries_in(response)
        if response.status_code not in expected:
            wrong.append(f"{persona}: {response.status_code}, not {expected}")
        if leaked := found - world.known[persona]:
            wrong.append(f"{persona}: shown {sorted(leaked)}")
        if (
            persona in row.get
            and response.status_code == 200
            and (gone := (row.cover if persona in COVERED else row.shows) - found)
        ):
            wrong.append(f"{persona}: not shown {sorted(gone)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_posting_changes_nothing_for_those_who_may_not(world, name):
    row, wrong = TABLE[name], []
    for persona in worlds.PERSONAS:
        with transaction.atomic():
            client, heard = log_in(world, persona), persona in row.post
            before = None if heard else checksum()
            response = client.post(world.url(name, row.args), row.data)
            expected = HEARD if heard else refusals(row, persona, row.no_post or not row.post)
            if response.status_code not in expected:
                wrong.append(f"{persona}: {response.status_code}, not {expected}")
            if leaked := canaries_in(response) - world.known[persona]:
                wrong.append(f"{persona}: shown {sorted(leaked)}")
            if not heard and checksum() != before:
                wrong.append(f"{persona}: changed something")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def test_a_hidden_thing_answers_like_one_that_does_not_exist(world):
    client = log_in(world, "police")
    hidden = client.get(reverse("case", args=[world.case.reference]))
    absent = client.get(reverse("case", args=["SAM-1999-0001"]))
    assert (hidden.status_code, hidden.headers) == (absent.status_code, absent.headers)
    plain = [
        CSRF.sub(b"", page.content).replace(world.case.reference.encode(), b"SAM-1999-0001")
        for page in (hidden, absent)
    ]
    assert plain[0] == plain[1]


def refusals(row, persona, no_method):
    """Return the statuses that count as a refusal."""
    if persona in ("anonymous", "deactivated"):
        return (302, 405) if no_method else (302,)
    known = (403, 404) if row.feature or persona in (*INSIDE, *row.known) else (404,)
    return (*known, 405) if no_method else known
