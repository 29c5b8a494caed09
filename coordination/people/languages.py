"""In which language somebody is written to, and whether an interpreter is needed: read from how it was typed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# How people write the names of the languages of papers. Anything else is a language that no paper is written in.
NAMES = {
    "sv": {"sv", "svenska", "swedish", "ruotsi"},
    "fi": {"fi", "finska", "finnish", "suomi"},
    "en": {"en", "engelska", "english", "englanti"},
}


def paper_language(person: Any) -> str:
    """Return the code of the language in which a person gets papers; nothing if it is none that papers are made in."""
    said = person.language.strip().casefold()
    return next((code for code, names in NAMES.items() if said in names), "")


def need_of(person: Any) -> str:
    """Say which language a person speaks and whether an interpreter is needed; nothing where nothing is known."""
    if person.interpreter and person.language:
        return _("%(language)s, with an interpreter") % {"language": person.language}
    return _("With an interpreter") if person.interpreter else person.language


def interpreters(people: Any) -> str:
    """Say for which languages a meeting of ``people`` needs an interpreter, and no names; nothing if for none."""
    needing = [person for person in people if person.interpreter]
    named = sorted({person.language for person in needing if person.language}, key=str.casefold)
    if not needing:
        return ""
    if not named:
        return _("An interpreter is needed.")
    words = ngettext("An interpreter is needed: %(names)s.", "Interpreters are needed: %(names)s.", len(named))
    return words % {"names": ", ".join(named)}
