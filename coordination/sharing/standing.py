"""How each person of a family stands to consent: what they have said, and what is to do next."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from coordination.people.consenting import may_be_asked
from coordination.people.models import Person
from coordination.rules.queries import value_of
from coordination.sharing.models import Consent
from coordination.sharing.silence.queries import is_silent
from permissions import policy
from permissions.roles import Act


def answers(case: Any, user: Any) -> list[dict[str, Any]]:
    """Return the case's people with their answer in force, as far as ``user`` may read answers."""
    rows = policy.visible(user, Act.VIEW, Consent.objects.filter(case=case)).filter(ended_at=None)
    said = {c.giver_id: c for c in rows.prefetch_related("agencies").select_related("recorded_by")}
    if not policy.can(user, Act.COORDINATE, case) and not said:
        return []
    required = set(case.people.must_consent().values_list("pk", flat=True))
    due = set(case.people.due_to_consent().values_list("pk", flat=True))
    soon = timezone.now() + timedelta(days=value_of("consent.warn_days", case.municipality))
    waiting = set(case.consent_reviews.filter(decided_at=None, reversed_at=None).values_list("person", flat=True))
    return [
        _standing(person, said.get(person.pk), soon)
        | {
            "required": person.pk in required,
            "waived": person.pk in due - required,
            "silent": person.pk not in waiting and is_silent(person),
        }
        for person in case.people.exclude(role="other").order_by("role", "given_name")
    ]


def _standing(person: Person, consent: Consent | None, soon: Any) -> dict[str, Any]:
    ends = consent.valid_until if consent else None
    return {
        "person": person,
        "consent": consent,
        "asked": may_be_asked(person),
        "over": ends is not None and ends <= timezone.now(),
        "renew": ends is not None and ends <= soon,
    }
