"""How people come into a case, and how their details change."""

from typing import Any

from django.db import transaction

from coordination.history.recording import note_reading, record
from coordination.people.classes import least_class, set_class
from coordination.people.consenting import settle
from coordination.people.models import Person
from coordination.people.protecting import forget_where, tell_of_protection
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
CONSENT_FIELDS = ["consent_required", "consent_from", "consent_to", "consent_since"]


def register(case: Any, details: dict) -> Person:
    """Add a person with the fields of ``FIELDS`` and ``custody`` (guardians; True unless said).

    Who must consent follows from age and custody. Part of opening a case; afterwards `add_person`.
    """
    person = Person(case=case, **{k: v for k, v in details.items() if k in FIELDS})
    forget_where(person)
    person.custody = person.role == Person.Role.GUARDIAN and details.get("custody", True)
    settle(person)
    person.save()
    if person.role == Person.Role.CHILD:
        _settle_family(case, but=person)
    return person


@transaction.atomic
def add_person(case: Any, details: dict, *, by: Any) -> Person:
    """Add a person to a case that is open. For the coordinator."""
    policy.require(by, Act.COORDINATE, case)
    person = register(case, details)
    record(case, "person-added", actor=by, tell=[])
    protect(person, by=by)
    return person


@transaction.atomic
def change_person(person: Person, details: dict, *, by: Any) -> Person:
    """Change a person's details. For the coordinator.

    Marking somebody as protected forgets where they are and raises the class of the case.
    """
    policy.require(by, Act.COORDINATE, person)
    before = Person.objects.values_list("protection", flat=True).get(pk=person.pk)
    for name, value in details.items():
        if name in FIELDS:
            setattr(person, name, value)
    forget_where(person)
    person.custody = person.role == Person.Role.GUARDIAN and details.get("custody", person.custody)
    settle(person)
    person.save()
    if person.role == Person.Role.CHILD:
        _settle_family(person.case, but=person)
    record(person.case, "person-changed", actor=by, tell=[])
    if person.protection != before:
        tell_of_protection(person, by=by)
    protect(person, by=by)
    return person


def protect(person: Person, *, by: Any) -> None:
    """Raise the class of the case to what the rule asks for, if the person is protected.

    Part of opening a case, and of adding and changing a person.
    """
    case = person.case
    if person.is_protected and case.confidentiality < (least := least_class(case)):
        set_class(case, least, by=by)


@transaction.atomic
def reveal(person: Person, *, by: Any) -> Person:
    """Show a person's name and number to ``by``, and note that it was shown."""
    policy.require(by, Act.VIEW, person)
    note_reading(by, person.case, "person", person)
    return person


@transaction.atomic
def follow_birthday(person: Person) -> bool:
    """Recompute whether a person must consent. Where a birthday changed it, records so and tells the coordinator."""
    person = Person.objects.select_for_update(of=("self",)).select_related("case__municipality").get(pk=person.pk)
    if settle(person):
        person.save(update_fields=CONSENT_FIELDS)
        told = policy.people_who_can(Act.COORDINATE, person.case)
        record(person.case, "consent-due" if person.consent_required else "consent-not-due", tell=told)
        return True
    person.save(update_fields=CONSENT_FIELDS)
    return False


def _settle_family(case: Any, *, but: Person) -> None:
    """Recompute for everybody else: a child's age decides about its guardians."""
    for other in case.people.exclude(pk=but.pk):
        other.case = case
        settle(other)
        other.save(update_fields=CONSENT_FIELDS)
