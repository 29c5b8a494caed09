"""More time, and time that stands still: who decides, when, and how far."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from coordination.clocks.actions import start_clock
from coordination.clocks.extending import extend_clock, pause_clock, resume_clock
from coordination.clocks.telling import tell_clocks
from coordination.models import Deadline
from tests.clocks.conftest import STOCKHOLM, at, days, told

pytestmark = pytest.mark.django_db


def test_the_unit_manager_extends_it_and_name_and_reason_stand_there(person, decide):
    longer = extend_clock(decide, by=person("samira"), until=days(30), reason=" Familjen är bortrest ")
    assert longer.due == datetime.combine(days(30), datetime.max.time().replace(microsecond=0), STOCKHOLM)
    assert longer.due_at == decide.due_at, "what the law says stands beside it"
    (made,) = longer.extensions_made
    assert (made.decided_by, made.reason, made.before) == (person("samira"), "Familjen är bortrest", decide.due)
    assert told("clock-extended") == {"Petra"}


def test_each_extension_is_kept(person, decide):
    for number in (20, 30):
        extend_clock(decide, by=person("samira"), until=days(number), reason="Skäl")
    assert [timezone.localdate(e.until, timezone=STOCKHOLM) for e in Deadline.objects.get().extensions_made] == [
        days(30),
        days(20),
    ]


@pytest.mark.parametrize(("name", "error"), [("petra", PermissionDenied), ("henrik", Http404), ("leyla", Http404)])
def test_nobody_else_extends_it(person, decide, name, error):
    with pytest.raises(error):
        extend_clock(decide, by=person(name), until=days(30), reason="Skäl")
    assert not Deadline.objects.exclude(extended_to=None).exists()


def test_it_is_extended_before_the_limit_only_and_to_a_later_day_with_a_reason(person, decide):
    with pytest.raises(ValidationError):
        extend_clock(decide, by=person("samira"), until=days(30), reason="  ")
    with pytest.raises(ValidationError):
        extend_clock(decide, by=person("samira"), until=decide.last_day, reason="Skäl")
    with at(decide.due + timedelta(seconds=1)), pytest.raises(ValidationError):
        extend_clock(decide, by=person("samira"), until=days(30), reason="Skäl")


def test_where_the_law_knows_no_extension_there_is_none(joint_case, agency, person):
    deadline = start_clock(joint_case, "SE-D04", agency=agency("A1"))
    with pytest.raises(ValidationError):
        extend_clock(deadline, by=person("samira"), until=days(30), reason="Skäl")
    with pytest.raises(ValidationError):
        pause_clock(deadline, by=person("samira"), reason="Skäl")


def test_the_law_says_how_far_at_most(joint_case, agency, person):
    with at(datetime(2027, 1, 10, 9, tzinfo=STOCKHOLM)):
        deadline = start_clock(joint_case, "SE-D22", agency=agency("A1"))
        with pytest.raises(ValidationError):
            extend_clock(deadline, by=person("samira"), until=date(2027, 4, 11), reason="Skäl")
        assert extend_clock(deadline, by=person("samira"), until=date(2027, 4, 10), reason="Skäl").extended_to


def test_a_clock_that_stands_still_gets_the_days_back(joint_case, agency, person):
    deadline = start_clock(joint_case, "SE-D22", agency=agency("A1"))
    before = deadline.last_day
    paused = pause_clock(deadline, by=person("samira"), reason="Oklart vem som frågar")
    with at(timezone.now() + timedelta(days=60)):
        assert Deadline.objects.get().state == "paused", "it is not late while it stands still"
        assert tell_clocks() == 0
        with pytest.raises(ValidationError):
            pause_clock(paused, by=person("samira"), reason="Igen")
        resumed = resume_clock(paused, by=person("samira"))
        assert resumed.last_day == before + timedelta(days=60)
        with pytest.raises(ValidationError):
            resume_clock(paused, by=person("samira"))
