"""What must be done by each clock, in three languages. The shipped rules name it; a code never changes its meaning."""

import tomllib
from functools import cache
from typing import Any

from django.utils.translation import get_language, gettext

from coordination.rules.loading import RULES

PREFIX = "clock."
FILE = RULES / "clocks.toml"


def rule_code(code: str) -> str:
    """Return the code of the rule that a clock runs by."""
    return f"{PREFIX}{code}"


def title_of(code: str) -> str:
    """Return what must be done, in the reader's language; something polite for a code that nobody knows."""
    value = shipped().get(code)
    return in_language(value["name"]) if value else gettext("a deadline of the law")


def said_of(rule: Any, what: str) -> Any:
    """Return what a rule says under ``what`` (``text``, ``starts``, ``url``, ``words``).

    A municipality's own row need only say what is different: the rest is said by the shipped one. Texts come in
    the reader's language.
    """
    said = rule.value.get(what) or shipped().get(rule.code.removeprefix(PREFIX), {}).get(what, "")
    return in_language(said) if isinstance(said, dict) else said


def in_language(texts: dict[str, str]) -> str:
    """Return the one of ``texts`` (by language) that the reader reads, else the English one."""
    return texts.get((get_language() or "en")[:2]) or texts["en"]


def codes() -> list[str]:
    """Return the codes of all clocks, in the order of the file."""
    return list(shipped())


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Return the values of the clocks by code, as the file has them; of several versions the last in the file."""
    rows = tomllib.loads(FILE.read_text())["rule"]
    return {row["code"].removeprefix(PREFIX): _of(row["value"]) for row in rows}


def _of(values: dict[str, Any]) -> dict[str, Any]:
    return next(iter(values.values()))
