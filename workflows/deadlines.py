"""When a step must be done, and when its people hear of it. Days come from the rules, never from code."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.rules.queries import value_of

MORNING = time(8)
LAST_MOMENT = time(23, 59, 59)


def rule_of(flow_class: Any, kind: str, case: Any) -> dict[str, int]:
    """Return the rule in force for a kind of step of a case: ``days``, ``remind`` and ``escalate``."""
    from workflows.flows import flow_of  # The flows are made of steps, which ask here.

    return value_of(code_of(flow_class.rules or flow_of(case).rules, kind), case.municipality)


def code_of(rules: str, kind: str) -> str:
    """Return the code of the rule for a kind of step, given the prefix of a way of working."""
    return f"{rules}.{kind}"


def due_moment(rule: dict[str, int], municipality: Any, chosen: date | None = None) -> datetime:
    """Return the end of the last day: ``chosen`` if it is still to come, else so many days from today."""
    zone = ZoneInfo(municipality.time_zone)
    today = timezone.localdate(timezone=zone)
    last = chosen if chosen and chosen >= today else today + timedelta(days=rule["days"])
    return datetime.combine(last, LAST_MOMENT, zone)


def moments(due_at: datetime, rule: dict[str, int], municipality: Any) -> dict[str, datetime]:
    """Return when to remind, to say that it is overdue, and to escalate. People are told in the morning."""
    zone = ZoneInfo(municipality.time_zone)
    last = due_at.astimezone(zone).date()
    return {
        "remind": datetime.combine(last - timedelta(days=rule["remind"]), MORNING, zone),
        "overdue": due_at,
        "escalate": datetime.combine(last + timedelta(days=rule["escalate"]), MORNING, zone),
    }
