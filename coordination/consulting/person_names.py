"""Finding in a text what reads as the name of a person, without looking anybody up.

The names of people in cases are never searched here: a text that is to hold no
person must not become a way of finding out who is known.
"""

import re

WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéüßšž]+(?:[-–][A-ZÅÄÖÉÜ][a-zåäöéüßšž]+)?"
PAIR = re.compile(rf"\b(?:{WORD}|[A-ZÅÄÖ]\.) (?:(?:af|von|de|van|el|al) )?{WORD}\b")
# Words that stand in names of places, offices and days; a pair with one of them is no person.
NO_PERSON = re.compile(
    r"^(?:norra|södra|östra|västra|nya|gamla|stora|lilla|övre|nedre|inre|yttre|"
    r"polisen?|polismyndigheten|poliisi|frivården|kriminalvården|socialtjänsten|socialförvaltningen|kommunen?|"
    r"region(?:en)?|skatteverket|kronofogden|åklagarmyndigheten|brå|sluta|stads?delen|kvarteret|området?|område|"
    r"måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|januari|februari|mars|april|maj|juni|juli|augusti|september|"
    r"oktober|november|december)$|"
    r"(?:torg(?:et)?|gatan?|väg(?:en)?|plats(?:en)?|park(?:en)?|centrum|kommuns?|stad|stads|området?|hamnen|berget|"
    r"station(?:en)?|skolan?|gården|ringen|tori|katu|tie|puisto|keskusta)s?$",
    re.IGNORECASE,
)


def reads_as_name(text: str) -> bool:
    """Say whether a text holds a first and a last name side by side, or an initial and a last name."""
    return any(_is_person(hit.group()) for hit in PAIR.finditer(text))


def _is_person(pair: str) -> bool:
    return not any(NO_PERSON.search(word) for word in pair.split())
