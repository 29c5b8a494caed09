"""Which Swedish is spoken: in Finland the acts and the authorities have names of their own.

The catalogue ``locale/sv_FI`` holds what differs; gettext takes the rest from ``sv``.
"""

from typing import Any

FINLAND_SWEDISH = "sv-fi"


def spoken(language: str, country: str) -> str:
    """Return the code of ``language`` (sv, fi, en) as it is spoken in ``country`` (SE, FI)."""
    return FINLAND_SWEDISH if (language, country) == ("sv", "FI") else language


def spoken_by(user: Any, language: str) -> str:
    """Return the code of ``language`` for a person: by the country in which all their posts are, if it is one."""
    countries = {post.agency.municipality.country for post in user.posts}
    return spoken(language, countries.pop()) if len(countries) == 1 else language
