"""Who must consent: read from the rules for a way of working, and from birthdays."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.people.models import Person
from coordination.people.queries import age_of
from coordination.rules.queries import NoSuchRule, value_of


@dataclass(frozen=True)
class ConsentRules:
    """Who must consent in one way of working, and how; see ``consent.rules`` in the rule files.

    Where it is not ``needed`` the work goes on without; what is shared on a
    consent that is had all the same still needs everybody's.
    """

    needed: bool
    guardians: bool
    own_from: int
    alone_from: int
    forms: tuple[str, ...]
    names_all: bool


def rules_of(kind: str, municipality: Any, *, on: date | None = None) -> ConsentRules:
    """Return the rules of consent in force for a way of working. Raises NoSuchRule rather than guess."""
    rows = value_of("consent.rules", municipality, on=on)
    if kind not in rows:
        raise NoSuchRule(f"consent.rules: {kind}")
    row = rows[kind]
    return ConsentRules(
        needed=row["needed"],
        guardians=row["guardians"],
        own_from=row["own_from"] if "own_from" in row else value_of("consent.own_age", municipality, on=on),
        alone_from=row["alone_from"] if "alone_from" in row else value_of("consent.of_age", municipality, on=on),
        forms=tuple(row["forms"]),
        names_all=row["names_all"],
    )


def must_consent(person: Person, *, custody: bool, on: date | None = None) -> bool:
    """Say whether nothing may be shared on consent without this person's own, on a day (today unless told).

    Guardians with custody while the child is a minor; the child from the age
    of the rules of the case's way of working (FB 6:11, 6:13; domain.md B.3).
    """
    begins, ends = span_of(person, custody=custody)
    day = on or today_in(person.case.municipality)
    return begins is not None and begins <= day and (ends is None or day < ends)


def span_of(person: Person, *, custody: bool) -> tuple[date | None, date | None]:
    """Return from which day, and to which, the person must consent. No first day: never, as far as is known."""
    rules, child = rules_of(person.case.kind, person.case.municipality), child_of(person)
    if person.role == Person.Role.CHILD:
        return birthday_of(person, min(rules.own_from, rules.alone_from)), None
    if person.role == Person.Role.GUARDIAN and custody and rules.guardians:
        return date.min, birthday_of(child, rules.alone_from)
    return None, None


def may_be_asked(person: Person) -> bool:
    """Say whether the person's answer is taken: not a guardian's any more, once the young person decides alone."""
    if person.role == Person.Role.OTHER:
        return False
    if person.role == Person.Role.CHILD:
        return True
    rules, age = rules_of(person.case.kind, person.case.municipality), age_of(child_of(person))
    return age is None or age < rules.alone_from


def settle(person: Person) -> bool:
    """Set on the person whether, since when and until when they must consent. Returns whether that changed now.

    Saves nothing. The days of birthdays are kept, so that the policy follows
    them at midnight whether or not anybody recomputes.
    """
    municipality = person.case.municipality
    begins, ends = span_of(person, custody=person.custody)
    required = must_consent(person, custody=person.custody)
    changed = required != person.consent_required
    person.consent_from = _midnight(begins, municipality) if begins and begins > date.min else None
    person.consent_to = _midnight(ends, municipality) if ends else None
    if required and not person.consent_required:
        person.consent_since = timezone.now()
    person.consent_required = required
    return changed


def birthday_of(person: Person | None, age: int) -> date | None:
    """Return the day on which a person turns ``age``, if the date of birth is known."""
    if person is None or person.birth_date is None:
        return None
    born = person.birth_date
    try:
        return born.replace(year=born.year + age)
    except ValueError:  # Born on a leap day: the year older from the first of March.
        return date(born.year + age, 3, 1)


def today_in(municipality: Any) -> date:
    """Return the day it is in the municipality."""
    return timezone.localdate(timezone=ZoneInfo(municipality.time_zone))


def child_of(person: Person) -> Person | None:
    """Return the child of the person's case."""
    if person.role == Person.Role.CHILD:
        return person
    return Person.objects.filter(case=person.case, role=Person.Role.CHILD).first()


def open_people() -> QuerySet[Person]:
    """Return the people of all cases that are not closed."""
    return Person.objects.exclude(case__status="closed").order_by("pk")


def whose_birthday_came() -> QuerySet[Person]:
    """Return those of them for whom a birthday changes who must consent and the record does not say so yet."""
    now = timezone.now()
    starts = Q(consent_required=False, consent_from__lte=now) & (Q(consent_to=None) | Q(consent_to__gt=now))
    return open_people().filter(starts | Q(consent_required=True, consent_to__lte=now))


def _midnight(day: date, municipality: Any) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(municipality.time_zone))
