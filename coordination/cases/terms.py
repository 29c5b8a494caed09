"""How long access lasts before it must be confirmed again."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from coordination.cases.models import Confidentiality
from coordination.rules.queries import value_of


def in_days(days: int) -> datetime:
    """Return this time of day so many days on: clocks that are set forward or back in between move no last day."""
    return timezone.localtime() + timedelta(days=days)


def access_until(case: Any, *, named: bool = False) -> datetime:
    """Return until when access given or confirmed now lasts. ``named``: of a person named in the highest class."""
    strict = named or case.confidentiality == Confidentiality.NAMED
    days = value_of("access.confirm_days_named" if strict else "access.confirm_days", case.municipality)
    return in_days(days)


def longest_until(case: Any) -> datetime:
    """Return the latest end that access given now may have."""
    return in_days(value_of("access.longest_days", case.municipality))
