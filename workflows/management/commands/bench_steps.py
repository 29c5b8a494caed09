from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.cases.actions import open_case
from workflows.bench import world
from workflows.bench.measuring import Completion, Page, in_turns

SERVER, WHOLE, QUERIES, FLAT, PAGE_QUERIES, STEP = 1.2, 3.0, 2, 1.25, 12, 2.5
WHO = {"busy": world.BUSY_USER, "small": world.SMALL_USER, "stranger": world.STRANGER}
INDEX = {"mine": "open_steps_by_owner", "group": "open_steps_by_agency"}


@dataclass
class Row:
    """One line of the report."""

    what: str
    value: str
    target: str
    met: bool


def ratio(what: str, taken: float, against: float, target: float) -> Row:
    """Return the line of a time against another."""
    value = f"{taken:8.2f} ms / {against:6.2f} ms = {taken / against:5.2f}"
    return Row(what, value, f"<= {target:g}", taken / against <= target)


def count(what: str, number: int, target: int) -> Row:
    """Return the line of a number."""
    return Row(what, f"{number}", f"<= {target}", number <= target)


class Command(BaseCommand):
    """Makes a database of its own beside the configured one, fills it, measures, and drops it again."""

    help = "Measure My steps and the completion of a step against the fastest SQL for the same rows."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the size."""
        parser.add_argument("--cases", type=int, default=20_000, help="cases of the larger world (3 steps each)")
        parser.add_argument("--rounds", type=int, default=40, help="how often each thing is measured")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, measure twice, and report."""
        cases, rounds = options["cases"], options["rounds"]
        if cases < 20 * world.SMALL:
            raise CommandError(f"--cases must be at least {20 * world.SMALL}.")
        with scratch_database():
            people = world.begin()
            world.grow(people, first=1, last=cases // 10)
            before = self.pages(people, rounds)
            world.grow(people, first=cases // 10 + 1, last=cases)
            after = self.pages(people, rounds)
            report = [*lists(before, after), *whole_pages(people, rounds), *completion(people, rounds)]
            unused = self.unused(after)
        self.show(report, cases)
        if unused:
            raise CommandError(f"not served by its partial index: {', '.join(unused)}")

    def pages(self, people: Any, rounds: int) -> dict:
        """Measure the first page of both lists for everybody."""
        found = {}
        for who, key in WHO.items():
            for tab in INDEX:
                page = Page(people.users[key], tab)
                found[tab, who] = page, page.measure(rounds)
        return found

    def unused(self, found: dict) -> list[str]:
        """Name the lists that PostgreSQL does not read through their partial index."""
        return [f"{tab} of {who}" for (tab, who), (page, _times) in found.items() if not page.uses(INDEX[tab])]

    def show(self, report: list[Row], cases: int) -> None:
        """Print the table."""
        self.stdout.write(f"\n{cases} cases, {3 * cases} steps. Ratios count; milliseconds depend on the machine.\n")
        for row in report:
            met = "met" if row.met else "missed"
            self.stdout.write(f"{row.what:44} {row.value:32} {row.target:>8}  {met}")


def lists(before: dict, after: dict) -> Iterator[Row]:
    """Compare the first page with SQL by hand, and with itself in a world a tenth of the size."""
    for (tab, who), (page, (floor, server, whole)) in after.items():
        what = f"{tab}, {who} ({page.found} rows)"
        yield ratio(f"{what}: SQL / by hand", server, floor, SERVER)
        yield ratio(f"{what}: whole call / by hand", whole, floor, WHOLE)
        yield count(f"{what}: queries", page.queries, QUERIES)
        if who != "busy":  # The busy person has ten times as much to do in the larger world.
            yield ratio(f"{what}: SQL in 10 x the cases", server, before[tab, who][1][1], FLAT)


def whole_pages(people: Any, rounds: int) -> Iterator[Row]:
    """Count the queries of the page, log-in and counters included, and say how long it takes."""
    for who, key in WHO.items():
        client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
        client.force_login(people.users[key])
        with CaptureQueriesContext(connection) as asked:
            status = client.get(reverse("my_steps")).status_code
        if status != 200:
            raise CommandError(f"My steps answers {status}.")
        number = sum("SAVEPOINT" not in row["sql"] for row in asked.captured_queries)
        (taken,) = in_turns(max(5, rounds // 4), lambda c=client: c.get(reverse("my_steps")))  # type: ignore[misc]
        yield count(f"page, {who} ({taken:.0f} ms): queries", number, PAGE_QUERIES)


def completion(people: Any, rounds: int) -> Iterator[Row]:
    """Compare completing a step with the same rows written by hand."""
    petra = people.users[world.BUSY_USER]
    case = open_case(by=petra, agency=people.agencies["A1"], title="Samordnat stöd", purpose="Stöd i skolan")
    done = Completion(case.steps.get(), petra)
    by_hand, by_product = done.measure(rounds)
    rows = len(done.written)
    yield ratio(f"completing a step / its {rows} writes by hand", by_product, by_hand, STEP)
    yield Row("completing a step: queries", str(done.queries), "", True)


@contextmanager
def scratch_database() -> Iterator[None]:
    """Work in an empty, migrated database beside the configured one, and drop it afterwards."""
    before = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{before}"[:63]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
