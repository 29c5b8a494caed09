"""Which rule is in force."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from coordination.rules.models import Rule


class NoSuchRule(LookupError):
    """No rule of that code is in force: the rule files were not loaded."""


def value_of(code: str, municipality, *, on: date | None = None):
    """Return the value of ``code`` in force for ``municipality`` on a day (today unless told).

    Raises NoSuchRule rather than guess.
    """
    return rule_of(code, municipality, on=on).value


def rule_of(code: str, municipality, *, on: date | None = None) -> Rule:
    """Return the rule ``code`` in force for ``municipality`` on a day, for what must name it. Raises NoSuchRule."""
    if (rule := rules_of([code], municipality, on=on).get(code)) is None:
        raise NoSuchRule(code)
    return rule


def rules_of(codes: Iterable[str], municipality: Any, *, on: date | None = None) -> dict[str, Rule]:
    """Return the rules in force among ``codes``, by code, in one query; a code without any is left out."""
    day = on or timezone.localdate()
    rows = (
        Rule.objects.filter(code__in=list(codes), country=municipality.country, valid_from__lte=day)
        .filter(Q(valid_to=None) | Q(valid_to__gte=day))
        .filter(Q(municipality=None) | Q(municipality=municipality))
        .order_by("code", F("municipality").asc(nulls_last=True), "-valid_from")
        .distinct("code")
    )
    return {rule.code: rule for rule in rows}


def consent_basis(municipality: Any, *, on: date | None = None) -> Any:
    """Return the legal basis for sharing on consent, in its version in force on a day (today unless told).

    Which of the country's rows it is says the rule ``consent.basis``. Raises NoSuchRule if there is none.
    """
    day, code = on or timezone.localdate(), value_of("consent.basis", municipality, on=on)
    rows = apps.get_model("coordination.LegalBasis").objects.filter(code=code, valid_from__lte=day)
    found = rows.order_by("-version").first()
    if found is None or (found.valid_to is not None and found.valid_to < day):
        raise NoSuchRule(code)
    return found
