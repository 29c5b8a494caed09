"""The parts of an entry one can leave out when it is shared."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coordination.sharing.models import Entry

HEADING = "heading"
BETWEEN = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph or a row of an entry; ``code`` is its place in it."""

    code: str
    text: str
    label: str = ""


def parts_of(entry: Entry) -> list[Part]:
    """Return the parts of an entry in order; none for one that can only be given whole (a document, one sentence)."""
    if hasattr(entry, "document"):
        return []
    paragraphs = [Part(f"text-{n}", text) for n, text in enumerate(_paragraphs(entry))]
    rows = [Part(f"row-{n}", str(row["value"]), str(row["label"])) for n, row in enumerate(_rows(entry))]
    content = [*paragraphs, *rows]
    if not content or (len(content) == 1 and not entry.title):
        return []
    return [*([Part(HEADING, entry.title, _("Heading"))] if entry.title else []), *content]


def is_whole(entry: Entry, codes: Any) -> bool:
    """Say whether ``codes`` leave nothing of the entry out."""
    return {part.code for part in parts_of(entry)} <= set(codes)


def only(entry: Entry, codes: Any) -> dict[str, Any]:
    """Return title, text and data of an entry with no more than the parts in ``codes``."""
    rows = [row for n, row in enumerate(_rows(entry)) if f"row-{n}" in codes]
    return {
        "title": entry.title if HEADING in codes else "",
        "text": "\n\n".join(text for n, text in enumerate(_paragraphs(entry)) if f"text-{n}" in codes),
        "data": {"rows": rows} if rows else {},
    }


def _paragraphs(entry: Entry) -> list[str]:
    return [text for text in BETWEEN.split(entry.text.replace("\r\n", "\n").strip()) if text.strip()]


def _rows(entry: Entry) -> list[dict]:
    rows = entry.data.get("rows", []) if isinstance(entry.data, dict) else []
    return [row for row in rows if "label" in row and "value" in row]
