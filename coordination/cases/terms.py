"""How long access lasts before it must be confirmed again."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from coordination.cases.models import Confidentiality
from coordination.rules.queries import value_of


def access_until(case: Any, *, named: bool = False) -> datetime:
    """Return until when access given or confirmed now lasts. ``named``: of a person named in the highest class."""
    strict = named or case.confidentiality == Confidentiality.NAMED
    days = value_of("access.confirm_days_named" if strict else "access.confirm_days", case.municipality)
    return timezone.now() + timedelta(days=days)


def longest_until(case: Any) -> datetime:
    """Return the latest end that access given now may have."""
    return timezone.now() + timedelta(days=value_of("access.longest_days", case.municipality))
