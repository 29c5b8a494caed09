"""Protected personal data: what is forgotten and what is raised when a person is marked."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.people.models import Person
from coordination.people.places import tells_where, without_places
from coordination.rules.queries import value_of
from permissions import policy
from permissions.roles import Act

WHERE_THEY_ARE = ("phone", "address", "school")
HIDES_WHERE = frozenset({"exit"})  # ways of working in which nobody's whereabouts are kept, protected or not


def hides_where(case: Any) -> bool:
    """Say whether nothing of a case may tell where somebody is: by its way of working, or for a protected person."""
    return case.kind in HIDES_WHERE or case.people.exclude(protection=Person.Protection.NONE).exists()


def must_not_tell_where(case: Any, *texts: str) -> None:
    """Return if no text tells where somebody is, or the case need not hide it. Raises ValidationError.

    For every action that keeps a text of a case: where a protected person lives is written nowhere.
    """
    if any(tells_where(str(text)) for text in texts) and hides_where(case):
        raise told_where()


def told_where() -> ValidationError:
    """Return what is said where a text tells where a protected person is."""
    words = _("This reads as an address or a place. Where a protected person is may not be written here: take it out.")
    return ValidationError(words, code="where")


def without_where(case: Any, typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return what was typed, for a draft, with every address and position covered where the case hides them."""
    told = any(tells_where(text) for texts in typed.values() for text in texts)
    if not told or not hides_where(case):
        return dict(typed)
    return {name: [without_places(text) for text in texts] for name, texts in typed.items()}


def forget_where(person: Person) -> None:
    """Empty what tells where a protected person is. Before the row is stored: it is kept nowhere."""
    if person.is_protected or person.case.kind in HIDES_WHERE:
        for name in WHERE_THEY_ARE:
            setattr(person, name, "")


def mail_warning(case: Any) -> str:
    """Return what to mind before a paper or a file of the case leaves the house, or nothing."""
    if not case.has_protected:
        return ""
    ways = {
        "skatteverket": _("It tells of a protected person: not by mail or e-mail. Post goes through Skatteverket."),
        "not_by_mail": _("It tells of a protected person: not by mail or e-mail, for the address is not to be told."),
    }
    return ways[value_of("protection.way_of_mail", case.municipality)]


def tell_of_protection(person: Person, *, by: Any) -> None:
    """Tell the coordinator that a person's protection was changed. Not an intention of its own."""
    told = policy.people_who_can(Act.COORDINATE, person.case)
    record(person.case, "protection-changed", actor=by, agency=person.case.lead_agency, inside=True, tell=told)
