"""Finding in a text where somebody lives or stays. Where a protected person is stands in no text of the case."""

import re

MASK = "▮▮▮"
TOLD = (
    re.compile(
        r"\b[^\W\d_][\w-]*(?:gatan|gata|vägen|väg|gränd|gränden|allén?|stigen|stig|torget|backen|plan|platsen|"
        r"katu|tie|kuja|polku|kaari|ranta)\s+\d{1,4}(?:\s?[A-Za-z])?\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)\d{3}\s\d{2}\s+[A-ZÅÄÖ][a-zåäö]{2,}"),
    re.compile(r"(?<!\d)\d{5}\s+[A-ZÅÄÖ][a-zåäö]{2,}"),
    re.compile(r"\b(?:lgh|as\.|bst\.?)\s?\d{1,4}\b", re.IGNORECASE),
    re.compile(r"(?<!\d)-?\d{1,2}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}(?!\d)"),
    re.compile(r"\b(?:maps\.|goo\.gl/maps|google\.[a-z.]+/maps|openstreetmap|hitta\.se|eniro)\S*", re.IGNORECASE),
)
HINTED = re.compile(
    r"\b(?:bor|bodde|vistas|gömmer sig|håller till|flytta[rt]?|flyttade|lives?|stays?|living|staying|moved|"
    r"asuu|asui|oleskelee|muutti|muuttaa)\s+(?:(?:nu|just nu|numera|now|nyt)\s+)?(?:hos|i|på|till|vid|in|at|with|to)\b|"
    r"\b(?:asuu|asui|oleskelee|muutti|muuttaa)\s+\w+(?:ssa|ssä|lla|llä|lle|an|en|in)\b|"
    r"\badress(?:en)?\s*:|\bosoite\s*:|\baddress\s*:",
    re.IGNORECASE,
)


def tells_where(text: str) -> bool:
    """Say whether a text holds an address, a position or a way to a map."""
    return any(pattern.search(text) for pattern in TOLD)


def hints_where(text: str) -> bool:
    """Say whether a text may tell where somebody lives or stays, so that its writer should look at it again."""
    return HINTED.search(text) is not None


def without_places(text: str) -> str:
    """Return a text with every address, position and way to a map covered."""
    for pattern in TOLD:
        text = pattern.sub(MASK, text)
    return text
