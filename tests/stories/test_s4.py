"""The round of the police and Leo's support: numbers on the one side, a person on the other, and nothing between."""

import pytest
from django.apps import apps
from django.db import connection

from coordination.models import Case, Entry, Event, Notification, Person, Round, RoundEvent
from coordination.rounds import queries as rounds
from tests.stories.stops import played
from workflows.demo.stories import LEO_MESSAGE, LEO_SUPPORT, Telling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PROBATION, SUPPORT = "Frivården", "Socialtjänsten utredning"
CRIME_PREVENTION = {"karin", "gun", "elsa", "disa"}  # whose office sits in the steering group
MESSAGE, HELP = Telling(LEO_MESSAGE.story, -122), Telling(LEO_SUPPORT.story, -112)


class Seen:
    """What the rounds and the case were at one moment."""

    def __init__(self, cast, stop):
        self.stop = stop
        case = Case.objects.first()
        self.stage = (case.status, case.end_state) if case else None
        self.open = sorted(case.steps.open().values_list("kind", flat=True)) if case else []
        self.round = Round.objects.get()
        self.rounds = {key for key, user in cast.users.items() if rounds.rounds_for(user).exists()}


@pytest.fixture(scope="module")
def leo(one_transaction):
    stops = [(MESSAGE, 6, "18:00"), (HELP, 5, "12:00"), (HELP, 46, "12:00"), (HELP, 105, "12:00")]
    with played(one_transaction, (MESSAGE, HELP), stops, at_each=Seen) as (cast, found):
        yield cast, found


def test_the_round_is_numbers_and_goes_its_stages(leo):
    _cast, seen = leo
    assert [s.round.status for s in seen] == ["selection_done", "message_given", "message_given", "evaluated"]
    last = seen[-1].round
    assert (last.selected, last.visited, last.way, last.end) == (8, 6, "custom", "next_round")
    assert [(s.who, s.number) for s in last.sanctions.order_by("on")] == [("police", 4), ("tax", 2)]
    kinds = list(RoundEvent.objects.exclude(kind="read").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", "seated", "selected", "message", "focus", "sanction", "sanction", "evaluated"]


def test_only_the_police_and_the_steering_group_know_of_the_round(leo):
    _cast, seen = leo
    assert all(s.rounds == {"ali", "viktor", *CRIME_PREVENTION} for s in seen)


def test_no_column_of_the_round_holds_a_person_or_a_case(leo):
    _cast, _seen = leo
    for name in ("Round", "Seat", "Sanction", "RoundEvent"):
        model = apps.get_model("coordination", name)
        points_at = {f.related_model.__name__ for f in model._meta.get_fields() if f.is_relation and f.concrete}
        assert points_at <= {"Agency", "User", "Round"}, name
    words = _all_text("coordination_round", "coordination_seat", "coordination_sanction", "coordination_roundevent")
    case = Case.objects.get()
    for word in ("Leo", "Frost", "20070708", case.reference, str(case.pk), str(case.child.pk)):
        assert word not in words


def test_nothing_of_the_case_points_at_the_round(leo):
    _cast, seen = leo
    tables = [m._meta.db_table for m in apps.get_models() if _is_of_a_case(m)]
    assert {"coordination_entry", "coordination_event", "coordination_reading", "workflows_caseprocess"} <= set(tables)
    words = _all_text(*tables)
    assert str(seen[-1].round.pk) not in words
    assert not Event.objects.filter(kind__contains="round").exists()
    assert not Notification.objects.exclude(event__case__kind="gvi").exists()
    for model in apps.get_models():
        if _is_of_a_case(model):
            related = {f.related_model for f in model._meta.get_fields() if f.is_relation and f.concrete}
            assert not related & {Round, RoundEvent}


def test_one_word_is_known_of_the_message_and_the_police_do_not_know_of_the_case(leo):
    _cast, seen = leo
    offer = Entry.objects.get(step__kind="offer")
    assert offer.data == {"came": "number", "status": "selected"}
    for s in seen[1:]:
        assert s.stop.views() <= {"jonas", "viktor"}
        assert s.stop.reads("ali") == s.stop.reads("robert") == s.stop.reads("karin") == set()
    assert {agency for agency, _topic in seen[2].stop.reads("jonas")} == {SUPPORT, PROBATION}
    assert {agency for agency, _topic in seen[2].stop.reads("viktor")} == {PROBATION}


def test_the_support_is_walked_to_its_end(leo):
    _cast, seen = leo
    assert [s.stage for s in seen[1:]] == [("planning", ""), ("active", ""), ("closed", "stable")]
    assert [s.open for s in seen[1:]] == [["support"], ["follow_up"], []]
    assert Person.objects.get().case.child_rating == 9


def test_nobody_reads_without_a_ground_at_any_moment(leo):
    _cast, seen = leo
    assert [s.stop.disagreements for s in seen] == [[], [], [], []]


def _is_of_a_case(model):
    return model is Case or any(f.name == "case" and f.related_model is Case for f in model._meta.fields)


def _all_text(*tables):
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            found.append(cursor.fetchone()[0] or "")
    return " ".join(found)
