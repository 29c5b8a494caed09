"""The lists that matters choose from: red flags, checks, recipients, grounds. All of them are rules with dates."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from coordination.matters.models import Matter, MatterNotice
from coordination.rules.queries import value_of
from coordination.sharing.grounds import switched_off
from coordination.sharing.models import LegalBasis

ASKED = "SE-L170-6"  # The one ground for a police report that needs somebody to have asked.


def rows_of(name: str, municipality: Any, *, on: date | None = None) -> list[dict[str, Any]]:
    """Return a list in force on a day (today unless told), each row with ``code``, ``text`` and ``help``."""
    rows = value_of(f"matters.{name}", municipality, on=on)
    return [{**row, "text": _in_words(row), "help": _in_words(row, "help_")} for row in rows]


def choices_of(name: str, municipality: Any, *, only: str = "", phase: str = "") -> list[tuple[str, str]]:
    """Return a list as choices; ``only`` rows with that mark, or of that phase."""
    rows = rows_of(name, municipality)
    return [
        (row["code"], row["text"])
        for row in rows
        if (not only or row.get(only)) and (not phase or phase in row["phases"])
    ]


def flags_of(matter: Matter) -> list[dict[str, Any]]:
    """Return the red flags ticked in a matter, in the words of the list of the day it was opened."""
    rows = rows_of("red_flags", matter.agency.municipality, on=timezone.localdate(matter.opened_at))
    return [row for row in rows if row["code"] in matter.flags]


def name_of(name: str, code: str, matter: Matter) -> str:
    """Return what a code of a list means in a matter; the code itself if it is no longer in the list."""
    rows = rows_of(name, matter.agency.municipality)
    return next((row["text"] for row in rows if row["code"] == code), code)


def recipients_for(kind: str, municipality: Any) -> list[tuple[str, str]]:
    """Return to whom something of a kind may be sent; a police report goes to the police alone."""
    if kind == MatterNotice.Kind.POLICE:
        return []
    if kind == MatterNotice.Kind.HAND_OVER:
        return choices_of("outside", municipality)
    return choices_of("recipients", municipality, only=kind)


def grounds_for(kind: str, municipality: Any) -> list[LegalBasis]:
    """Return the grounds of the catalogue on which something of a kind may be sent today.

    Of each the newest version that has begun and not ended, less what the municipality's lawyer has switched off.
    """
    codes, today = value_of("matters.grounds", municipality)[kind], timezone.localdate()
    rows = LegalBasis.objects.filter(code__in=codes, valid_from__lte=today).order_by("code", "-version")
    off = switched_off(municipality.pk)
    found = {b.code: b for b in rows.distinct("code") if b.code not in off and not (b.valid_to and b.valid_to < today)}
    return [found[code] for code in codes if code in found]


def _in_words(row: dict[str, Any], what: str = "") -> str:
    language = (get_language() or "sv")[:2]
    return row.get(what + language) or row.get(f"{what}sv", "")
