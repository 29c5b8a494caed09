"""How a lawyer's word about a silent guardian ends."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.people.models import Person
from coordination.sharing.silence.models import ConsentReview
from permissions import policy
from permissions.roles import Act


def person_answered(person: Person, *, by: Any) -> None:
    """End what a lawyer was asked or has said about a person: they have answered. Part of recording the answer."""
    undecided = ConsentReview.objects.filter(person=person, reversed_at=None, decided_at=None)
    holding = ConsentReview.objects.filter(person=person, reversed_at=None, answer=ConsentReview.Answer.ENOUGH)
    for review in list(undecided) + list(holding):
        close(review, by=by, note=_("The person has answered"))


def close(review: ConsentReview, *, by: Any, note: str) -> None:
    """Mark a question or its answer as over, and make the person's consent count again."""
    review.reversed_at, review.reversed_by, review.reverse_note = timezone.now(), by, note[:300]
    review.save(update_fields=["reversed_at", "reversed_by", "reverse_note"])
    Person.objects.filter(pk=review.person_id).update(consent_waived_until=None)
    told = policy.people_who_can(Act.COORDINATE, review.case)
    record(review.case, "consent-review-reversed", actor=by, review=str(review.pk), tell=told)
