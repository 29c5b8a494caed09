"""The whole way of a social intervention group: grounds, cadence, the ladder of obstacles, and every end state."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from coordination.cases.inviting import invite
from coordination.escalation.actions import raise_obstacle, remove_obstacle
from coordination.models import Case, Event, LegalBasis, Obstacle, Rule
from coordination.sharing.chasing import needs_of
from coordination.sharing.consent import withdraw_consent
from coordination.sharing.queries import covered_agencies
from tests.conftest import consent_of_both
from tests.workflows.ending import ended, status
from workflows.flows import SigFlow
from workflows.forms.reviewing import step_down

pytestmark = pytest.mark.django_db


def days_left(step):
    return (timezone.localdate(step.due_at) - timezone.localdate()).days


def raised(sig, **more):
    day = timezone.localdate() + timedelta(days=2)
    details = {"what": "Ingen plats", "owner": "Lokala rådet", "answer_by": day}
    return raise_obstacle(sig.case, by=sig.cast.users["petra"], **details | more)


def test_the_whole_way_from_nomination_to_desistance(sig):
    assert (status(sig), sig.open()) == ("nominated", [("nominate", "A1")])
    sig.to_weekly()
    assert (status(sig), sig.open()) == ("weekly", [("weekly", "A1")])
    sig.do("weekly", "monthly")
    assert (status(sig), sig.open()) == ("active", [("monthly", "A1")])
    sig.do("monthly", "close")
    sig.do("close", "desisted")
    ended(sig, "desisted")


def test_no_consent_is_assumed_and_a_no_does_not_end_the_work(sig):
    assert not [row for row in needs_of(sig.cast.users["petra"]) if row.case == sig.case]
    sig.do("nominate")
    sig.do("check_ground", "consent")
    sig.do("inform")
    sig.do("consent", "again")
    sig.do("inform")
    sig.do("consent", "refused")
    assert sig.open() == [("name_lead", "A1")]


def test_consent_may_be_had_too(sig):
    sig.do("nominate")
    sig.do("check_ground", "consent")
    sig.do("inform")
    sig.consent("A3")
    sig.do("name_lead")
    sig.invite("A3")
    sig.answer("A3")
    assert sig.open() == [("map", "A1"), ("map", "A3")]


def test_consent_of_one_guardian_opens_nothing_and_taking_it_back_freezes_nothing(sig):
    sig.do("nominate")
    sig.do("check_ground", "consent")
    sig.do("inform")
    malin, _peter = consent_of_both(sig.case, sig.cast, ["A3"])
    assert {a.pk for a in covered_agencies(sig.case)} == {sig.cast.agencies[key].pk for key in ("A1", "A3")}
    withdraw_consent(malin, by=sig.cast.users["petra"])
    assert covered_agencies(sig.case) == []
    assert status(sig) == "consent"
    sig.do("consent", "refused")
    assert sig.open() == [("name_lead", "A1")]


def test_an_agency_comes_in_on_a_ground_of_law(sig):
    sig.do("nominate")
    sig.do("check_ground", "grounds")
    sig.do("name_lead")
    basis = LegalBasis.objects.filter(code="SE-OSL-10-18a").latest("version")

    def apply(run):
        invite(
            run.case,
            sig.cast.agencies["A5"],
            by=sig.cast.users["petra"],
            basis=basis,
            conditions=basis.condition_codes,
            ground_reason="Konkret risk",
            ground_until=timezone.now() + timedelta(days=90),
        )
        return "done"

    sig.do("invite", apply=apply)
    sig.answer("A5")
    assert ("map", "A5") in sig.open()


def test_no_ground_is_the_end(sig):
    sig.do("nominate")
    sig.do("check_ground", "not_target")
    ended(sig, "not_target")


def test_the_cadence_is_data(sig):
    sig.to_weekly()
    assert days_left(sig.step("weekly")) == 7
    Rule.objects.create(
        code="sig.weekly",
        country="SE",
        value={"days": 3, "remind": 1, "escalate": 1},
        valid_from=timezone.localdate(),
        municipality=sig.case.municipality,
        source="tests",
    )
    sig.do("weekly", "continue")
    assert (days_left(sig.step("weekly")), sig.step("weekly").round) == (3, 2)
    sig.do("weekly", "monthly")
    assert days_left(sig.step("monthly")) == 30
    sig.do("monthly", "continue")
    sig.do("monthly", "weekly")
    assert status(sig) == "weekly"


@pytest.mark.parametrize("kind", ["weekly", "monthly"])
@pytest.mark.parametrize(
    ("outcome", "opens"),
    [
        ("escalate", [("escalate", "A1")]),
        ("team", [("check_ground", "A1")]),
        ("remap", [("map", "A1")]),
        ("replan", [("draft_plan", "A1")]),
        ("step_down", [("step_down", "A1")]),
        ("close", [("close", "A1")]),
    ],
)
def test_both_reviews_lead_everywhere(sig, kind, outcome, opens):
    sig.to_weekly()
    if kind == "monthly":
        sig.do("weekly", "monthly")
    sig.do(kind, outcome)
    assert sig.open() == opens
    if outcome == "escalate":
        sig.do("escalate")
        assert sig.open() == [("weekly", "A1")]


def test_an_obstacle_climbs_from_local_to_regional_to_national(sig):
    local = raised(sig)
    with pytest.raises(ValidationError):
        raised(sig, level="national", follows=local)
    regional = raised(sig, level="regional", follows=local)
    national = raised(sig, level="national", follows=regional)
    with pytest.raises(ValidationError):
        raised(sig, level="national", follows=national)
    with pytest.raises(ValidationError):
        raised(sig, level="regional", follows=local)
    assert list(Obstacle.objects.filter(ended_on=None)) == [national]
    remove_obstacle(national, by=sig.cast.users["petra"], result="Platsen finns")
    assert not Obstacle.objects.filter(ended_on=None).exists()
    told = Event.objects.filter(kind__startswith="obstacle").order_by("pk").values_list("kind", "facts__level")
    assert list(told) == [
        ("obstacle-raised", "local"),
        ("obstacle-raised", "regional"),
        ("obstacle-raised", "national"),
        ("obstacle-removed", "national"),
    ]


def test_an_obstacle_has_words_an_owner_and_a_day_to_come(sig):
    for wrong in ({"what": " "}, {"owner": ""}, {"answer_by": timezone.localdate() - timedelta(days=1)}):
        with pytest.raises(ValidationError):
            raised(sig, **wrong)


def test_stepping_down_closes_the_case(sig):
    sig.to_weekly()
    sig.do("weekly", "step_down")
    sig.do("step_down")
    ended(sig, "stepped_down_sspf")


def test_stepping_down_may_open_early_intervention_with_the_same_people(sig):
    new = step_down(sig.case, by=sig.cast.users["petra"])
    assert (new.kind, new.status, new.title) == ("sspf", Case.Status.CONSENT, sig.case.title)
    names = [sorted(case.people.values_list("given_name", "role", "custody")) for case in (sig.case, new)]
    assert names[0] == names[1]
    assert new.people.must_consent().exists()
    assert not new.entries.exists()


@pytest.mark.parametrize("end", SigFlow.ends)
def test_every_way_to_close_is_an_end_state(sig, end):
    sig.to_weekly()
    sig.do("weekly", "close")
    sig.do("close", end)
    ended(sig, end)
