"""Until when a report that led to no investigation is kept (SoL 16:2 a). A day to know of: nothing is deleted yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.clocks.reckoning import add_months
from coordination.reports.counting import decided_at
from coordination.rules.models import Rule
from coordination.rules.queries import NoSuchRule, rule_of

CODE = "concern.retention"


@dataclass(frozen=True)
class Kept:
    """Until which day a report is kept, and the rule that says so."""

    until: date
    rule: Rule


def kept_until(case: Any) -> Kept | None:
    """Return until when the reports of a case are kept, if no investigation was opened; None if nothing says so."""
    decided = case.steps.filter(kind="decide_open", completed_at__isnull=False).order_by("-completed_at").first()
    if decided is None or decided.outcome != "not_open":
        return None
    day = decided_at(case).date()  # type: ignore[union-attr]
    try:
        rule = rule_of(CODE, case.municipality, on=day)
    except NoSuchRule:
        return None
    return Kept(add_months(day, rule.value["months"]), rule)
