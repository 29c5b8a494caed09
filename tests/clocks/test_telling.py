"""Telling people that the time runs out: once a stage, and anew after an extension."""

from datetime import timedelta

import pytest

from coordination.clocks import telling
from coordination.clocks.extending import extend_clock
from coordination.clocks.telling import tell_clocks
from coordination.models import Event
from tests.clocks.conftest import at, days, told

pytestmark = pytest.mark.django_db


def test_people_are_told_at_three_quarters_at_nine_tenths_and_when_it_is_over(decide):
    way = decide.due - decide.started_at
    for percent, kind in ((75, "clock-75"), (90, "clock-90"), (100, "clock-breached")):
        with at(decide.started_at + way * percent / 100 - timedelta(seconds=2)):
            assert tell_clocks() == 0
        with at(decide.started_at + way * percent / 100 + timedelta(seconds=1)):
            assert tell_clocks() == 1
            assert tell_clocks() == 0
        assert Event.objects.filter(kind=kind).count() == 1
    assert told("clock-90") == {"Petra"}
    assert told("clock-breached") == {"Petra", "Samira"}


def test_who_was_not_told_for_long_hears_of_the_last_stage_only(decide):
    with at(decide.due + timedelta(days=1)):
        assert tell_clocks() == 1
    kinds = set(Event.objects.filter(kind__startswith="clock-").values_list("kind", flat=True))
    assert kinds == {"clock-started", "clock-breached"}


def test_after_an_extension_people_are_told_of_the_new_day(person, decide):
    almost = decide.due - timedelta(hours=1)
    with at(almost):
        tell_clocks()
        extend_clock(decide, by=person("samira"), until=days(60), reason="Skäl")
        assert tell_clocks() == 0
    with at(almost + timedelta(days=58)):
        assert tell_clocks() == 1


def test_one_that_fails_stops_no_other_and_is_tried_again(decide, absence, monkeypatch, caplog):
    real = telling.people_of

    def fail(deadline):
        if deadline.pk == decide.pk:
            raise ValueError("Ebbe Sundgren")
        return real(deadline)

    with at(decide.due + timedelta(days=1)):
        monkeypatch.setattr(telling, "people_of", fail)
        assert tell_clocks() == 1
        monkeypatch.setattr(telling, "people_of", real)
        assert tell_clocks() == 1
