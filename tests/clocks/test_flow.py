"""A step that a deadline of the law hangs on: due with it, meeting it, and moving when it is extended."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from viewflow import this
from viewflow.workflow.status import STATUS

from coordination.cases.actions import close_case
from coordination.clocks.actions import start_clock
from coordination.clocks.extending import extend_clock, pause_clock, resume_clock
from coordination.models import Deadline, Event
from coordination.rules.queries import NoSuchRule
from tests.workflows.conftest import Walk
from tests.workflows.test_checks import found
from workflows.engine import CaseFlow, End, Start, coordinator_step
from workflows.flows import SspfFlow
from workflows.timers import fire_due_timers

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk(case, cast):
    return Walk(case, cast)


@pytest.fixture
def screening(monkeypatch):
    """The step of screening runs by the clock of fourteen days."""
    monkeypatch.setattr(SspfFlow.screen, "clocks", {"SE": "SE-D02", "FI": "FI-D02"})


def to_screening(walk):
    walk.do("inform")
    walk.consent("A3")
    return walk.step("screen")


def armed(step):
    tasks = step.link.task.leading.filter(status=STATUS.SCHEDULED)
    return {t.flow_task.what: timezone.localdate(t.scheduled) for t in tasks}


def test_a_step_with_a_clock_starts_it_and_is_due_with_it(walk, screening):
    step = to_screening(walk)
    deadline = Deadline.objects.get()
    assert (deadline.step, deadline.due) == (step, step.due_at)
    assert deadline.last_day == timezone.localdate() + timedelta(days=14)
    assert not Event.objects.get(kind="clock-started").notifications.exists(), "they are told of the step"


def test_a_clock_that_runs_since_the_report_came_in_is_taken_over(walk, screening, cast):
    came_in = timezone.now() - timedelta(days=4)
    running = start_clock(walk.case, "SE-D02", agency=cast.agencies["A1"], since=came_in)
    step = to_screening(walk)
    assert Deadline.objects.get() == running
    assert step.due_at == running.due
    assert Deadline.objects.get().step == step


def test_doing_the_step_meets_the_deadline(walk, screening, cast):
    to_screening(walk)
    walk.do("screen", "proceed")
    deadline = Deadline.objects.get()
    assert deadline.state == "met"
    assert deadline.met_by == cast.users["petra"]


def test_a_step_whose_work_closes_the_case_meets_its_deadline_all_the_same(walk, screening, cast):
    to_screening(walk)
    other = start_clock(walk.case, "SE-D04", agency=cast.agencies["A1"])

    def close(run):
        close_case(run.case, by=cast.users["petra"], end="not_target")
        return "not_target"

    walk.do("screen", apply=close)
    assert Deadline.objects.get(code="SE-D02").state == "met"
    assert Deadline.objects.get(pk=other.pk).state == "dropped"


def test_work_that_fails_leaves_the_deadline_open(walk, screening):
    to_screening(walk)

    def fail(run):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        walk.do("screen", apply=fail)
    assert Deadline.objects.get().is_open


def test_more_time_moves_the_step_and_what_reminds_of_it(walk, screening, cast):
    step = to_screening(walk)
    with time_machine.travel(step.due_at - timedelta(hours=2), tick=False):
        assert fire_due_timers() == 1
        until = timezone.localdate() + timedelta(days=20)
        extend_clock(Deadline.objects.get(), by=cast.users["samira"], until=until, reason="Skäl")
        step.refresh_from_db()
        assert timezone.localdate(step.due_at) == until
        assert step.reminded_at is None
        assert armed(step)["overdue"] == until
        assert armed(step)["remind"] < until
    with time_machine.travel(step.due_at + timedelta(minutes=1), tick=False):
        assert fire_due_timers() == 2
    assert Event.objects.filter(kind="step-reminder", step=step).count() == 2
    assert Event.objects.filter(kind="step-overdue", step=step).count() == 1


def test_nobody_is_reminded_of_a_step_whose_time_stands_still(walk, monkeypatch, cast):
    monkeypatch.setattr(SspfFlow.screen, "clocks", {"SE": "SE-D22"})
    step = to_screening(walk)
    pause_clock(Deadline.objects.get(), by=cast.users["samira"], reason="Vem frågar?")
    assert not armed(step)
    with time_machine.travel(timezone.now() + timedelta(days=90), tick=False):
        assert fire_due_timers() == 0
        resume_clock(Deadline.objects.get(), by=cast.users["samira"])
        step.refresh_from_db()
        assert timezone.localdate(step.due_at) == Deadline.objects.get().last_day
        assert set(armed(step)) == {"remind", "overdue", "escalate"}


def test_the_page_of_the_step_names_the_deadline_and_leads_to_it(walk, screening, client, cast):
    step = to_screening(walk)
    client.force_login(cast.users["petra"], backend="permissions.backend.PolicyBackend")
    assert Deadline.objects.get().get_absolute_url() in client.get(step.get_absolute_url()).text


def test_a_step_without_a_clock_for_the_country_is_not_made(walk, monkeypatch):
    monkeypatch.setattr(SspfFlow.screen, "clocks", {"FI": "FI-D02"})
    walk.do("inform")
    with pytest.raises(NoSuchRule):
        walk.consent("A3")
    assert walk.open() == [("consent", "A1")]


def test_a_flow_whose_clock_has_no_rule_is_refused():
    class Clocked(CaseFlow):
        start = Start(this.begin).Next(this.inform)
        inform = coordinator_step(clock="SE-D02", due_with="SE-D03").Next(this.screen)
        screen = coordinator_step(clock={"SE": "SE-D02", "FI": "FI-D02"}).Next(this.end)
        end = End()

    class Unknown(CaseFlow):
        start = Start(this.begin).Next(this.inform)
        inform = coordinator_step(clock="SE-D99", due_with="SE-D98").Next(this.screen)
        screen = coordinator_step(clock={"SE": "SE-D20", "FI": "SE-D02"}).Next(this.end)
        end = End()

    assert found(Clocked) == []
    assert found(Unknown) == ["E011"] * 4
