"""The consents a coordinator must care for: those that end, are missing, refused, withdrawn, or not answered."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.cases.models import Case
from coordination.people.consenting import rules_of
from coordination.people.models import Person
from coordination.rules.queries import value_of
from coordination.sharing.models import Consent
from coordination.sharing.silence.queries import is_silent
from permissions import policy
from permissions.roles import Act

MOST = 100  # More than one coordinator can care for; the most pressing come first.


class Need(StrEnum):
    """Why a consent needs care, the most pressing first."""

    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    REFUSED = "refused"
    SILENT = "silent"
    ASKED = "asked"
    MISSING = "missing"
    BIRTHDAY = "birthday"
    ENDING = "ending"

    @property
    def label(self) -> Any:
        """The need in the reader's language."""
        return LABELS[self]

    @property
    def tag(self) -> str:
        """The kind of tag that shows it."""
        urgent = {Need.WITHDRAWN, Need.ENDED, Need.REFUSED}
        return "bad" if self in urgent else "info" if self in {Need.ASKED, Need.BIRTHDAY} else "warn"


LABELS = {
    Need.WITHDRAWN: gettext_lazy("Withdrawn"),
    Need.ENDED: gettext_lazy("Has ended"),
    Need.REFUSED: gettext_lazy("Refused"),
    Need.SILENT: gettext_lazy("Does not answer"),
    Need.ASKED: gettext_lazy("The lawyer is asked"),
    Need.MISSING: gettext_lazy("No answer yet"),
    Need.BIRTHDAY: gettext_lazy("Must soon consent"),
    Need.ENDING: gettext_lazy("Ends soon"),
}


class Row(NamedTuple):
    """One person whose consent needs care, and what to do."""

    case: Case
    person: Person
    need: Need
    at: datetime | None
    url: str
    action: str


def needs_of(user: Any) -> list[Row]:
    """Return what needs care in the open cases that ``user`` may coordinate, the most pressing first."""
    consents = Prefetch("consents", Consent.objects.order_by("-recorded_at"), to_attr="answers")
    people = Prefetch("people", Person.objects.exclude(role="other").prefetch_related(consents))
    open_cases = policy.visible(user, Act.COORDINATE, Case.objects.exclude(status=Case.Status.CLOSED))
    cases = list(open_cases.select_related("municipality").prefetch_related(people, "consent_reviews"))
    required = set(Person.objects.filter(case__in=cases).must_consent().values_list("pk", flat=True))
    days = {place: value_of("consent.warn_days", place) for place in {c.municipality for c in cases}}
    soon = {place: timezone.now() + timedelta(days=count) for place, count in days.items()}
    needed = {(kind, place): rules_of(kind, place).needed for kind, place in {(c.kind, c.municipality) for c in cases}}
    asked = [c for c in cases if needed[c.kind, c.municipality] or _has_answered(c)]
    rows = [row for case in asked for row in _of(case, required, soon[case.municipality])]
    last = timezone.now() + timedelta(days=10_000)
    return sorted(rows, key=lambda row: (list(Need).index(row.need), row.at or last, row.case.reference))


def counts(rows: list[Row]) -> list[tuple[Need, int]]:
    """Return how many there are of each need, of those there are any of."""
    found = Counter(row.need for row in rows)
    return [(need, found[need]) for need in Need if found[need]]


def _has_answered(case: Case) -> bool:
    """Say whether anybody was asked for consent in a case that does without it."""
    return any(person.answers for person in case.people.all())  # type: ignore[attr-defined]


def _of(case: Case, required: set, soon: datetime) -> Iterator[Row]:
    asked = {r.person_id for r in case.consent_reviews.all() if r.is_open}
    for person in case.people.all():
        found = _need(person, soon, person.pk in required, person.pk in asked)
        if found is not None:
            need, at = found
            yield Row(case, person, need, at, *_to_do(case, person, need))


def _need(person: Person, soon: datetime, required: bool, asked: bool) -> tuple[Need, datetime | None] | None:
    latest = next(iter(person.answers), None)  # type: ignore[attr-defined]
    if latest is not None and latest.ended_at is None and not _is_past(person):
        return _of_answer(latest, soon)
    if not required:
        begins = person.consent_from
        coming = begins is not None and timezone.now() < begins <= soon
        return (Need.BIRTHDAY, begins) if coming else None
    if latest is not None:
        return Need.WITHDRAWN, latest.ended_at
    if asked:
        return Need.ASKED, None
    return Need.SILENT if is_silent(person) else Need.MISSING, person.consent_since


def _is_past(person: Person) -> bool:
    """Say whether a birthday has made the person's answer count no longer."""
    return person.consent_to is not None and person.consent_to <= timezone.now()


def _of_answer(latest: Consent, soon: datetime) -> tuple[Need, datetime] | None:
    if not latest.given:
        return Need.REFUSED, latest.recorded_at
    if latest.valid_until <= timezone.now():
        return Need.ENDED, latest.valid_until
    return (Need.ENDING, latest.valid_until) if latest.valid_until <= soon else None


def _to_do(case: Case, person: Person, need: Need) -> tuple[str, str]:
    record = reverse("consent_record", args=[case.reference, person.pk])
    if need is Need.SILENT:
        return reverse("consent_review_ask", args=[case.reference, person.pk]), _("Ask the lawyer")
    if need in (Need.ENDING, Need.ENDED):
        return record, _("Renew")
    if need in (Need.WITHDRAWN, Need.ASKED):
        return reverse("consent", args=[case.reference]), _("See the consents")
    return record, _("Record the answer") if need in (Need.MISSING, Need.BIRTHDAY) else _("Record a new answer")
