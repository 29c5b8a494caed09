"""Clocks of the law in a case: started, met and dropped, and who knows of them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone, translation

from coordination.cases.actions import close_case
from coordination.cases.inviting import leave
from coordination.clocks.actions import ClockClosed, drop_clock, meet_by_hand, meet_clock, start_clock
from coordination.clocks.extending import extend_clock
from coordination.clocks.names import said_of
from coordination.clocks.queries import deciders
from coordination.clocks.reckoning import NoLimit
from coordination.history.sentences import sentence
from coordination.models import Case, Deadline, Event, Rule
from coordination.rules.queries import NoSuchRule
from permissions import grants, policy
from permissions.roles import Act, Role
from tests.clocks.conftest import at, days
from workflows.invariants import breaches

pytestmark = pytest.mark.django_db


def test_a_clock_counts_from_when_the_report_came_in_not_from_when_it_was_opened(joint_case, agency):
    came_in = timezone.now() - timedelta(days=5)
    deadline = start_clock(joint_case, "SE-D02", agency=agency("A1"), since=came_in)
    assert deadline.last_day == days(9)
    assert deadline.rule == Rule.objects.get(code="clock.SE-D02")
    assert Event.objects.filter(kind="clock-started", facts__deadline=str(deadline.pk)).count() == 1


def test_a_clock_that_runs_already_stays_as_it_is(joint_case, agency, decide):
    again = start_clock(joint_case, "SE-D02", agency=agency("A1"), since=timezone.now() - timedelta(days=1))
    assert again == decide
    assert again.due == decide.due
    assert Event.objects.filter(kind="clock-started").count() == 1


def test_two_reports_have_each_their_own_clock(joint_case, agency, decide):
    other = start_clock(joint_case, "SE-D02", agency=agency("A1"), subject="report-2")
    assert other != decide
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=other.pk).update(subject="")


def test_a_clock_of_another_country_or_none_at_all_is_not_started(joint_case, agency):
    with pytest.raises(NoSuchRule):
        start_clock(joint_case, "FI-D02", agency=agency("A1"))
    with pytest.raises(NoLimit):
        start_clock(joint_case, "SE-D20", agency=agency("A1"))
    with pytest.raises(ValidationError):
        start_clock(joint_case, "SE-D02", agency=agency("A1"), since=timezone.now() + timedelta(hours=1))
    assert not Deadline.objects.exists()


def test_what_was_decided_under_an_old_rule_keeps_it(joint_case, agency, decide):
    rule = Rule.objects.get(code="clock.SE-D02")
    changed = Rule.objects.create(
        code=rule.code, country="SE", value={**rule.value, "length": 10}, valid_from=days(0), source="SFS 2026:1"
    )
    assert Deadline.objects.get().rule == rule
    newer = start_clock(joint_case, "SE-D02", agency=agency("A1"), subject="later")
    assert newer.rule == changed
    assert newer.last_day == days(10)


def test_a_clock_is_met_once_also_late_and_not_before_its_start(joint_case, person, decide):
    with pytest.raises(ValidationError):
        meet_clock(joint_case, "SE-D02", by=person("petra"), at=decide.started_at - timedelta(minutes=1))
    assert meet_clock(joint_case, "SE-D02", by=person("petra")).state == "met"
    assert meet_clock(joint_case, "SE-D02") is None
    with pytest.raises(ClockClosed):
        meet_by_hand(decide, by=person("petra"))


def test_a_clock_met_after_its_day_says_so(joint_case, decide):
    with at(decide.due + timedelta(hours=1)):
        assert Deadline.objects.get().state == "breached"
        assert meet_clock(joint_case, "SE-D02").state == "late"


def test_only_the_agency_says_that_it_is_done(person, absence):
    with pytest.raises(PermissionDenied):
        meet_by_hand(absence, by=person("petra"))
    with pytest.raises(Http404):
        meet_by_hand(absence, by=person("leyla"))
    assert meet_by_hand(absence, by=person("ulrika")).met_by == person("ulrika")


def test_a_closed_case_keeps_no_clock(joint_case, person, decide, absence):
    close_case(joint_case, by=person("petra"), end="goals_met")
    assert set(Deadline.objects.values_list("drop_reason", flat=True)) == {"The case was closed"}
    assert not Deadline.objects.open().exists()
    drop_clock(decide, reason="Igen")
    assert Event.objects.filter(kind="clock-dropped").count() == 2


def test_an_agency_that_leaves_takes_its_clocks_along(joint_case, agency, person, decide, absence):
    there = joint_case.participations.get(agency=agency("A3"))
    leave(there, by=person("petra"), reason="Klart")
    assert list(Deadline.objects.open()) == [decide]


def test_a_deadline_is_known_to_its_agency_and_to_who_coordinates(person, absence, decide):
    def sees(name, deadline, act=Act.VIEW):
        return policy.can(person(name), act, deadline)

    assert sees("ulrika", absence)
    assert sees("petra", absence)
    assert not sees("leyla", absence)
    assert not sees("ulrika", decide)
    assert sees("henrik", absence, Act.SEE_COVER)
    assert not sees("henrik", absence)
    assert not sees("samira", absence, Act.SEE_COVER)
    assert sees("samira", decide, Act.EXTEND)
    assert not sees("samira", absence, Act.EXTEND)


def test_in_the_highest_class_only_a_named_manager_decides(joint_case, person, agency, decide):
    Case.objects.update(confidentiality=3)
    assert not policy.can(person("samira"), Act.SEE_COVER, decide)
    assert not deciders(decide)
    there = joint_case.participations.get(is_lead=True)
    named = {"clearance": 3, "approved_by": person("petra")}
    until = timezone.now() + timedelta(days=30)
    grants.give(there, person("samira"), Role.WORKER, by=person("petra"), reason="Chef", until=until, **named)
    assert deciders(decide) == [person("samira")]
    assert not policy.can(person("petra"), Act.EXTEND, decide)


def test_history_says_it_in_words_and_holds_codes_only(joint_case, person, decide):
    extend_clock(decide, by=person("samira"), until=days(30), reason="Hemligt skäl om Ebbe")
    event = Event.objects.get(kind="clock-extended")
    with translation.override("en"):
        assert sentence(event) == (
            "Samira Lindqvist gave Socialtjänsten mottagning more time: Decide whether to open an investigation"
        )
    with translation.override("sv"):
        assert "Besluta om utredning ska inledas" in sentence(event)
    assert "Ebbe" not in str(event.facts)
    assert event.agency == decide.agency


def test_a_municipality_may_count_with_a_house_rule_of_its_own(joint_case, agency):
    own = {"unit": "immediately", "house": {"unit": "hours", "length": 8}}
    Rule.objects.create(
        code="clock.SE-D01",
        country="SE",
        municipality=joint_case.municipality,
        value=own,
        valid_from=days(0),
        source="Beslut i nämnden",
    )
    deadline = start_clock(joint_case, "SE-D01", agency=agency("A1"))
    assert deadline.due - deadline.started_at == timedelta(hours=8)
    with translation.override("en"):
        assert deadline.title == "Immediate protection assessment"
        assert "at once" in said_of(deadline.rule, "text")


def test_the_checker_names_a_deadline_that_nobody_ended(joint_case, decide):
    assert not list(breaches())
    Case.objects.update(status="closed")
    assert f"I2 deadline {decide.pk} is open in a closed case" in list(breaches())
