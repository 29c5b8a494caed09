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
    names = shipped().get(code)
    return in_language(names) if names else gettext("a deadline of the law")


def in_language(texts: dict[str, str]) -> str:
    """Return the one of ``texts`` (by language) that the reader reads, else the English one."""
    return texts.get((get_language() or "en")[:2]) or texts["en"]


def codes() -> list[str]:
    """Return the codes of all clocks, in the order of the file."""
    return list(shipped())


@cache
def shipped() -> dict[str, dict[str, str]]:
    """Return the names of the clocks by code and language, as the file has them."""
    rows = tomllib.loads(FILE.read_text())["rule"]
    return {row["code"].removeprefix(PREFIX): _of(row["value"])["name"] for row in rows}


def _of(values: dict[str, Any]) -> dict[str, Any]:
    return next(iter(values.values()))
