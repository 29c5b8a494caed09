"""Several people, or several dispatchers, at the same moment: real threads, real locks."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from coordination.models import Event, Step
from tests.workflows.conftest import WORKER
from workflows import timers
from workflows.runs import Busy, RunEngine, StepClosed, complete
from workflows.timers import ONE_AT_A_TIME, fire_due_timers

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def together(*jobs):
    """Start the jobs at the same moment; return what each gave: its result, or the error it raised."""
    barrier, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        barrier.wait()
        try:
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextmanager
def another_connection(sql, values):
    """Hold what ``sql`` takes in another connection's transaction while the block runs."""
    ready, over = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            ready.set()
            over.wait(30)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join()


def somebody_moves_on(run):
    """Hold the run's row, as somebody does who completes a step right now."""
    return another_connection("SELECT 1 FROM workflows_caseprocess WHERE process_ptr_id = %s FOR UPDATE", [run.pk])


def ask_again(walk, *keys):
    def more(run):
        run.data["ask"] = [str(walk.cast.agencies[key].pk) for key in keys]
        return "more"

    walk.do("review", apply=more)


def test_two_people_complete_one_step_and_one_of_them_hears_that_it_is_done(walk):
    walk.to_mapping("A3", "A4")
    walk.map_all()
    for round_ in range(1, ROUNDS + 1):
        ask_again(walk, "A3")
        step, worked = walk.step("map", "A3"), []

        def job(step=step, worked=worked):
            return complete(step, by=walk.cast.users["ulrika"], apply=lambda run: worked.append(1) or "done")

        results = together(job, job)
        assert sorted(type(r) for r in results if isinstance(r, Exception)) == [StepClosed]
        assert worked == [1], "the work itself is done once"
        assert walk.open() == [("review", "A1")]
        assert Step.objects.filter(kind="review").count() == round_ + 1
        assert Event.objects.filter(kind="step-completed", step=step).count() == 1


def test_two_agencies_finish_at_once_and_the_join_opens_once(walk):
    walk.to_mapping("A3", "A4")
    walk.map_all()
    for round_ in range(1, ROUNDS + 1):
        ask_again(walk, "A3", "A4")

        def job(key):
            step = walk.step("map", key)
            return lambda: complete(step, by=walk.cast.users[WORKER[key]], apply=lambda run: "done")

        results = together(job("A3"), job("A4"))
        assert not [r for r in results if isinstance(r, Exception)]
        assert walk.open() == [("review", "A1")]
        assert Step.objects.filter(kind="review").count() == round_ + 1
    joins = Task.objects.filter(flow_task_type="JOIN", flow_task__endswith=".mapped")
    assert set(joins.values_list("status", flat=True)) == {STATUS.DONE}


def test_an_agency_leaves_while_another_finishes(walk):
    walk.to_mapping("A3", "A4")
    walk.do("map", agency="A1")
    step, there = walk.step("map", "A3"), walk.there("A4")

    def leave():
        with transaction.atomic():
            RunEngine().leave(there, by=None)

    results = together(
        lambda: complete(step, by=walk.cast.users["ulrika"], apply=lambda run: "done"),
        leave,
    )
    assert not [r for r in results if isinstance(r, Exception)]
    assert walk.open() == [("review", "A1")]


def test_who_waits_too_long_for_the_run_is_told_that_it_is_busy(walk):
    step = walk.step("inform")
    with somebody_moves_on(walk.run):
        began = timezone.now()
        with pytest.raises(Busy):
            walk.do("inform")
        assert timezone.now() - began < timedelta(seconds=6)
        with pytest.raises(Busy), transaction.atomic():
            RunEngine().stop(walk.case, by=None)
    step.refresh_from_db()
    assert step.is_open
    walk.do("inform")
    assert walk.open() == [("consent", "A1")]


def test_being_busy_leaves_the_callers_transaction_whole(walk):
    with somebody_moves_on(walk.run), transaction.atomic():
        with pytest.raises(Busy):
            walk.do("inform")
        assert walk.open() == [("inform", "A1")]


def test_two_dispatchers_tell_each_thing_once(walk, monkeypatch):
    walk.to_mapping("A3", "A4")
    Task.objects.filter(status=STATUS.SCHEDULED).update(scheduled=timezone.now())
    results = together(fire_due_timers, fire_due_timers)
    assert sum(results) == 9
    for kind in ("step-reminder", "step-overdue", "step-escalated"):
        assert Event.objects.filter(kind=kind).count() == 3


def test_two_dispatchers_without_their_common_lock_still_tell_each_thing_once(walk, monkeypatch):
    @contextmanager
    def not_alone(key):
        yield True

    monkeypatch.setattr(timers, "alone", not_alone)
    walk.to_mapping("A3", "A4")
    Task.objects.filter(status=STATUS.SCHEDULED).update(scheduled=timezone.now())
    together(fire_due_timers, fire_due_timers)
    for kind in ("step-reminder", "step-overdue", "step-escalated"):
        assert Event.objects.filter(kind=kind).count() == 3


def test_a_second_dispatcher_gives_up_quietly(walk):
    Task.objects.filter(status=STATUS.SCHEDULED).update(scheduled=timezone.now())
    with another_connection("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME]):
        assert fire_due_timers() == 0
    assert fire_due_timers() == 3


def test_a_timer_of_a_busy_run_waits_for_the_next_minute(walk):
    Task.objects.filter(status=STATUS.SCHEDULED).update(scheduled=timezone.now())
    Task.objects.filter(flow_task__endswith="__remind").update(status=STATUS.CANCELED)
    Task.objects.filter(flow_task__endswith="__escalate").update(status=STATUS.CANCELED)
    with somebody_moves_on(walk.run):
        assert fire_due_timers() == 0
    assert fire_due_timers() == 1
