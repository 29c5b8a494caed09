import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from coordination import embedded
from tests.faults.browser import Answer, Browser
from tests.faults.house import House

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Everything here deals with real processes."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def scene():
    """The home of a stopped PostgreSQL that holds the scene."""
    home = embedded.throw_away_folder()
    house = House(home)
    command = [sys.executable, "-m", "tests.faults.scene"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=house.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    house.postgres.stop()
    yield house.postgres.home
    house.end()


@pytest.fixture
def house(scene):
    """An installation of one's own, with its web server running."""
    house = House(embedded.throw_away_folder(), scene)
    try:
        house.start_web()
        yield house
    finally:
        house.end()


@dataclass
class Desk:
    """One case, and how people fill in its first step."""

    house: House
    reference: str
    case: str
    step: str

    @property
    def path(self) -> str:
        return f"/steps/{self.step}/"

    def fill_in(self, who: Browser, note: str = "De undrade hur länge det tar.") -> Answer:
        """Read the page of the step and complete it."""
        return self.send(who, who.get(self.path), note)

    def send(self, who: Browser, seen: Answer, note: str = "De undrade hur länge det tar.") -> Answer:
        """Complete the step from the page ``seen``."""
        told = {"how": "phone", "told_on": date.today().isoformat(), "note": note}  # noqa: DTZ011
        return who.post(self.path, seen, **told)

    def steps(self) -> list[tuple]:
        """The steps of the case: kind, whether done, whether withdrawn."""
        return self.house.sql(
            "SELECT kind, completed_at IS NOT NULL, withdrawn_at IS NOT NULL FROM coordination_step "
            "WHERE case_id = %s ORDER BY requested_at",
            self.case,
        )

    def told(self, kind: str) -> list[str]:
        """Whom the events of a kind in this case were told, by address."""
        rows = self.house.sql(
            "SELECT u.email FROM coordination_notification n JOIN coordination_event e ON e.id = n.event_id "
            "JOIN coordination_user u ON u.id = n.recipient_id WHERE e.case_id = %s AND e.kind = %s ORDER BY 1",
            self.case,
            kind,
        )
        return [email.partition("@")[0] for (email,) in rows]

    def is_untouched(self) -> bool:
        return self.steps() == [("inform", False, False)]

    def assert_done_once(self) -> None:
        """The step is done, its one follower is there, and who must know was told once."""
        assert self.steps() == [("inform", True, False), ("consent", False, False)]
        assert self.told("step-completed") == ["mira"]
        assert self.told("step-requested") == ["petra", "petra"], "one for each of the two steps"
        entries = "SELECT count(*) FROM coordination_entry WHERE case_id = %s"
        assert self.house.sql(entries, self.case) == [(1,)]


@pytest.fixture
def desks(house) -> list[Desk]:
    """All cases."""
    rows = house.sql(
        "SELECT c.reference, c.id, s.id FROM coordination_case c JOIN coordination_step s ON s.case_id = c.id "
        "ORDER BY c.reference"
    )
    return [Desk(house, reference, str(case), str(step)) for reference, case, step in rows]


@pytest.fixture
def desk(desks) -> Desk:
    """One case at its first step."""
    return desks[0]


@pytest.fixture
def petra(house) -> Browser:
    """Petra, logged in."""
    return Browser(house).log_in("petra")


@pytest.fixture
def mira(house) -> Browser:
    """Mira, logged in."""
    return Browser(house).log_in("mira")
