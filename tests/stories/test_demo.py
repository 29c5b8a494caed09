"""The whole demonstration, loaded once as `manage.py demo_data` loads it."""

import re
from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import Max
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from coordination.models import (
    Agency,
    Case,
    Consent,
    Document,
    Event,
    Meeting,
    Notification,
    Obstacle,
    Participation,
    Person,
    Plan,
    Reading,
    Step,
    User,
)
from coordination.notifications.queries import known, unread_count
from coordination.people import identity
from permissions import policy
from permissions.roles import Act
from tests.stories.oracle import about, disagreements, entries_read_by

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEST_NUMBERS = {
    "20130310-2394", "19820425-9264", "19800926-9252", "20150724-2392", "20130301-2387", "20110117-2383",
    "20120126-2399", "19850506-9883", "20070708-2392", "20040505-2390", "140311A901B", "120514A912T", "250782-9076",
}  # fmt: skip
FICTITIOUS = re.compile(r"070-1740(6[0-9][05-9]|6[1-9][0-9])")


@pytest.fixture(scope="module")
def demo(one_transaction):
    with one_transaction(), time_machine.travel(NOW, tick=False):
        said = StringIO()
        call_command("demo_data", stdout=said)
        yield said.getvalue()


def user(key):
    return User.objects.get(email=f"{key}@example.org")


def case_of(given_name, kind=""):
    """Return the case about somebody; of those with a report of concern too, the joint one unless its kind is named."""
    theirs = Case.objects.filter(people__given_name=given_name, people__role="child")
    return theirs.get(kind=kind) if kind else theirs.exclude(kind="concern").get()


def open_steps(case):
    return {(s.kind, str(s.agency)) for s in case.steps.open().select_related("agency")}


def read_in(case, key):
    return about(e for e in entries_read_by([user(key)])[user(key)] if e.case_id == case.pk)


def test_everybody_is_there_and_a_case_at_every_stage(demo):
    assert demo.startswith("20 people, 15 cases,")
    assert Agency.objects.count() == 13
    assert Counter(Case.objects.values_list("status", flat=True)) == {
        "planning": 2, "closed": 2, "active": 3, "weekly": 1, "consent": 1, "consultation": 1, "frozen": 1,
        "investigating": 3, "assessing": 1,
    }  # fmt: skip
    assert case_of("Ebbe").end_state == "goals_met"


def test_references_follow_the_days_on_which_the_cases_were_opened(demo):
    swedish = Case.objects.filter(reference__startswith="SAM-").order_by("opened_at")
    assert list(swedish.values_list("reference", flat=True)) == [
        "SAM-2025-0001", "SAM-2026-0001", "SAM-2026-0002", "SAM-2026-0003", "SAM-2026-0004", "SAM-2026-0005",
        "SAM-2026-0006", "SAM-2026-0007", "SAM-2026-0008", "SAM-2026-0009", "SAM-2026-0010",
    ]  # fmt: skip


def test_a_second_run_is_refused_in_one_line_and_changes_nothing(demo):
    before = Event.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match=r"^the database is not empty[^\n]*$"):
        call_command("demo_data")
    assert (Event.objects.count(), User.objects.count()) == before


def test_nothing_has_happened_in_the_future_and_nothing_out_of_order(demo):
    for rows, field in ((Event, "at"), (Reading, "at"), (Step, "requested_at"), (Document, "uploaded_at")):
        assert rows.objects.aggregate(last=Max(field))["last"] <= NOW
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_no_timer_is_late(demo):
    assert not Task.objects.filter(flow_task_type="TIMER", status=STATUS.SCHEDULED, scheduled__lte=NOW).exists()


def test_each_open_step_has_an_active_task_and_each_active_task_an_open_step(demo):
    active = Task.objects.filter(flow_task_type="HUMAN", finished=None)
    assert set(Step.objects.open().values_list("link__task", flat=True)) == set(active.values_list("pk", flat=True))
    assert set(active.values_list("status", flat=True)) == {STATUS.NEW}
    ended = Task.objects.filter(process__finished__isnull=False, finished=None)
    assert not ended.exists()
    assert not case_of("Ebbe").steps.open().exists()


def test_nobody_reads_an_entry_without_a_ground(demo):
    assert disagreements(NOW, entries_read_by(User.objects.all())) == []


def test_every_number_is_a_test_number_and_every_phone_fictitious(demo):
    numbers = {p.identity_number for p in Person.objects.exclude(identity_number="")}
    assert numbers == TEST_NUMBERS
    for person in Person.objects.exclude(identity_number="").select_related("case__municipality"):
        found = identity.parse(person.identity_number, person.case.municipality.country)
        assert found.birth_date == person.birth_date
    phones = {p.phone for p in [*Person.objects.exclude(phone=""), *User.objects.all()]}
    assert all(FICTITIOUS.fullmatch(phone) for phone in phones)


def test_the_late_answer_of_the_school_was_told_and_escalated_by_its_timers(demo):
    late = case_of("Isak").steps.get(kind="approve", agency__short_name="Åbrinkens skola")
    assert late.overdue_told_at
    assert late.escalated_at
    told = Notification.objects.get(event__kind="step-escalated", event__step=late)
    assert (told.recipient, told.read_at) == (user("henrik"), None)


def test_isaks_obstacle_stands_at_the_regional_council_and_the_week_goes_on(demo):
    case = case_of("Isak")
    assert [o.level for o in Obstacle.objects.filter(case=case, ended_on=None)] == ["regional"]
    assert open_steps(case) == {("weekly", "Socialtjänsten mottagning"), ("map", "Kultur och fritid")}


def test_child_psychiatry_declined_with_a_reason(demo):
    no = Participation.objects.get(status="declined")
    assert (no.case, str(no.agency)) == (case_of("Isak"), "BUP Lindåker")
    assert no.reason


def test_the_plan_waits_for_two_of_three(demo):
    plan = case_of("Albin").plans.get()
    assert plan.status == Plan.Status.PROPOSED
    assert open_steps(plan.case) == {("approve", "Åbrinkens skola"), ("approve", "BUP Lindåker")}


def test_noras_plan_is_at_work_and_her_health_is_not_the_schools(demo):
    case = case_of("Nora")
    plan = case.plans.get(status="agreed")
    assert {a.status for a in plan.actions.all()} == {"planned", "going", "done"}
    assert plan.follow_up_on > NOW.date()
    assert case.meetings.filter(status="called", starts_at__gt=NOW).exists()
    assert not any(topic == "health" for _agency, topic in read_in(case, "ulrika"))
    assert ("BUP Lindåker", "health") in read_in(case, "petra")
    assert Document.objects.filter(case=case, content_type="application/pdf").exists()


def test_an_invitation_waits_for_leisure_who_see_the_cover_only(demo):
    case, leyla = case_of("Nora"), user("leyla")
    there = case.participations.get(status="invited")
    assert policy.can(leyla, Act.ANSWER, there)
    assert not policy.can(leyla, Act.VIEW, case)
    assert ("answer", "Kultur och fritid") in open_steps(case)


def test_the_frozen_case_is_hidden_from_its_partner_and_waits_to_be_settled(demo):
    case = case_of("Iida")
    assert open_steps(case) == {("settle", "Lastensuojelu")}
    assert not policy.can(user("elina"), Act.SEE_COVER, case)
    assert policy.can(user("aino"), Act.COORDINATE, case)


def test_the_finnish_meeting_is_called_in_finnish(demo):
    meeting = case_of("Eetu", "ankkuri").meetings.get(status="called")
    assert meeting.starts_at > NOW
    assert "Eetun omat sanat" in meeting.agenda.values_list("heading", flat=True)


def test_sagas_mother_has_said_yes_and_the_lawyer_is_asked_about_her_father(demo):
    case = case_of("Saga")
    assert open_steps(case) == {("consent", "Socialtjänsten mottagning")}
    assert [c.giver.given_name for c in Consent.objects.filter(case=case)] == ["Elin"]
    assert [(r.person.given_name, r.is_open) for r in case.consent_reviews.all()] == [("Daniel", True)]
    assert not policy.can(user("ulrika"), Act.VIEW, case)


def test_a_report_is_investigated_and_joined_by_another_and_one_is_not_opened(demo):
    albin, saga = case_of("Albin", "concern"), case_of("Saga", "concern")
    assert (albin.status, saga.end_state) == ("investigating", "not_opened")
    assert open_steps(albin) == {("investigate", "Socialtjänsten mottagning")}
    assert albin.reported.count() == 2
    assert not policy.can(user("henrik"), Act.SEE_COVER, albin)


def test_two_finnish_reports_are_being_assessed(demo):
    for name in ("Eetu", "Iida"):
        assert open_steps(case_of(name, "concern")) == {("assess", "Lastensuojelu")}


def test_meetings_were_held_with_minutes(demo):
    held = Meeting.objects.filter(status="held")
    assert held.count() == 7
    assert all(meeting.minutes_id for meeting in held)


def test_people_have_read_some_of_what_they_were_told_and_not_all(demo):
    for key in ("petra", "jonas", "ulrika", "leyla", "henrik"):
        mine = Notification.objects.filter(recipient=user(key))
        assert mine.filter(read_at=None).exists()
        assert mine.filter(read_at__isnull=False).exists()


def test_the_badge_counts_what_the_list_shows(demo):
    for person in User.objects.all():
        assert unread_count(person) == known(person).filter(read_at=None).count(), person


def test_everybody_read_only_cases_that_they_stood_in(demo):
    by_post = ["cover", "step", "history"]  # What a contact who answers, or a manager who audits, is shown.
    read = Reading.objects.exclude(what__in=by_post).values_list("reader", "case").distinct()
    assert set(read) <= set(Case.objects.values_list("grants__user", "pk"))
