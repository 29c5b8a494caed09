"""A clock of the agency that leads the case, one of the school, and how tests ask what came of them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from coordination.clocks.actions import start_clock
from coordination.models import Notification

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(moment):
    return time_machine.travel(moment, tick=False)


def told(kind):
    rows = Notification.objects.filter(event__kind=kind)
    return set(rows.values_list("recipient__first_name", flat=True))


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def decide(joint_case, agency):
    """The clock of fourteen days, for the agency that leads the case."""
    return start_clock(joint_case, "SE-D02", agency=agency("A1"))


@pytest.fixture
def absence(joint_case, agency):
    """A clock of the school, which has nothing to do with who leads the case."""
    return start_clock(joint_case, "SE-D25", agency=agency("A3"))
