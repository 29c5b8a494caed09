"""A round of group violence intervention: its stages, who reads it, and that it holds no person."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from coordination.consulting.person_names import reads_as_name
from coordination.models import Round, RoundEvent, Sanction
from coordination.rounds import actions, queries

pytestmark = pytest.mark.django_db
AREAS = "Norra torget och Stationsområdet"
SAID = ("value", "stop", "help", "consequence")
ALL_SAID = ("rehearsed", *SAID, "community")


@pytest.fixture
def ali(person):
    return person("ali")


@pytest.fixture
def open_round(cast, ali):
    """A round at its review."""
    return actions.open_round(
        by=ali,
        agency=cast.agencies["A5"],
        begins_on=date(2026, 8, 1),
        ends_on=date(2026, 10, 31),
        areas=AREAS,
    )


@pytest.fixture
def given(open_round, ali):
    """A round whose message was given to six at home."""
    actions.note_selection(open_round, by=ali, selected=8)
    return actions.note_message(open_round, by=ali, way="custom", script=SAID, called=None, came=None, visited=6)


def test_the_whole_round_with_a_call_in_and_an_increased_focus(open_round, ali):
    actions.note_selection(open_round, by=ali, selected=12)
    found = actions.note_message(open_round, by=ali, way="call_in", script=ALL_SAID, called=12, came=9, visited=None)
    assert (found.status, found.called, found.came, found.visited) == ("message_given", 12, 9, None)
    found = actions.begin_focus(found, by=ali)
    actions.note_sanction(found, by=ali, on=timezone.localdate(), who="tax", number=3, note="Kontroller av bolag")
    found = actions.evaluate(found, by=ali, evaluation="Färre skjutningar i området.", end="next_round")
    assert (found.status, found.end) == ("evaluated", "next_round")
    kinds = list(found.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", "selected", "message", "focus", "sanction", "evaluated"]


def test_without_new_violence_the_focus_is_left_out_and_the_work_may_end(given, ali):
    found = actions.evaluate(given, by=ali, evaluation="Lugnt i tre månader.", end="ended")
    assert (found.status, found.end) == ("evaluated", "ended")
    assert not found.is_open


def test_a_new_round_follows_one_that_was_evaluated(given, ali, cast):
    actions.evaluate(given, by=ali, evaluation="Gav effekt.", end="next_round")
    following = actions.open_round(
        by=ali, agency=cast.agencies["A5"], begins_on=date(2026, 11, 1), ends_on=date(2027, 1, 31), areas=AREAS,
        follows=given,
    )  # fmt: skip
    assert (following.number, following.follows) == (2, given)


@pytest.mark.parametrize(
    ("way", "script", "numbers", "field"),
    [
        ("custom", SAID[:3], {"visited": 6}, "script"),
        ("call_in", SAID, {"called": 3, "came": 2}, "script"),
        ("custom", SAID, {}, "visited"),
        ("call_in", ALL_SAID, {"called": 3}, "came"),
        ("call_in", ALL_SAID, {"called": 3, "came": 4}, "came"),
    ],
)
def test_a_message_counts_as_given_when_all_was_said_and_the_numbers_add_up(
    open_round, ali, way, script, numbers, field
):
    actions.note_selection(open_round, by=ali, selected=3)
    numbers = {"called": None, "came": None, "visited": None} | numbers
    with pytest.raises(ValidationError) as refused:
        actions.note_message(open_round, by=ali, way=way, script=script, **numbers)
    assert field in refused.value.message_dict
    open_round.refresh_from_db()
    assert open_round.status == "selection_done"


def test_nothing_can_be_done_twice_or_out_of_order(open_round, ali):
    with pytest.raises(ValidationError):
        actions.begin_focus(open_round, by=ali)
    actions.note_selection(open_round, by=ali, selected=4)
    with pytest.raises(ValidationError):
        actions.note_selection(open_round, by=ali, selected=5)
    assert Round.objects.get().selected == 4


@pytest.mark.parametrize(
    "text",
    [
        "Samtal med Leo Frost",
        "Gruppen kring L. Frost",
        "20070708-2392 hör till gruppen",
        "Ring 070-174 06 48",
        "Nås på leo@example.org",
        "Anna-Karin von Essen var där",
        "Tapaaminen Eetu Niemelän kanssa",
    ],
)
def test_a_person_is_bounced_from_every_text_and_not_repeated(open_round, given, ali, cast, text):
    actions.begin_focus(given, by=ali)
    attempts = (
        lambda: actions.open_round(
            by=ali, agency=cast.agencies["A5"], begins_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), areas=text
        ),
        lambda: actions.note_sanction(given, by=ali, on=timezone.localdate(), who="police", number=1, note=text),
        lambda: actions.evaluate(given, by=ali, evaluation=text, end="ended"),
    )
    for attempt in attempts:
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert not any(text in message for message in refused.value.messages)
    assert not Sanction.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        AREAS,
        "Polisen Lindåker och Frivården Norrvik",
        "Norra Torget, Åbrinkens Skola",
        "Två skjutningar i oktober, tre i september. Gruppen är lös.",
        "Lindåkers Centrum",
    ],
)
def test_places_agencies_and_numbers_are_no_persons(text):
    assert not reads_as_name(text)
    actions.must_hold_no_person(text=text)


def test_names_of_people_in_cases_are_not_searched(case, ali):
    actions.must_hold_no_person(text="sundgren och ebbe är vanliga ord här")
    assert reads_as_name("Ebbe Sundgren")  # By its pattern, whether or not somebody of that name is in a case.
    assert reads_as_name("Kalle Anka")


@pytest.mark.parametrize("key", ["petra", "robert", "viktor", "samira", "karin", "sanna", "mikko"])
def test_only_the_police_of_the_country_open_rounds(cast, person, key):
    with pytest.raises(PermissionDenied):
        actions.open_round(
            by=person(key),
            agency=cast.agencies["A11" if key == "mikko" else "A5"],
            begins_on=date(2026, 1, 1),
            ends_on=date(2026, 2, 1),
            areas="Centrum",
        )


def test_the_steering_group_reads_and_evaluates_and_keeps_nothing(given, ali, person, cast):
    viktor = person("viktor")
    assert not queries.rounds_for(viktor).exists()
    actions.seat(given, [cast.agencies["A8"], cast.agencies["A7"]], by=ali)
    assert list(queries.rounds_for(viktor)) == [given]
    with pytest.raises(PermissionDenied):
        actions.begin_focus(given, by=viktor)
    actions.seat(given, [cast.agencies["A7"]], by=ali)
    assert not queries.rounds_for(viktor).exists()
    with pytest.raises(PermissionDenied):
        actions.evaluate(given, by=viktor, evaluation="Bra", end="ended")
    assert actions.evaluate(given, by=person("karin"), evaluation="Bra", end="ended").end == "ended"


def test_an_agency_elsewhere_gets_no_seat(given, ali, cast):
    actions.seat(given, [cast.agencies["A13"], cast.agencies["A11"]], by=ali)
    assert queries.seated(given) == []


def test_the_history_of_a_round_is_written_once(open_round):
    event = RoundEvent.objects.get()
    event.kind = "read"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        RoundEvent.objects.filter(pk=event.pk).update(kind="read")


def test_the_database_itself_wants_an_end_of_an_evaluated_round(open_round):
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.update(status="evaluated")
