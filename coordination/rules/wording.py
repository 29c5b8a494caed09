"""Words that a municipality writes in one, two or three languages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

LANGUAGES = {"sv": gettext_lazy("Swedish"), "fi": gettext_lazy("Finnish"), "en": gettext_lazy("English")}
OWN = {"SE": "sv", "FI": "fi"}


def own_language(municipality: Any) -> str:
    """Return the language in which a municipality must write what it writes."""
    return OWN[municipality.country]


def spoken(words: dict[str, Any], *, or_in: str = "sv") -> Any:
    """Return the words in the reader's language, else in ``or_in``, else in any."""
    for language in ((get_language() or "")[:2], or_in, *LANGUAGES):
        if words.get(language):
            return words[language]
    return ""


def must_be_written(words: dict[str, Any], municipality: Any, *, longest: int) -> None:
    """Return if there are words in the municipality's own language, none too long. Raises ValidationError."""
    language = own_language(municipality)
    if not str(words.get(language, "")).strip():
        raise ValidationError(
            _("Write it in this language at least: %(language)s.") % {"language": LANGUAGES[language]}
        )
    if any(len(text) > longest for text in words.values()):
        raise ValidationError(_("Keep it under %(number)s characters.") % {"number": longest})
