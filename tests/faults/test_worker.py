"""The worker dies, or loses its database, while it makes a paper."""

import json

import pytest

from tests.faults.house import wait_for

WHEN_FINISHED = "BEFORE UPDATE ON coordination_paper FOR EACH ROW WHEN (NEW.state = 'ready')"


class Order:
    """A paper that Petra asked for on the page."""

    def __init__(self, house, desk, petra):
        self.house, self.petra = house, petra
        seen = petra.get(f"/cases/{desk.reference}/history/")
        self.page = petra.post(f"/cases/{desk.reference}/papers/", seen, kind="history", language="sv").location

    @property
    def state(self):
        return self.house.sql("SELECT state FROM coordination_paper")[0][0]

    @property
    def jobs(self):
        return self.house.sql("SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = 'make_paper'")

    def wait_until(self, state):
        wait_for(lambda: self.state == state, f"the paper is {state}", 90)


@pytest.fixture
def order(house, desk, petra):
    return Order(house, desk, petra)


def begin_and_kill(house, order):
    """Let a worker begin the paper, and kill it just before it is finished."""
    house.gate(WHEN_FINISHED)
    house.start_worker()
    house.wait_at_gate()
    assert (order.state, order.jobs[0][0]) == ("making", "doing")
    house.kill(house.workers.pop())
    house.open_gate()


def half_a_minute_passes(house):
    """The dead worker's last sign of life grows old, and the clock comes to the next minute."""
    house.sql("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    words = ["--unknown", "--queue", "upkeep", "retry_stalled", json.dumps({"timestamp": 0})]
    house.manage("procrastinate", "defer", *words, check=False)  # It refuses if the clock was faster.
    waiting = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'retry_stalled' AND status = 'todo'"
    assert house.sql(waiting)


def test_a_paper_whose_worker_was_killed_is_made_by_the_next(house, order):
    begin_and_kill(house, order)
    half_a_minute_passes(house)
    house.start_worker()
    order.wait_until("ready")
    pdf = order.petra.get(f"{order.page}pdf/")
    assert pdf.status == 200
    assert pdf.text.startswith("%PDF-")
    wait_for(lambda: order.jobs == [("succeeded", 2)], "its job is done")
    house.check()


def test_a_paper_that_kills_every_worker_is_said_to_have_failed(house, order):
    begin_and_kill(house, order)
    house.sql("UPDATE procrastinate_jobs SET attempts = 2 WHERE task_name = 'make_paper'")
    half_a_minute_passes(house)
    house.start_worker()
    order.wait_until("failed")
    assert order.petra.get(order.page).status == 200
    assert order.jobs[0][0] == "failed"
    house.check()


def test_a_paper_is_made_when_postgresql_is_back(house, order):
    house.gate(WHEN_FINISHED)
    house.start_worker()
    house.wait_at_gate()
    house.postgres.stop(how=house.AT_ONCE)
    house.postgres.start()
    house.open_gate()
    (worker,) = house.workers
    wait_for(lambda: order.state == "ready" or worker.poll() is not None, "the paper is made, or the worker ends", 90)
    if worker.poll() is not None:  # Who runs the service starts it again, as for any end.
        half_a_minute_passes(house)
        house.start_worker()
    order.wait_until("ready")
    house.check()
