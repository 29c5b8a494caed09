"""Where words may be broken: Finnish by syllable rules, which pyphen lacks; Swedish with compounds put right.

In Finnish a break goes before each consonant that a vowel follows, and between two vowels
that are neither long nor a diphthong. Compounds that break against the sound
(yhteis-asiakas) are listed.
"""

from itertools import product
from pathlib import Path
from types import ModuleType

VOWELS = "aeiouyäöå"
CONSONANTS = "bcdfghjklmnpqrstvwxzšž"
TOGETHER = {
    *(v + v for v in VOWELS),
    *["ai", "ei", "oi", "ui", "yi", "äi", "öi", "au", "ou", "eu", "iu", "ey", "iy", "äy", "öy", "ie", "uo", "yö"],
}
STARTS = ("skr", "spl", "spr", "str")
FIRST_PARTS = (
    "keskus",
    "kokous",
    "laitos",
    "lastensuojelu",
    "opetus",
    "suostumus",
    "tiedon",
    "viran",
    "yhteis",
)
SWEDISH = ("soci4al5tjänst", "vård5nads5ha4v")


def patterns() -> list[str]:
    """Return the rules in the notation of hyphenation dictionaries: odd numbers allow a break, even ones forbid it."""
    rules = [f"1{c}{v}" for c, v in product(CONSONANTS, VOWELS)]
    rules += [f"{a}1{b}" for a, b in product(VOWELS, VOWELS) if a + b not in TOGETHER]
    rules += [f".{start[:2]}2{start[2]}" for start in STARTS]
    rules += [f".{part[:-1]}2{part[-1]}3{v}" for part in FIRST_PARTS for v in VOWELS]
    return rules


def register(folder: Path) -> None:
    """Write the dictionaries to ``folder`` and make them known to pyphen."""
    import pyphen

    known = pyphen.LANGUAGES["sv"]
    encoding = known.read_bytes().split(b"\n", 1)[0].decode().strip()
    rules = known.read_text(encoding).split("\n")[1:]
    _teach(pyphen, folder, "sv", ["UTF-8", *rules, *SWEDISH])
    _teach(pyphen, folder, "fi", ["UTF-8", "LEFTHYPHENMIN 2", "RIGHTHYPHENMIN 2", *patterns()])


def _teach(pyphen: ModuleType, folder: Path, language: str, lines: list[str]) -> None:
    path = folder / f"hyph_{language}.dic"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    pyphen.LANGUAGES[language] = path
    pyphen.LANGUAGES_LOWERCASE[language] = language
