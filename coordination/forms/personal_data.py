"""Finding in a text what would tell who it is about: numbers, addresses, names."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

IDENTITY = (
    re.compile(r"(?<!\d)(?:\d{2}\s?)?\d{2}[01]\d[0-9]\d\s?[-+]?\s?\d{4}(?!\d)"),
    re.compile(r"(?<!\d)[0-3]\d[01]\d{3}\s?[-+A-FYXWVU]\s?\d{3}[0-9A-Y](?![0-9A-Z])", re.IGNORECASE),
)
DATE = re.compile(r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})(?!\d)")
PHONE = re.compile(r"(?<![\w.])(?:\+\d|\(0|0)[\d\s()/.-]{4,}\d")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
DASHES = str.maketrans("‐‑‒–—−", "------")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# A word for somebody's part, and a name after it: "brukaren Anna", "asiakas Virtanen", "client Smith".
PART_WORDS = (
    r"brukare[ns]?|klient(?:en)?|kund(?:en)?|vårdtagare[n]?|patient(?:en)?|elev(?:en)?|boende|anhörig(?:a)?|vårdare[n]?"
    r"|anställd(?:a)?|undersköterskan?|assistent(?:en)?|chauffören?|fru|herr|asiakas|asiakkaan|potilas|potilaan"
    r"|omainen|hoitaja|työntekijä|rouva|client|user|resident|relative|carer|employee|assistant|driver"
)
TITLES = r"mrs?\.?|ms\.?"
NAMED = re.compile(rf"\b(?i:(?:{PART_WORDS})\b,?|{TITLES})\s+(?:heter\s+)?(?P<name>[A-ZÅÄÖÉÜ][a-zåäöéü]+)")
ENOUGH_DIGITS = 7
SHORT_NAME = 3


def found_in(text: str, names: Iterable[str] = ()) -> list[str]:
    """Say, without repeating it, what in ``text`` tells who it is about; ``names`` are those of a case's people."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(DASHES)
    dateless = DATE.sub(" ", plain)
    checks = (
        (any(pattern.search(dateless) for pattern in IDENTITY), _("There is an identity number in the text.")),
        (_has_phone(dateless), _("There is a phone number in the text.")),
        (MAIL.search(plain), _("There is an e-mail address in the text.")),
        (
            any(_is_named(plain, name) for name in words_of(names)),
            _("The name of somebody in the case is in the text."),
        ),
    )
    return [words for hit, words in checks if hit]


def persons_in(text: str) -> list[str]:
    """Say, without repeating it, what in ``text`` points at a person where none may stand: `found_in`, and names.

    A name is found after a word for what the person is (client, carer, relative), in Swedish, Finnish and English;
    the name of a company is let through, and so is "carer 1".
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(DASHES)
    named = [_("There seems to be a name of a person in the text. Write “carer 1”, or how many.")]
    return found_in(text) + (named if NAMED.search(plain) else [])


def words_of(names: Iterable[str]) -> set[str]:
    """Return the single words of names, less initials and particles of one letter."""
    return {
        word for name in names for word in re.split(r"[\s-]+", unicodedata.normalize("NFKC", name)) if len(word) > 1
    }


def _has_phone(text: str) -> bool:
    return any(sum(c.isdigit() for c in hit.group()) >= ENOUGH_DIGITS for hit in PHONE.finditer(text))


def _is_named(text: str, name: str) -> bool:
    """Say whether a name stands in a text, also with an ending (Malins, Malinille).

    A short one counts only as it is written (Bo, not bo): it is a common word too.
    """
    if len(name) <= SHORT_NAME:
        return re.search(rf"\b{re.escape(name)}(?:s|:\w+|n|lle|lla|lta)?\b", text) is not None
    return re.search(rf"\b{re.escape(name)}\w{{0,5}}\b", text, re.IGNORECASE) is not None
