"""Stopwatches: each ratio is taken in one run, the two sides in turns, for the machine is never quiet."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from coordination.cases.paging import SIZE, cut
from coordination.models import Step
from coordination.steps.queries import Desk
from workflows.runs import complete

FLOOR = """
SELECT s.*, c.*, a.*, u.* FROM unnest(%s) whose (id) CROSS JOIN LATERAL (
    SELECT * FROM coordination_step WHERE {whose} AND completed_at IS NULL AND withdrawn_at IS NULL
    ORDER BY due_at, id LIMIT {size}
) s
JOIN coordination_case c ON c.id = s.case_id JOIN coordination_agency a ON a.id = s.agency_id
LEFT JOIN coordination_user u ON u.id = s.owner_id
ORDER BY s.due_at, s.id LIMIT {size}
"""
WHOSE = {"mine": "owner_id = whose.id", "group": "owner_id IS NULL AND agency_id = whose.id"}
WRITES = ("INSERT", "UPDATE", "DELETE")
COUNTED = ("coordination_event", "coordination_notification", "viewflow_task", "workflows_steptask")


def in_turns(rounds: int, *jobs: Callable[[], Any]) -> list[float]:
    """Do the jobs in turns, and return the median time of each in milliseconds; the first round does not count."""
    times: list[list[float]] = [[] for _ in jobs]
    for number in range(rounds + 1):
        for job, taken in zip(jobs, times, strict=True):
            began = time.perf_counter()
            job()
            if number:
                taken.append((time.perf_counter() - began) * 1000)
    return [median(taken) for taken in times]


class Page:
    """The first page of one tab of My steps for one person, three times: by hand, as SQL, as the product asks."""

    def __init__(self, user: Any, tab: str) -> None:
        self.desk, self.tab = Desk(user), tab
        whose: list = [user.pk] if tab == "mine" else [agency.pk for agency in self.desk.agencies]
        self.floor = FLOOR.format(whose=WHOSE[tab], size=SIZE + 1), (whose,)
        with CaptureQueriesContext(connection) as asked:
            self.found = len(self.ask())
        self.queries = len(asked)
        rows = self.desk.rows(tab).select_related("case", "agency", "owner").order_by("due_at", "pk")[: SIZE + 1]
        self.sql = rows.query.sql_with_params()

    def ask(self) -> list:
        """Ask as the page does."""
        rows = self.desk.rows(self.tab).select_related("case", "agency", "owner")
        return cut(rows, "due_at", descending=False).rows

    def measure(self, rounds: int) -> list[float]:
        """Return the milliseconds of the SQL by hand, of the product's SQL, and of the product's whole call."""
        return in_turns(rounds, lambda: fetch(*self.floor), lambda: fetch(*self.sql), self.ask)

    def uses(self, index: str) -> bool:
        """Whether PostgreSQL reads the rows of the page through ``index``."""
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {self.sql[0]}", self.sql[1])
            return f'"Index Name": "{index}"' in json.dumps(cursor.fetchone()[0])


def fetch(sql: str, params: Any) -> list:
    """Run SQL by the driver alone."""
    with connection.cursor() as cursor:
        return cursor.cursor.execute(sql, params).fetchall()


class Completion:
    """Completing a step, and the very same rows written by hand. Everything is rolled back."""

    def __init__(self, step: Step, user: Any) -> None:
        self.step, self.user = step, user
        self.places = [self._place(table) for table in COUNTED]
        self.written: list[tuple[str, Any]] = []
        with CaptureQueriesContext(connection) as asked, connection.execute_wrapper(self._note):
            self.complete()
        self.queries = sum("SAVEPOINT" not in row["sql"] for row in asked.captured_queries)

    def complete(self) -> None:
        """Complete the step as the page does, and take it back."""
        with self._taken_back():
            complete(Step.objects.get(pk=self.step.pk), by=self.user, apply=lambda run: "done")

    def by_hand(self) -> None:
        """Write the same rows by the driver alone, and take them back."""
        with self._taken_back(), connection.cursor() as cursor:
            for sql, params in self.written:
                cursor.cursor.execute(sql, params)

    def measure(self, rounds: int) -> list[float]:
        """Return the milliseconds by hand and by the product."""
        return in_turns(rounds, self.by_hand, self.complete)

    @contextmanager
    def _taken_back(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        for place in self.places:  # So that the rows get the same numbers each time.
            fetch("SELECT setval(%s, %s, %s)", place)

    def _place(self, table: str) -> tuple[str, int, bool]:
        (name,) = fetch("SELECT pg_get_serial_sequence(%s, 'id')", [table])[0]
        return (name, *fetch(f"SELECT last_value, is_called FROM {name}", None)[0])  # noqa: S608 - a name of the catalogue

    def _note(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES) or "FOR UPDATE" in sql:
            self.written.append((sql, params))
        return execute(sql, params, many, context)
