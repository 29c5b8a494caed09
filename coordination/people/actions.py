"""How people come into a case, and how their details change."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.history.recording import note_reading, record
from coordination.people.models import Person
from coordination.rules.queries import value_of
from permissions import policy
from permissions.roles import Act

FIELDS = (
    "role",
    "given_name",
    "family_name",
    "identity_number",
    "birth_date",
    "language",
    "interpreter",
    "phone",
    "address",
    "school",
    "protection",
)


def register(case: Any, details: dict) -> Person:
    """Add a person with the fields of ``FIELDS`` and ``custody`` (guardians; True unless said).

    Who must consent follows from age and custody. Part of opening a case; afterwards `add_person`.
    """
    person = Person(case=case, **{k: v for k, v in details.items() if k in FIELDS})
    person.consent_required = must_consent(person, custody=details.get("custody", True))
    person.save()
    return person


@transaction.atomic
def add_person(case: Any, details: dict, *, by: Any) -> Person:
    """Add a person to a case that is open. For the coordinator."""
    policy.require(by, Act.COORDINATE, case)
    person = register(case, details)
    record(case, "person-added", actor=by, tell=[])
    return person


@transaction.atomic
def change_person(person: Person, details: dict, *, by: Any) -> Person:
    """Change a person's details. For the coordinator."""
    policy.require(by, Act.COORDINATE, person)
    for name, value in details.items():
        if name in FIELDS:
            setattr(person, name, value)
    person.consent_required = must_consent(person, custody=details.get("custody", person.consent_required))
    person.save()
    record(person.case, "person-changed", actor=by, tell=[])
    return person


@transaction.atomic
def reveal(person: Person, *, by: Any) -> Person:
    """Show a person's name and number to ``by``, and note that it was shown."""
    policy.require(by, Act.VIEW, person)
    note_reading(by, person.case, "person", person)
    return person


def must_consent(person: Person, *, custody: bool) -> bool:
    """Say whether nothing may be shared without this person's consent.

    Guardians with custody while the child is a minor; the child from the age
    that the rule ``consent.own_age`` gives (FB 6:11, 6:13; domain.md B.3).
    """
    municipality, child = person.case.municipality, _child_of(person)
    age = _age(child) if child else None
    if person.role == Person.Role.CHILD:
        return age is not None and age >= value_of("consent.own_age", municipality)
    if person.role == Person.Role.GUARDIAN:
        return custody and (age is None or age < value_of("consent.of_age", municipality))
    return False


def _child_of(person: Person) -> Person | None:
    if person.role == Person.Role.CHILD:
        return person
    return Person.objects.filter(case=person.case, role=Person.Role.CHILD).first()


def _age(person: Person) -> int | None:
    born, today = person.birth_date, timezone.localdate()
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
