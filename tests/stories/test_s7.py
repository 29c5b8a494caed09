"""S7, Norra torget: the weeks as they are told, through the real actions."""

from collections import Counter
from datetime import timedelta

import pytest

from coordination.models import PlaceAction, PlaceEvent, PlaceReport, Priority, Walk, Week
from coordination.places.weeks.queries import picture
from coordination.rules.loading import load
from tests.stories.stops import NOW
from workflows.demo.s7_norra_torget import Square as Told
from workflows.demo.stories import SQUARE, at_the_beginning, begin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


class Seen:
    """What stands there at one moment."""

    def __init__(self):
        self.states = Counter(PlaceReport.objects.filter(place__name="Norra torget").values_list("state", flat=True))
        self.walk = Walk.objects.values_list("state", flat=True).first()
        self.waiting = PlaceReport.objects.filter(state="new").count()
        self.actions = Counter(PlaceAction.objects.values_list("status", flat=True))


@pytest.fixture(scope="module")
def square(one_transaction):
    """The town, its weeks, and what was seen at some moments of them."""
    with one_transaction():
        load()
        with at_the_beginning((SQUARE,), NOW) as clock:
            cast, stage = begin((SQUARE,), clock, NOW)
            told = Told(cast, SQUARE.days(cast, NOW))
            seen = {}
            for name, moment in (
                ("third", told.at(3, 6, "23:59")),
                ("decided", told.at(4, 0, "10:30")),
                ("finished", told.at(7, 0, "11:30")),
                ("walked", told.at(8, 1, "21:00")),
                ("now", NOW),
                ("later", told.at(28, 1, "21:00")),
            ):
                stage.until(moment)
                seen[name] = Seen()
            yield told, seen


def count(told, number):
    """How many reports about the square a week's picture counts."""
    lines = picture(Week.objects.get(monday=told.at(number, 0, "00:00").date())).by_place
    return next(line.count for line in lines if line.name == "Norra torget")


def test_ninety_reports_are_written(square):
    assert PlaceReport.objects.count() == 90


def test_the_square_is_reported_four_nine_and_fourteen_times(square):
    told, _seen = square
    monday = told.at(1, 0, "00:00")
    here = PlaceReport.objects.filter(place__name="Norra torget")
    weeks = [here.filter(happened_at__gte=monday + timedelta(weeks=n), happened_at__lt=monday + timedelta(weeks=n + 1))
             for n in range(6)]  # fmt: skip
    assert [week.count() for week in weeks] == [4, 9, 14, 9, 7, 6]


def test_the_one_with_a_name_is_sent_back_without_its_words_and_not_counted(square):
    told, _seen = square
    (bounced,) = PlaceReport.objects.filter(state="bounced_personal_data")
    assert (bounced.text, bounced.where, bool(bounced.answer)) == ("", "", True)
    assert not PlaceReport.objects.filter(text__contains="Kevin").exists()
    assert [count(told, n) for n in (1, 2, 3)] == [4, 9, 13]
    third = picture(Week.objects.get(monday=told.at(3, 0, "00:00").date()))
    assert (third.bounced, third.came_in - third.total) == (1, 1)


def test_everything_waits_at_the_gate_until_monday(square):
    _told, seen = square
    assert seen["third"].waiting == 17
    assert seen["decided"].waiting == 0


def test_the_square_comes_first_with_five_actions(square):
    told, seen = square
    first = Priority.objects.get(week__monday=told.at(3, 0, "00:00").date(), rank=1)
    assert first.title == "Norra torget"
    assert first.week.decided_at
    assert seen["decided"].actions == {"planned": 5}
    assert seen["decided"].states["action"] == 26
    assert {a.who for a in PlaceAction.objects.all()} == {
        "Gatukontoret", "Lindåkershem", "Kultur och fritid", "Polisen Lindåker",
    }  # fmt: skip


def test_the_priority_goes_on_for_three_weeks_and_those_who_reported_are_told(square):
    _told, seen = square
    chain = Priority.objects.filter(title="Norra torget").order_by("week__monday")
    assert [priority.outcome for priority in chain] == ["carried", "carried", "done"]
    assert seen["finished"].actions == {"done": 5}
    told = PlaceReport.objects.filter(place__name="Norra torget", state="done")
    assert told.count() == 42  # 4 + 9 + 13 + 9 + 7: those of the sixth week came after the list of the fifth.
    assert all("Lamporna lyser" in report.answer for report in told)


def test_eighteen_walk_and_every_stop_is_answered(square):
    _told, seen = square
    walk = Walk.objects.get()
    assert (seen["walked"].walk, seen["now"].walk, seen["later"].walk) == (
        "answers_due",
        "reported_back",
        "follow_walk",
    )
    assert walk.walked_by == 18
    assert [stop.answer for stop in walk.stops.order_by("number")] == ["do", "not", "do", "later"]


def test_the_last_week_waits_to_be_checked(square):
    _told, seen = square
    assert seen["now"].waiting == 4


def test_each_report_and_each_reading_of_it_is_in_the_log(square):
    kinds = Counter(PlaceEvent.objects.values_list("kind", flat=True))
    assert (kinds["report-made"], kinds["report-checked"], kinds["report-bounced"]) == (90, 85, 1)
