"""The checker itself: silent over sound data, and one line for each thing that is broken on purpose."""

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from coordination.documents import storage
from coordination.models import Document, Event, Notification, Paper, Step
from permissions.models import Grant
from workflows.invariants import breaches
from workflows.models import CaseProcess, StepTask


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def rules():
    return sorted({line.split()[0] for line in breaches()})


def test_a_case_walked_to_its_end_breaks_nothing(walk, cast):
    walk.to_follow_up("A3", "A4")
    assert list(breaches()) == []
    walk.do("follow_up", "close")
    walk.do("close", "goals_met")
    assert list(breaches()) == []


def test_agencies_that_join_leave_and_decline_break_nothing(walk):
    walk.to_invite("A3", "A4")
    walk.invite("A3", "A4")
    walk.answer("A3")
    walk.answer("A4", accept=False)
    walk.map_all()
    walk.do("review", apply=lambda run: run.data.update(ask=[str(walk.cast.agencies["A3"].pk)]) or "more")
    assert list(breaches()) == []


def test_the_command_is_quiet_and_content_over_sound_data(walk):
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == "All invariants hold.\n"


def test_the_command_names_what_is_broken_by_ids_only_and_fails(walk):
    step = walk.step("inform")
    Step.objects.filter(pk=step.pk).update(withdrawn_at=timezone.now())
    out = StringIO()
    with pytest.raises(CommandError, match="breaches: 1"):
        call_command("check_invariants", stdout=out)
    assert out.getvalue() == f"I2 task {step.link.task_id} is active and no open step stands for it\n"


@pytest.fixture
def mapping(walk):
    walk.to_mapping("A3", "A4")
    return walk


def test_a_step_asked_for_twice_is_seen(mapping):
    step = mapping.step("map", "A3")
    Step.objects.create(case=step.case, agency=step.agency, kind="map", due_at=step.due_at)
    assert rules() == ["I1", "I2"]


def test_a_step_done_twice_is_seen(mapping):
    done = Step.objects.get(kind="inform")
    again = Step.objects.create(
        case=done.case,
        agency=done.agency,
        kind="inform",
        due_at=done.due_at,
        completed_at=done.completed_at,
        completed_by=done.completed_by,
    )
    task = done.link.task
    task.pk = None
    task.save(force_insert=True)
    StepTask.objects.create(task=task, step=again)
    assert "I1" in rules()
    assert any("is done 2 times" in line for line in breaches())


def test_next_steps_that_exist_twice_are_seen(mapping):
    task = mapping.step("map", "A3").link.task
    twin = Task.objects.get(pk=task.pk)
    twin.pk = None
    twin.save(force_insert=True)
    twin.previous.set(task.previous.all())
    assert [line for line in breaches() if line.startswith("I1")] == [
        f"I1 task {task.previous.get().pk}: {task.flow_task} follows it 2 times"
    ]


def test_a_done_task_that_nothing_follows_is_seen(walk):
    Task.objects.filter(link__step=walk.step("inform")).update(status=STATUS.DONE, finished=timezone.now())
    lines = list(breaches())
    assert any(line.endswith("is done and nothing follows it") for line in lines)
    assert any(line.endswith("is open and waits for nobody") for line in lines)


def test_an_ended_run_with_something_open_is_seen(walk):
    CaseProcess.objects.update(finished=timezone.now())
    assert rules() == ["I2"]


def test_a_timer_of_a_closed_step_is_seen(walk):
    done = walk.do("inform")
    Task.objects.filter(previous=done.link.task, status=STATUS.CANCELED).update(status=STATUS.SCHEDULED, finished=None)
    assert {line.split(" ", 3)[1] for line in breaches()} == {"timer"}


def test_a_missing_a_doubled_and_a_false_event_are_seen(walk):
    done = walk.do("inform")
    event = Event.objects.get(kind="step-completed")
    Event.objects.create(case=done.case, kind="step-completed", actor=event.actor, step=done)
    assert rules() == ["I3"]
    Event.objects.create(case=done.case, kind="step-completed", actor=event.actor, step=walk.step("consent"))
    assert any("that is not" in line for line in breaches())
    with connection.cursor() as cursor:
        # As the owner of the table can, who is no superuser. No foreign key may be waiting to be checked then.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE coordination_event DISABLE TRIGGER event_is_append_only")
        cursor.execute("DELETE FROM coordination_notification")
        cursor.execute("DELETE FROM coordination_event WHERE kind = 'step-completed'")
        cursor.execute("ALTER TABLE coordination_event ENABLE TRIGGER event_is_append_only")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert list(breaches()) == [f"I3 step {done.pk} is done and no event says so with its actor"]


def test_a_notification_for_a_stranger_or_the_actor_is_seen(walk, person):
    event = Event.objects.filter(kind="step-requested").first()
    Notification.objects.create(recipient=person("tove"), event=event)
    assert rules() == ["I4"]
    Notification.objects.filter(recipient=person("tove")).delete()
    opened = Event.objects.get(kind="case-opened")
    Notification.objects.create(recipient=opened.actor, event=opened)
    assert rules() == ["I4"]


def test_a_person_who_was_not_told_is_seen(walk, person, agency):
    Event.objects.create(
        case=walk.case, kind="step-reassigned", actor=person("samira"), facts={"person": person("petra").pk}
    )
    assert rules() == ["I4"]


def test_a_torn_a_missing_and_a_stray_file_are_seen(walk, person, files):
    paper = Paper.objects.create(
        case=walk.case,
        kind="plan",
        requested_by=person("petra"),
        state="ready",
        size=4,
        path=storage.write(b"%PDF", "papers"),
    )
    assert list(breaches()) == []
    (files / paper.path).write_bytes(b"%P")
    assert list(breaches()) == [f"I6 paper {paper.pk} has 2 bytes of 4"]
    (files / paper.path).unlink()
    assert list(breaches()) == [f"I6 paper {paper.pk} has no file"]
    Document.objects.all().delete()
    Paper.objects.all().delete()
    stray = files / storage.write(b"lost", "papers")
    assert list(breaches()) == []
    old = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(stray, (old, old))
    assert rules() == ["I6"]


def test_a_paper_that_nobody_makes_is_seen(walk, person):
    Paper.objects.create(case=walk.case, kind="plan", requested_by=person("petra"), state="making")
    assert rules() == ["I6"]


def test_a_step_of_somebody_without_a_right_is_seen(walk, person):
    Grant.objects.filter(user=person("petra")).update(ended_at=timezone.now())
    assert list(breaches()) == [f"I8 step {walk.step('inform').pk} is with somebody who may not do it"]
