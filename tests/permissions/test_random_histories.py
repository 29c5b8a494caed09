"""Whatever happens in whatever order, nobody reads an entry without a ground at that moment."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coordination.models import Disclosure
from permissions import conditions
from tests.permissions import histories
from tests.permissions.histories import (
    BEGINS,
    MISTAKES,
    OPERATIONS,
    READERS,
    ForgetsConflicts,
    ForgetsEnds,
    ForgetsTheTopic,
)
from tests.stories.oracle import Oracle, entries_read_by

pytestmark = pytest.mark.django_db

number = st.integers(0, 7)
operations = st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), number, number, number), min_size=6, max_size=14)
bounded = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # Shortening costs minutes; a failure prints the whole history.
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One case for all histories; each of them is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(BEGINS, tick=False):
            built = histories.build()
        yield built
        transaction.set_rollback(True)


def play(world, history, look):
    """Play a history, with ``look`` at what everybody reads after each step, and undo it."""
    users = [world.users[key] for key in READERS]
    with transaction.atomic(), time_machine.travel(BEGINS, tick=False) as world.clock:
        for operation in history:
            world.do(*operation)
            look(entries_read_by(users))
        transaction.set_rollback(True)


def differences(oracle, world, read):
    """What policy and oracle do not agree on: (reader, entry)."""
    entries = list(type(world.entries[0]).objects.all())
    seen = {(user.pk, entry.pk) for user, found in read.items() for entry in found}
    told = {(user.pk, entry.pk) for user in read for entry in entries if oracle.reads(user, entry)}
    return seen ^ told


def must_agree(world):
    def look(read):
        assert not differences(Oracle(timezone.now()), world, read)
        live = set(Disclosure.objects.live().values_list("entry", "agency"))
        for user, found in read.items():
            mine = set(user.memberships.live().values_list("agency", flat=True))
            assert all(e.agency_id in mine or any((e.pk, agency) in live for agency in mine) for e in found)

    return look


def test_nobody_reads_without_a_ground_whatever_happens(world):
    @bounded
    @given(operations)
    def every(history):
        play(world, history, must_agree(world))

    every()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda kind: kind.__name__)
def test_a_forgotten_rule_is_seen(world, mistake):
    seen = []

    def look(read):
        must_agree(world)(read)
        seen.append(differences(mistake(timezone.now()), world, read))

    play(world, MISTAKES[mistake], look)
    assert seen[-1]


def forget_topics(case, agency, topic=""):
    return COVERED(case, agency)


COVERED = conditions.covered
SEEDED = {
    "covered": (forget_topics, ForgetsTheTopic),
    "live": (lambda table: f"{table}.valid_from <= %(now)s AND {table}.ended_at IS NULL", ForgetsEnds),
    "unconflicted": (lambda user, case: "TRUE", ForgetsConflicts),
}


@pytest.mark.parametrize("name", SEEDED)
def test_a_mistake_in_the_conditions_is_seen(world, monkeypatch, name):
    wrong, mistake = SEEDED[name]
    monkeypatch.setattr(conditions, name, wrong)
    with pytest.raises(AssertionError):
        play(world, MISTAKES[mistake], must_agree(world))


def test_a_mistake_in_the_conditions_is_found_by_chance_alone(world, monkeypatch):
    monkeypatch.setattr(conditions, "unconflicted", SEEDED["unconflicted"][0])

    @bounded
    @given(operations)
    def every(history):
        play(world, history, must_agree(world))

    with pytest.raises(AssertionError):
        every()


def test_time_alone_ends_everything_that_rests_on_consent(world):
    def look(read):
        foreign = {(str(u), e.title) for u, found in read.items() for e in found if e.author_id and u.pk != e.author_id}
        if timezone.now() > BEGINS + timedelta(days=365):
            assert not foreign

    play(world, [("consent", 0, 7, 3), ("consent", 1, 7, 3), *([("wait", 7, 0, 0)] * 9)], look)
