"""A matter about a company, and short ways to bring it further."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from coordination.matters import actions, deciding
from coordination.matters.catalogue import grounds_for
from coordination.models import Matter


class Way:
    """One matter, and what Elsa (controller) and Gun (lawyer) do in it."""

    def __init__(self, cast: Any, **said: Any) -> None:
        self.elsa, self.gun = cast.users["elsa"], cast.users["gun"]
        facts = {"provider": "Omsorg Exempel AB", "source": "invoice", "signal": "Fler timmar än möjligt."}
        self.matter = actions.open_matter(by=self.elsa, agency=cast.agencies["A7"], **{**facts, **said})

    @property
    def status(self) -> str:
        self.matter.refresh_from_db()
        return self.matter.status

    def triaged(self, kind: str = "fraud") -> "Way":
        actions.propose_triage(self.matter, by=self.elsa, kind=kind, reason="x")
        actions.rule_on_triage(self.matter, by=self.gun, agree=True)
        return self

    def checking(self, kind: str = "fraud") -> "Way":
        self.triaged(kind)
        actions.begin_checks(self.matter, by=self.elsa)
        return self

    def sends(self, kind: str, **said: Any) -> "Way":
        basis = grounds_for(kind, self.matter.agency.municipality)[0]
        facts = {
            "recipient": {"notify": "fk", "exchange": "ivo", "hand_over": "lus"}.get(kind, ""),
            "what": "Timmar och belopp.",
            "sent_on": timezone.localdate(),
            "basis": basis,
            "conditions": basis.condition_codes,
            "reason": "x",
        }
        deciding.send(self.matter, by=self.elsa, kind=kind, **{**facts, **said})
        return self

    def leaves(self, kind: str) -> "Way":
        deciding.decide_not_to_send(self.matter, by=self.elsa, kind=kind, reason="x", on=timezone.localdate())
        return self

    def decides(self, kind: str, amount: int | None = 1000, **said: Any) -> "Way":
        facts = {"decided_by": "Nämnden", "decided_on": timezone.localdate(), "reason": "x"}
        money = None if amount is None else Decimal(amount)
        deciding.decide_contract(self.matter, by=self.elsa, kind=kind, amount=money, **{**facts, **said})
        return self

    def closes(self, end: str, **said: Any) -> "Way":
        actions.close_matter(self.matter, by=self.elsa, end=end, closing_note="x", **said)
        return self


@pytest.fixture
def way(cast) -> Callable:
    """Open a matter: ``way()``, ``way(amount=...)``."""
    return lambda **said: Way(cast, **said)


@pytest.fixture
def tomorrow():
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture
def matter(way) -> Matter:
    """A matter whose checks have begun, as suspected fraud."""
    return way().checking().matter
