"""Who is silent, and which questions wait for a lawyer."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from coordination.people.models import Person
from coordination.rules.queries import value_of
from coordination.rules.wording import spoken
from coordination.sharing.models import Consent
from coordination.sharing.silence.models import ConsentReview
from permissions import policy


def unanswered(person: Person) -> bool:
    """Say whether a guardian who must consent has said neither yes nor no, where another guardian has said yes."""
    if person.role != Person.Role.GUARDIAN or not person.must_consent_now:
        return False
    said = Consent.objects.live().filter(case=person.case_id)
    return not said.filter(giver=person).exists() and _others_yes(person).exists()


def silent_from(person: Person) -> datetime | None:
    """Return from when an unanswering guardian counts as silent: days after being asked and after the other's yes."""
    first = _others_yes(person).order_by("recorded_at").first()
    if first is None:
        return None
    since = max(first.recorded_at, person.consent_since or first.recorded_at)
    return since + timedelta(days=value_of("consent.silent_days", person.case.municipality))


def is_silent(person: Person) -> bool:
    """Say whether the lawyer may be asked about a guardian who does not answer."""
    begins = silent_from(person) if unanswered(person) else None
    return begins is not None and begins <= timezone.now()


def grounds_of(municipality: Any) -> list[tuple[str, str]]:
    """Return the provisions under which one guardian's consent can be enough: (code, text in the reader's language)."""
    return [(row["code"], spoken(row)) for row in value_of("consent.silence_grounds", municipality)]


def reviews_for(user: Any) -> QuerySet[ConsentReview]:
    """Return the questions that ``user`` may read as a lawyer, those that wait first."""
    rows = policy.for_lawyer(user, ConsentReview.objects.select_related("case__municipality", "person", "asked_by"))
    return rows.order_by(F("decided_at").asc(nulls_first=True), "-asked_at")


def reviews_of(case: Any) -> list[ConsentReview]:
    """Return the questions asked in a case, the newest first. Shown where the case is coordinated."""
    return list(case.consent_reviews.select_related("person", "decided_by", "asked_by"))


def _others_yes(person: Person) -> QuerySet[Consent]:
    rows = Consent.objects.live().filter(case=person.case_id, given=True, giver__role=Person.Role.GUARDIAN)
    return rows.exclude(giver=person)
