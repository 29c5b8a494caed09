"""Protected personal data: what is forgotten and what is raised when a person is marked."""

from typing import Any

from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.people.models import Person
from coordination.rules.queries import value_of
from permissions import policy
from permissions.roles import Act

WHERE_THEY_ARE = ("phone", "address", "school")


def forget_where(person: Person) -> None:
    """Empty what tells where a protected person is. Before the row is stored: it is kept nowhere."""
    if person.is_protected:
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
