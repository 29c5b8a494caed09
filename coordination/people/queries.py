"""Reading the people of cases."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from coordination.people.models import Person
from permissions import policy
from permissions.roles import Act


def people_for(user: Any, act: Act) -> QuerySet[Person]:
    """Return the people of the cases in which ``user`` may ``act``."""
    rows = policy.visible(user, act, Person.objects.all())
    return rows.select_related("case__municipality", "case__lead_agency", "case__coordinator")


def case_or_404(user: Any, act: Act, reference: str) -> Any:
    """Return the case of that reference if ``user`` may ``act`` on it."""
    rows = apps.get_model("coordination.Case").objects.select_related("municipality", "lead_agency", "coordinator")
    return get_object_or_404(policy.visible(user, act, rows), reference=reference)


def age_of(person: Person | None, *, on: date | None = None) -> int | None:
    """Return a person's age in whole years on a day (today unless told), or None if it is not known."""
    return age_on(person.birth_date, on) if person else None


def age_on(born: date | None, on: date | None = None) -> int | None:
    """Return the age in whole years of somebody born on a day, on another (today unless told); None if not known."""
    if born is None:
        return None
    day = on or timezone.localdate()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
