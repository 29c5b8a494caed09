"""From a moment and a rule of law to the last moment. Pure functions: they read nothing and change nothing.

``start`` is the moment that starts the clock, with a time zone; ``zone`` is the
municipality's, in which days begin and end. A limit in days, months or working
days ends with its last day. The day of the start is not counted.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

LAST_MOMENT = time(23, 59, 59)
ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Sweden: the Sunday or holiday and what the law (1930:173) puts beside it: Midsummer, Christmas and New Year's Eve.
# Finland: the holidays, among which the package counts Midsummer Eve and Christmas Eve, as the law (150/1930) does.
CATEGORIES = {"SE": ("public", "de_facto"), "FI": ("public",)}
END_OF_NEXT_YEAR = "end_of_next_year"


class NoLimit(ValueError):
    """The rule is none that a clock can run by: it says how others are kept."""


def reckon(start: datetime, value: Mapping[str, Any], country: str, zone: ZoneInfo) -> datetime:
    """Return the last moment by a rule's ``value`` (its ``unit`` and ``length``, or ``house``), in ``zone``.

    ``immediately`` has no number in law: the municipality's own, ``house``, is
    what is reckoned with. Raises NoLimit for a rule without a limit.
    """
    unit, length = limit_of(value)
    if unit == "hours":
        return add_hours(start, length, zone)
    first = start.astimezone(zone).date()
    if unit == "calendar_days":
        last = add_calendar_days(first, length)
    elif unit == "months":
        last = add_months(first, length)
    else:
        last = add_working_days(first, length, country)
    if value.get("then") == END_OF_NEXT_YEAR:
        last = date(last.year + 1, 12, 31)
    return end_of(last, zone)


def limit_of(value: Mapping[str, Any]) -> tuple[str, int]:
    """Return the unit and the length that are reckoned with. Raises NoLimit if the rule has none."""
    if value["unit"] != "immediately":
        if "length" not in value:
            raise NoLimit(value["unit"])
        return value["unit"], value["length"]
    house = value["house"]
    return house["unit"], house["length"]


def add_hours(start: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """Return the moment so many hours later: hours that pass, also in the night when clocks are changed."""
    return (start.astimezone(ZoneInfo("UTC")) + timedelta(hours=hours)).astimezone(zone)


def add_calendar_days(first: date, days: int) -> date:
    """Return the day so many days after ``first``."""
    return first + timedelta(days=days)


def add_months(first: date, months: int) -> date:
    """Return the day with the same number so many months later, or the last day of a month that has no such day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def add_working_days(first: date, days: int, country: str) -> date:
    """Return the so many-th working day after ``first``, which is not counted."""
    last = first
    while days > 0:
        last += ONE_DAY
        days -= not is_day_off(last, country)
    return last


def is_day_off(day: date, country: str) -> bool:
    """Say whether a day is a Saturday, a Sunday, a holiday or an eve that counts as one."""
    return day.weekday() >= SATURDAY or day in _holidays(country)


def inner_target(last: date, country: str) -> date:
    """Return the day to aim at: the last day itself, or the working day before where that one is free.

    The law may let the last day move on; nobody should lean on it unawares.
    """
    while is_day_off(last, country):
        last -= ONE_DAY
    return last


def working_days_between(after: date, last: date, country: str) -> int:
    """Count the working days after one day, up to another and with it; none if that has passed."""
    days = (last - after).days
    return sum(not is_day_off(after + timedelta(days=n), country) for n in range(1, days + 1))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, LAST_MOMENT, zone)


def part_of_way(start: datetime, due: datetime, percent: int) -> datetime:
    """Return the moment at which so many percent of the time are used."""
    return start + (due - start) * percent / 100


@cache
def _holidays(country: str) -> Any:
    return holidays.country_holidays(country, categories=CATEGORIES[country])
