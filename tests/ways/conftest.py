"""A municipality that sets its ways of working, and the clock that brings its settings into force."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.workflows.conftest import Walk


@pytest.fixture
def place(cast):
    return cast.municipalities["lindaker"]


@pytest.fixture
def walk(case, cast):
    """Ebbe's case with its run, at the first step."""
    return Walk(case, cast)


def in_days(number):
    """A day from today."""
    return timezone.localdate() + timedelta(days=number)


def days_later(number):
    """Go on to the noon of a later day."""
    return time_machine.travel(timezone.now() + timedelta(days=number), tick=False)


@pytest.fixture
def setting(place, person):
    """Call an action that sets a rule, from tomorrow, as the unit manager of social services."""

    def put(action, code, value, *, tomorrow=1, why="Beslut i nämnden"):
        return action(code, place, by=person("samira"), value=value, from_day=in_days(tomorrow), why=why)

    return put
