"""What was asked of the database, without the values: to compare two answers by the work that was done for them."""

import re
from typing import Any

VALUE = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\bNULL\b|\{[^}]*\}|(?<=SAVEPOINT )\S+|_django_curs_\w+")
CAST = re.compile(r"::\w+")


def shapes(captured: Any) -> list[str]:
    """Return the statements in order, each value as a question mark."""
    return [CAST.sub("", VALUE.sub("?", query["sql"])) for query in captured]
