"""When a step must be done, and when its people hear of it. Days come from the rules, never from code."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from coordination.rules.queries import value_of
from coordination.rules.setting import hearing

MORNING = time(8)
LAST_MOMENT = time(23, 59, 59)


def rule_of(flow_class: Any, kind: str, case: Any) -> dict[str, int]:
    """Return the rule in force for a kind of step of a case: ``days``, ``remind``, and who hears when it is late."""
    return value_of(code_of(prefix_of(flow_class, case), kind), case.municipality)


def prefix_of(flow_class: Any, case: Any) -> str:
    """Return the prefix of the rules by which a flow runs for a case: its own, or that of the case's way of working."""
    from workflows.flows import flow_of  # The flows are made of steps, which ask here.

    return flow_class.rules or flow_of(case).rules


def code_of(rules: str, kind: str) -> str:
    """Return the code of the rule for a kind of step, given the prefix of a way of working."""
    return f"{rules}.{kind}"


def due_moment(rule: dict[str, int], municipality: Any, chosen: date | None = None) -> datetime:
    """Return the end of the last day: ``chosen`` if it is still to come, else so many days from today."""
    zone = ZoneInfo(municipality.time_zone)
    today = timezone.localdate(timezone=zone)
    last = chosen if chosen and chosen >= today else today + timedelta(days=rule["days"])
    return datetime.combine(last, LAST_MOMENT, zone)


def due_since(asked: datetime, rule: dict[str, int], municipality: Any) -> datetime:
    """Return the end of the last day of a step that was asked for at a moment; today's, if that day has passed."""
    zone = ZoneInfo(municipality.time_zone)
    last = asked.astimezone(zone).date() + timedelta(days=rule["days"])
    return datetime.combine(max(last, timezone.localdate(timezone=zone)), LAST_MOMENT, zone)


def moments(due_at: datetime, rule: dict[str, int], municipality: Any) -> dict[str, datetime]:
    """Return when to remind, to say that it is overdue, and to tell whoever hears that it is late.

    People are told in the morning. Who hears is in the rule; whom it does not name hears nothing.
    """
    zone = ZoneInfo(municipality.time_zone)
    last = due_at.astimezone(zone).date()
    days = {"remind": -rule["remind"], **hearing(rule)}
    told = {what: datetime.combine(last + timedelta(days=after), MORNING, zone) for what, after in days.items()}
    return told | {"overdue": due_at}
