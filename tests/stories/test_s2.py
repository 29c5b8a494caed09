"""Albin and Saga: one report, two cases, clocks from when it came in, feedback, and a second report that joins."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from coordination.models import Case, Deadline, Entry, Event, Report, ReportedChild, ReportEvent
from permissions import policy
from tests.stories.stops import played
from workflows.demo.stories import ALBIN_REPORTED

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TOLD = replace(ALBIN_REPORTED, begins=-116)  # A Monday, so that all of it lies behind.
FIRST = date(2026, 7, 27)


@pytest.fixture(scope="module")
def albin(one_transaction):
    with played(one_transaction, (TOLD,), [(TOLD, 0, "18:00"), (TOLD, 15, "12:00"), (TOLD, 115, "12:00")]) as told:
        yield told


def case_of(name):
    return Case.objects.filter(people__given_name=name, people__role="child").get()


def deadline(case, code, number=0):
    return list(Deadline.objects.filter(case=case, code=code).order_by("started_at", "pk"))[number]


def test_one_report_became_two_cases_that_do_not_name_each_other(albin):
    report = Report.objects.get(source="member")
    assert sorted(c.given_name for c in report.children.all()) == ["Albin", "Saga"]
    for name, other in (("Albin", "Saga"), ("Saga", "Albin")):
        texts = Entry.objects.filter(case=case_of(name)).values_list("text", flat=True)
        assert not any(other in text for text in texts)


def test_nobody_but_the_worker_sees_the_cases(albin):
    _cast, stops = albin
    assert [stop.views(0) for stop in stops] == [{"mira"}] * 3
    assert [stop.views(1) for stop in stops] == [{"mira"}, {"mira"}, set()]  # It closed, and her access ran out.
    assert not any(stop.disagreements for stop in stops)


def test_the_clock_of_the_decision_runs_from_when_the_report_came_in(albin):
    clock = deadline(case_of("Albin"), "SE-D02")
    assert timezone.localtime(clock.started_at).strftime("%Y-%m-%d %H:%M") == "2026-07-27 09:40"
    assert timezone.localdate(clock.due_at) == date(2026, 8, 10)
    assert timezone.localdate(clock.met_at) == date(2026, 8, 7)


def test_the_protection_assessment_is_made_within_two_hours(albin):
    clock = deadline(case_of("Albin"), "SE-D01")
    assert (clock.met_at - clock.started_at).total_seconds() < 2 * 3600


def test_the_four_months_run_from_the_opening(albin):
    clock = deadline(case_of("Albin"), "SE-D03")
    assert timezone.localdate(clock.due_at) == date(2026, 12, 7)
    assert clock.met_at


def test_saga_s_case_is_closed_without_an_investigation(albin):
    assert case_of("Saga").end_state == "not_opened"
    assert not Deadline.objects.open().filter(case=case_of("Saga")).exists()


def test_the_headmaster_asked_and_was_told_within_a_week(albin):
    answers = {c.given_name: c.feedback for c in ReportedChild.objects.filter(report__source="member")}
    assert answers == {"Albin": "opened", "Saga": "not_opened"}
    clock = deadline(case_of("Albin"), "SE-D05")
    assert clock.started_at <= clock.met_at <= clock.due_at
    assert ReportEvent.objects.filter(kind="asked").count() == 1


def test_the_report_of_the_neighbour_joined_and_was_assessed_by_itself(albin):
    cast, _stops = albin
    case = case_of("Albin")
    assert case.reported.filter(joined=True).get().report.source == "private"
    done = case.steps.filter(kind="protect", completed_at__isnull=False)
    assert done.count() == 2
    assert Deadline.objects.filter(case=case, code="SE-D01", met_at__isnull=False).count() == 2
    neighbour = Report.objects.filter(source="private")
    named = [key for key, user in cast.users.items() if policy.reports.naming(user, neighbour).exists()]
    assert named == ["mira"]
    texts = Entry.objects.filter(case=case).values_list("text", flat=True)
    assert not any("Greta" in text for text in texts)


def test_it_ended_with_support_on_both_guardians_consent(albin):
    case = case_of("Albin")
    assert (case.status, case.end_state) == ("closed", "support")
    decided = Entry.objects.get(case=case, step__kind="decide")
    assert decided.data["consenting"] == ["guardians"]


def test_the_history_tells_the_way_of_the_case(albin):
    kinds = list(Event.objects.filter(case=case_of("Albin")).order_by("at", "pk").values_list("kind", flat=True))
    milestones = ["case-opened", "report-taken-in", "report-answered", "report-taken-in", "case-closed"]
    remaining = iter(kinds)
    assert all(kind in remaining for kind in milestones)
