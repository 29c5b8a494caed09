"""What the domain asks of the process engine, without knowing it.

`workflows` puts its engine here when it is ready; nothing in the domain imports
it. Every call joins the caller's transaction.
"""

from typing import Any, Protocol


class Busy(Exception):
    """Somebody else moves the case on at this very moment; trying again will do. Answer with 409, never 500."""


class Engine(Protocol):
    """The process engine, as the domain sees it."""

    def start(self, case: Any, *, by: Any) -> None:
        """Begin the flow of the case's kind."""

    def stop(self, case: Any, *, by: Any) -> None:
        """End every run of the case: open steps are withdrawn, timers disarmed."""

    def settle(self, case: Any, *, by: Any) -> None:
        """Begin what remains to be done after consent was withdrawn."""

    def join(self, participation: Any, *, by: Any) -> None:
        """Begin the answering and mapping of an agency invited while the flow already runs."""

    def leave(self, participation: Any, *, by: Any) -> None:
        """Withdraw the open steps of an agency that left, so that nobody waits for it."""

    def wait_for(self, case: Any) -> None:
        """Let nobody move the case on until the transaction ends; wait for who does it now. May raise Busy."""

    def report(self, child: Any, *, by: Any) -> None:
        """Begin the protection assessment of a report that was added to an open case."""

    def decide(self, decision: Any, *, by: Any) -> None:
        """Ask an agency for the step by which it carries out what a meeting decided."""

    def hold_reminders(self, step: Any) -> None:
        """Disarm what would remind of a step, while the time of its deadline stands still."""

    def due_with(self, deadline: Any) -> list[Any]:
        """Return the open steps that lead up to a deadline of the law and are due with it."""

    def rearm_reminders(self, step: Any) -> None:
        """Set what reminds of a step anew, by the moment it is due now."""


_engine: Engine | None = None


def install(engine: Engine) -> None:
    """Make ``engine`` the process engine of the product."""
    global _engine
    _engine = engine


def engine() -> Engine:
    """Return the installed engine. Raises RuntimeError before one is installed."""
    if _engine is None:
        raise RuntimeError("no process engine is installed")
    return _engine
