"""Every change that a municipality made to a way of working: what was, what becomes, who set it, why and from when."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from coordination.rules.models import Rule
from coordination.steps.kinds import TITLES, title_of
from workflows.ways.settings import OF_STEP, OF_WAY, Setting, differences


@dataclass(frozen=True)
class Change:
    """One row that a municipality set, beside the one that held before it."""

    rule: Rule
    name: str
    setting: Setting
    kind: str
    differences: list[dict[str, str]]
    is_coming: bool
    is_in_force: bool

    @property
    def title(self) -> str:
        """Of which step it is; empty for the whole way of working."""
        return str(title_of(self.kind)) if self.kind else ""


def changes(flow: Any, municipality: Any) -> list[Change]:
    """Return the changes of a way of working in a municipality, the newest start first."""
    rows = Rule.objects.filter(code__startswith=f"{flow.rules}.", country=municipality.country)
    rows = rows.filter(Q(municipality=None) | Q(municipality=municipality)).select_related("set_by")
    by_code: dict[str, list[Rule]] = defaultdict(list)
    for rule in rows.order_by("valid_from", "pk"):
        by_code[rule.code].append(rule)
    found = [change for rules in by_code.values() for change in _of_code(flow.rules, rules)]
    return sorted(found, key=lambda change: (change.rule.valid_from, change.rule.pk), reverse=True)


def parts_of(way: str, code: str) -> tuple[str, str] | None:
    """Return what a rule's code sets (a name in `SETTINGS`) and of which kind of step; None if neither is known."""
    first, _dot, rest = code.removeprefix(f"{way}.").partition(".")
    for name, setting in OF_WAY.items():
        if first == setting.part and not rest:
            return name, ""
    for name, setting in OF_STEP.items():
        if first in TITLES and rest == setting.part:
            return name, first
    return None


def _of_code(way: str, rules: list[Rule]) -> list[Change]:
    known, today = parts_of(way, rules[0].code), timezone.localdate()
    if known is None:
        return []
    (name, kind), setting = known, (OF_STEP | OF_WAY)[known[0]]
    own = [rule for rule in rules if rule.municipality_id]
    begun = [rule for rule in own if rule.valid_from <= today]
    found = []
    for number, rule in enumerate(own):
        before = own[number - 1] if number else _of_country(rules, rule)
        told = differences(setting.words(before.value if before else None), setting.words(rule.value))
        found.append(Change(rule, name, setting, kind, told, rule.valid_from > today, rule in begun[-1:]))
    return found


def _of_country(rules: list[Rule], before: Rule) -> Rule | None:
    earlier = [rule for rule in rules if not rule.municipality_id and rule.valid_from <= before.valid_from]
    return earlier[-1] if earlier else None
