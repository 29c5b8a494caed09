"""Isak's case: the consent is incomplete, so each flow of information stands on its own ground of law."""

import pytest

from coordination.models import Disclosure, Participation
from coordination.sharing.queries import covered_until
from permissions import policy
from tests.stories.stops import played
from workflows.demo.stories import ISAK

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SOCIAL, SCHOOL, POLICE = "Socialtjänsten mottagning", "Åbrinkens skola", "Polisen Lindåker"


@pytest.fixture(scope="module")
def isak(one_transaction):
    stops = [(ISAK, 1, "18:00"), (ISAK, 12, "12:00"), (ISAK, 14, "18:00"), (ISAK, 20, "12:00"), (ISAK, 33, "12:00")]
    with played(one_transaction, (ISAK,), stops) as (cast, found):
        yield cast, found


def test_the_silent_father_leaves_the_consent_without_force(isak):
    cast, stops = isak
    case = stops[-1].cases[0]
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
    end = stops[4]
    assert end.reads("ulrika") == {(SCHOOL, "school"), (SCHOOL, "crime")}
    assert end.reads("ali") == {(POLICE, "crime"), (POLICE, "leisure"), (SCHOOL, "crime"), (SOCIAL, "home")}
    assert "Oro" in end.titles("petra")
    assert "Vid skolan" not in end.titles("petra")
    assert not any("Spaning" in end.titles(key) for key in ("petra", "ulrika", "henrik", "samira", "tove"))


def test_the_school_is_late_and_its_manager_has_been_told(isak):
    late = isak[1][-1].cases[0].steps.open().get(kind="map")
    assert late.agency.kind == "school"
    assert late.escalated_at


def test_a_place_on_a_ground_ends_with_it(isak):
    there = Participation.objects.get(agency__kind="police")
    assert policy.is_grounded(there)
    there.ground_until = there.invited_at
    there.save()
    assert not policy.is_grounded(there)


def test_nobody_reads_without_a_ground_at_any_moment(isak):
    assert [stop.disagreements for stop in isak[1]] == [[], [], [], [], []]
