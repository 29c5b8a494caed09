"""History as a table for spreadsheets: semicolons, UTF-8 with its mark, and no cell that could be a formula."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\ufeff"  # Without it Excel takes å for Ã¥.


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return ``text``."""
        return text


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield ``rows`` as the lines of a CSV file."""
    writer = csv.writer(Echo(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield MARK
    for row in rows:
        yield writer.writerow([harmless(str(cell)) for cell in row])


def harmless(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula."""
    starts = text.lstrip(" \u00a0\u200b\ufeff").translate(
        {ord("＝"): "=", ord("＋"): "+", ord("－"): "-", ord("＠"): "@"}
    )
    return f"'{text}" if starts.startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text
