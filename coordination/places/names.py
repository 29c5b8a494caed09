"""Finding in a text about a place what tells who somebody is: numbers, plates, and what looks like a full name."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.forms.personal_data import found_in

# Sweden leaves I, Q, V and Å, Ä, Ö out of its plates; typed in one word they may be in small letters.
PLATES = (
    re.compile(r"(?<!\w)[A-HJ-PR-UW-Z]{3}\s?\d{2}[A-HJ-PR-UW-Z\d](?!\w)"),
    re.compile(r"(?<!\w)[a-hj-pr-uw-z]{3}\d{2}[a-hj-pr-uw-z\d](?!\w)"),
    re.compile(r"(?<!\w)[A-Za-zÅÄÖåäö]{2,3}-\d{1,3}(?!\w)"),
)
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SENTENCE_ENDS = '.!?:;\n•–—"”('
DATA = Path(__file__).parent / "data"
# A first word that looks like a name only by its capital letter: a text often begins so, and then names a place.
STARTERS = frozenset((DATA / "first_words.txt").read_text().split())
PLACE_ENDINGS = tuple((DATA / "place_words.txt").read_text().split())


def found(text: str, places: Iterable[str] = ()) -> list[str]:
    """Say what in ``text`` tells who somebody is, for the one who wrote it; ``places`` are names that are places."""
    told = found_in(text)
    if any(pattern.search(text) for pattern in PLATES):
        told.append(_("There is a number plate in the text."))
    if names := list(dict.fromkeys(full_names(text, places))):
        told.append(_("This looks like somebody’s name: %(names)s.") % {"names": ", ".join(names)})
    return told


def must_be_nameless(places: Iterable[str] = (), **texts: str) -> None:
    """Raise ValidationError, at the fields they stand in, for texts that tell who somebody is."""
    places = list(places)
    wrong = {field: told for field, text in texts.items() if (told := found(text, places))}
    if wrong:
        raise ValidationError({field: [*told, _way_out()] for field, told in wrong.items()})


def full_names(text: str, places: Iterable[str] = ()) -> Iterator[str]:
    """Yield pairs of words written as names are, less those that are places or begin a sentence as any word does."""
    known = {word for name in places for word in _folded(name)}
    words = list(WORD.finditer(text))
    for first, second in pairwise(words):
        if text[first.end() : second.start()].strip(" \u00a0") or not (_named(first[0]) and _named(second[0])):
            continue
        if _begins(text, first.start()) and first[0].casefold() in STARTERS:
            continue
        if _is_place(second[0], known) or _is_place(first[0], known):
            continue
        yield f"{first[0]} {second[0]}"


def _named(word: str) -> bool:
    """Say whether a word is written as names are: Anna, Anna-Karin; not ICA."""
    return all(part[:1].isupper() and part[1:].islower() for part in re.split(r"[-’']", word) if part) and len(word) > 1


def _is_place(word: str, known: set[str]) -> bool:
    plain = word.casefold()
    return plain in known or plain.removesuffix("s") in known or plain.endswith(PLACE_ENDINGS)


def _folded(name: str) -> Iterator[str]:
    return (word.casefold() for word in WORD.findall(name) if len(word) > 2)


def _begins(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \u00a0\t-")
    return not before or before[-1] in SENTENCE_ENDS


def _way_out() -> str:
    return _(
        "A report is about a place. Is it about a person? Then make a report of concern, or call the police. "
        "If it is no person, write it in another way."
    )
