"""Reminders, overdue steps and escalations: each once, at the hour the rules say, and never more than that."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from viewflow.workflow.context import Context
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers as viewflows_own_dispatcher

from coordination.logs import OneLine
from coordination.models import Event, Notification, Rule, Step
from coordination.rules.queries import NoSuchRule
from coordination.steps import telling
from workflows import reminders
from workflows.deadlines import due_moment, moments
from workflows.flows import SspfFlow
from workflows.timers import fire_due_timers

pytestmark = pytest.mark.django_db
SECRET = "20130310-2394 Ebbe Sundgren"
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def told(kind):
    return Event.objects.filter(kind=kind).count()


def at(moment):
    return time_machine.travel(moment, tick=False)


def moments_of(step):
    tasks = step.link.task.leading.filter(status=STATUS.SCHEDULED)
    return {t.flow_task.what: t.scheduled for t in tasks}


def test_a_step_is_due_at_the_end_of_its_last_day_where_the_municipality_is(walk, cast):
    with at(datetime(2026, 3, 20, 12, tzinfo=STOCKHOLM)):
        due = due_moment({"days": 14}, cast.municipalities["lindaker"])
        assert due == datetime(2026, 4, 3, 23, 59, 59, tzinfo=STOCKHOLM), "summer time began in between"
        finnish = due_moment({"days": 14}, cast.municipalities["kaislaranta"])
        assert finnish == datetime(2026, 4, 3, 23, 59, 59, tzinfo=ZoneInfo("Europe/Helsinki"))


def test_people_are_told_in_the_morning(cast):
    due = datetime(2026, 4, 3, 23, 59, 59, tzinfo=STOCKHOLM)
    found = moments(due, {"remind": 3, "escalate": 2}, cast.municipalities["lindaker"])
    assert found == {
        "remind": datetime(2026, 3, 31, 8, tzinfo=STOCKHOLM),
        "overdue": due,
        "escalate": datetime(2026, 4, 5, 8, tzinfo=STOCKHOLM),
    }


def test_a_municipality_may_have_its_own_deadline(walk, cast):
    rule = {"days": 3, "remind": 1, "escalate": 1}
    Rule.objects.create(
        code="sspf.consent",
        country="SE",
        municipality=cast.municipalities["lindaker"],
        value=rule,
        valid_from=timezone.localdate(),
        source="Beslut",
    )
    walk.do("inform")
    assert timezone.localdate(walk.step("consent").due_at) == timezone.localdate() + timedelta(days=3)


def test_without_a_rule_no_step_is_made(walk):
    Rule.objects.filter(code="sspf.consent").delete()
    with pytest.raises(NoSuchRule):
        walk.do("inform")
    assert walk.open() == [("inform", "A1")]


def test_each_timer_tells_once_at_its_moment(walk):
    moment = moments_of(walk.step("inform"))
    for what, kind in (("remind", "step-reminder"), ("overdue", "step-overdue"), ("escalate", "step-escalated")):
        with at(moment[what] - timedelta(seconds=1)):
            assert fire_due_timers() == 0
        with at(moment[what]):
            assert fire_due_timers() == 1
            assert fire_due_timers() == 0
        assert told(kind) == 1
    assert walk.open() == [("inform", "A1")], "a timer leaves its step as it is"


def test_the_owner_is_reminded_and_the_unit_manager_hears_of_what_stays_overdue(walk):
    with at(timezone.now() + timedelta(days=60)):
        call_command("fire_timers")
    people = {
        kind: set(Notification.objects.filter(event__kind=kind).values_list("recipient__first_name", flat=True))
        for kind in ("step-reminder", "step-escalated")
    }
    assert people == {"step-reminder": {"Petra"}, "step-escalated": {"Samira"}}


def test_a_step_that_is_done_tells_nobody(walk):
    walk.do("inform")
    assert not Task.objects.filter(status=STATUS.SCHEDULED, previous__link__step__kind="inform").exists()
    with at(timezone.now() + timedelta(days=400)):
        fire_due_timers()
    assert not Event.objects.filter(kind__in=["step-reminder", "step-overdue"], step__kind="inform").exists()


def test_a_reminder_whose_moment_has_passed_is_not_armed(walk):
    walk.to_plan("A3")
    walk.propose("A3", follow_up_in=1)
    walk.approve("A3")
    assert set(moments_of(walk.step("follow_up"))) == {"overdue", "escalate"}


def test_a_timer_fired_twice_tells_once(walk):
    """Two dispatchers that got past each other, or a clock that jumped back."""
    task = Task.objects.get(flow_task=SspfFlow.instance.node("inform__overdue"))
    with at(task.scheduled):
        fire_due_timers()
        Task.objects.filter(pk=task.pk).update(status=STATUS.SCHEDULED, finished=None)
        fire_due_timers()
    assert told("step-overdue") == 1


def test_one_timer_that_fails_does_not_stop_the_others_and_is_tried_again(walk, monkeypatch):
    def fail(step):
        name = SECRET
        raise ValueError(name)

    monkeypatch.setitem(reminders.TELL, "remind", fail)
    with at(timezone.now() + timedelta(days=60)):
        assert fire_due_timers() == 2
        failed = Task.objects.get(status=STATUS.SCHEDULED)
        monkeypatch.setitem(reminders.TELL, "remind", telling.remind)
        assert fire_due_timers() == 1
    assert failed.flow_task.what == "remind"
    assert told("step-overdue") == told("step-escalated") == told("step-reminder") == 1


def test_a_timer_that_fails_leaves_no_word_about_people(walk, monkeypatch, caplog):
    def fail(step):
        name = SECRET
        raise ValueError(name)

    monkeypatch.setitem(reminders.TELL, "overdue", fail)
    with at(timezone.now() + timedelta(days=60)):
        fire_due_timers()
        viewflows_own_dispatcher()
    assert not any(SECRET in str(t.data) for t in Task.objects.all())
    assert caplog.records
    assert not any("Ebbe" in OneLine().format(r) for r in caplog.records)


def test_what_viewflow_would_keep_of_a_failed_node_is_cleaned(walk, monkeypatch):
    def fail(activation):
        name = SECRET
        raise ValueError(name)

    monkeypatch.setattr(SspfFlow.no_consent, "_func", fail)
    walk.do("inform")
    with Context(propagate_exception=False):
        walk.do("consent", "refused")
    failed = Task.objects.get(status=STATUS.ERROR)
    assert failed.data == {"error": "ValueError"}


def test_a_timer_whose_node_is_gone_is_passed_over(walk):
    Task.objects.filter(flow_task_type="TIMER").update(flow_task="workflows/flows.sspf.SspfFlow.gone")
    with at(timezone.now() + timedelta(days=60)):
        assert fire_due_timers() == 0


def test_the_steps_row_remembers_what_was_told(walk):
    with at(timezone.now() + timedelta(days=60)):
        fire_due_timers()
    step = Step.objects.get(kind="inform")
    assert step.reminded_at
    assert step.overdue_told_at
    assert step.escalated_at
