"""Eetu and Iida: the Finnish way of a report, by weekdays and with the child heard."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from coordination.models import Case, Deadline, Entry
from tests.stories.stops import played
from workflows.demo.stories import EETU_REPORTED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TOLD = replace(EETU_REPORTED, begins=-94)  # A Tuesday, 18 August 2026.


@pytest.fixture(scope="module")
def niemela(one_transaction):
    with played(one_transaction, (TOLD,), [(TOLD, 1, "12:00"), (TOLD, 90, "12:00")]) as told:
        yield told


def case_of(name):
    return Case.objects.filter(people__given_name=name, people__role="child").get()


def test_the_seventh_weekday_after_a_tuesday_is_thursday_of_the_next_week(niemela):
    clock = Deadline.objects.get(case=case_of("Eetu"), code="FI-D02")
    assert timezone.localdate(clock.due_at) == date(2026, 8, 27)
    assert clock.met_at <= clock.due_at


def test_the_three_months_run_from_when_the_report_came_in(niemela):
    clock = Deadline.objects.get(case=case_of("Eetu"), code="FI-D03")
    assert timezone.localdate(clock.due_at) == date(2026, 11, 18)
    assert clock.met_at


def test_each_child_has_a_file_and_an_end_of_its_own(niemela):
    assert {name: case_of(name).end_state for name in ("Eetu", "Iida")} == {
        "Eetu": "family_service",
        "Iida": "unneeded",
    }
    texts = Entry.objects.filter(case=case_of("Eetu")).values_list("text", flat=True)
    assert not any("Iida" in text for text in texts)


def test_iida_was_heard_in_her_own_matter(niemela):
    assert "mummolassa" in Entry.objects.get(case=case_of("Iida"), step__kind="assess").data["heard"]


def test_only_aino_sees_them(niemela):
    _cast, stops = niemela
    assert all(stop.views(number) == {"aino"} for stop in stops for number in (0, 1))
    assert all(stop.disagreements == [] for stop in stops)
