"""Isak's group: an incomplete consent, a ground of law for each flow, weekly reviews, obstacles, and stepping down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.models import Case, Disclosure, Event, Obstacle, Participation, Step
from coordination.sharing.queries import covered_until
from permissions import policy
from tests.stories.stops import played
from workflows.demo.stories import ISAK

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOCIAL, SCHOOL, POLICE = "Socialtjänsten mottagning", "Åbrinkens skola", "Polisen Lindåker"


@pytest.fixture(scope="module")
def isak(one_transaction):
    stops = [(ISAK, 1, "18:00"), (ISAK, 3, "12:00"), (ISAK, 4, "18:00"), (ISAK, 34, "12:00"), (ISAK, 92, "12:00")]
    with played(one_transaction, (ISAK,), stops) as (cast, found):
        yield cast, found


def test_the_silent_father_leaves_the_consent_without_force(isak):
    cast, stops = isak
    case = stops[-1].cases[0]
    assert case.kind == "sig"
    assert [p.given_name for p in case.people.filter(consent_required=True, consents=None)] == ["Stefan"]
    assert covered_until(case, cast.agencies["A3"], "school") is None


def test_nobody_but_the_coordinator_sees_the_case_before_the_grounds_let_them(isak):
    _cast, stops = isak
    assert stops[0].views() == {"petra"}
    assert stops[1].views() == {"petra", "ali", "ulrika"}


def test_no_place_in_the_case_rests_on_consent(isak):
    there = Participation.objects.filter(is_lead=False)
    assert {p.agency.kind: p.basis.code for p in there} == {
        "school": "SE-OSL-10-2",
        "police": "SE-OSL-10-18a",
        "health": "SE-OSL-26-9",
        "leisure": "SE-OSL-10-2",
    }
    assert all(p.ground_reason and p.conditions_ticked == p.basis.condition_codes for p in there)


def test_each_disclosure_has_its_own_ground_and_reason(isak):
    rows = Disclosure.objects.select_related("basis", "entry__agency", "agency")
    assert {(d.entry.agency.kind, d.agency.kind, d.basis.code) for d in rows} == {
        ("police", "social", "SE-LUL"),
        ("police", "social", "SE-POL-35-1"),
        ("school", "social", "SE-SOL-19-1"),
        ("school", "police", "SE-L170-7"),
        ("social", "police", "SE-OSL-10-18a"),
    }
    assert all(d.reason and d.conditions_ticked == d.basis.condition_codes and d.valid_until for d in rows)


def test_each_reads_what_was_given_to_it_and_no_more(isak):
    _cast, stops = isak
    assert stops[2].reads("petra") >= {(POLICE, "crime"), (POLICE, "leisure")}
    assert not any(agency == SCHOOL for agency, _topic in stops[2].reads("petra"))
    end = stops[3]
    assert end.reads("ulrika") == {(SCHOOL, "school"), (SCHOOL, "crime")}
    assert end.reads("ali") == {(POLICE, "crime"), (POLICE, "leisure"), (SCHOOL, "crime"), (SOCIAL, "home")}
    assert "Oro" in end.titles("petra")
    assert "Vid skolan" not in end.titles("petra")
    assert not any("Spaning" in end.titles(key) for key in ("petra", "ulrika", "henrik", "samira", "tove"))


def test_the_school_was_late_and_its_manager_was_told(isak):
    late = Step.objects.get(kind="approve", agency__kind="school")
    assert late.escalated_at
    assert late.completed_at > late.due_at


def test_the_plan_is_reviewed_every_week_and_then_every_month(isak):
    for kind, most in (("weekly", 7), ("monthly", 30)):
        for step in Step.objects.filter(kind=kind):
            lasts = timezone.localdate(step.due_at) - timezone.localdate(step.requested_at)
            assert lasts == timedelta(days=most)
            assert step.completed_at
    assert Step.objects.filter(kind="weekly").count() == 5


def test_what_stops_the_late_action_goes_from_the_local_to_the_regional_council_and_is_removed(isak):
    rungs = Obstacle.objects.order_by("pk").select_related("follows", "action")
    local, regional = sorted(rungs, key=lambda o: o.level)
    assert (local.level, regional.level, regional.follows) == ("local", "regional", local)
    assert local.action.agency.kind == "school"
    assert regional.ended_on
    assert regional.result
    kinds = Event.objects.filter(kind__startswith="obstacle").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["obstacle-raised", "obstacle-raised", "obstacle-removed"]


def test_it_steps_down_to_a_case_that_begins_with_consent_and_holds_nothing_of_it(isak):
    old, new = isak[1][-1].cases
    assert (old.status, old.end_state) == ("closed", "stepped_down_sspf")
    assert (new.kind, new.status, new.coordinator) == ("sspf", Case.Status.CONSENT, old.coordinator)
    assert new.confidentiality == old.confidentiality
    assert not new.entries.exists()
    assert isak[1][-1].views(1) == {"petra"}


def test_a_place_on_a_ground_ends_with_it(isak):
    there = Participation.objects.get(agency__kind="police")
    assert policy.is_grounded(there)
    there.ground_until = there.invited_at
    there.save()
    assert not policy.is_grounded(there)


def test_nobody_reads_without_a_ground_at_any_moment(isak):
    assert [stop.disagreements for stop in isak[1]] == [[], [], [], [], []]
