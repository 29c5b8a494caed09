"""Asking a lawyer about a guardian who does not answer, and what the lawyer says."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.cases.terms import in_days
from coordination.history.recording import record
from coordination.people.models import Person
from coordination.rules.queries import value_of
from coordination.sharing.following import follow
from coordination.sharing.queries import Cover
from coordination.sharing.silence.ending import close
from coordination.sharing.silence.models import ConsentReview
from coordination.sharing.silence.queries import grounds_of, is_silent
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def ask_lawyer(person: Person, *, by: Any, question: str) -> ConsentReview:
    """Ask the lawyer of the municipality about a guardian who has been silent long enough. For the coordinator."""
    policy.require(by, Act.COORDINATE, person)
    person = (
        Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__municipality")
        .get(pk=person.pk)
    )
    if not is_silent(person):
        raise ValidationError(_("The lawyer is asked only when the other guardian has said yes and time has passed."))
    if not question.strip():
        raise ValidationError({"question": _("Write what you ask.")})
    if ConsentReview.objects.filter(person=person, decided_at=None, reversed_at=None).exists():
        raise ValidationError(_("The lawyer is asked already."))
    if not policy.lawyers_of(person.case).exists():
        raise ValidationError(_("Nobody is registered as the municipality's lawyer for this case."))
    review = ConsentReview.objects.create(case=person.case, person=person, question=question.strip(), asked_by=by)
    told = policy.people_who_can(Act.COORDINATE, person.case)
    record(person.case, "consent-review-asked", actor=by, review=str(review.pk), tell=told)
    return review


@transaction.atomic
def decide(
    review: ConsentReview, *, by: Any, answer: str, because: str, ground: str = "", until: datetime | None = None
) -> ConsentReview:
    """Give the lawyer's answer. "Enough" names a provision and a day, and takes effect at once.

    Raises Http404 for anybody but the municipality's lawyer, ValidationError,
    by field, for an answer that cannot be.
    """
    policy.require_lawyer(by, review)
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=review.person_id)
    review = (
        ConsentReview.objects.select_for_update(of=("self",)).select_related("case__municipality").get(pk=review.pk)
    )
    if not review.is_open:
        raise ValidationError(_("The question is answered or no longer asked."), code="closed")
    if answer not in ConsentReview.Answer.values:
        raise ValidationError({"answer": _("Choose an answer.")})
    if not because.strip():
        raise ValidationError({"because": _("Say why.")})
    enough = answer == ConsentReview.Answer.ENOUGH
    if enough:
        _must_be_possible(review, ground, until)
    review.answer, review.because = answer, because.strip()
    review.ground, review.enough_until = (ground, until) if enough else ("", None)
    review.decided_by, review.decided_at = by, timezone.now()
    review.save()
    if enough:
        person.consent_waived_until = until
        person.save(update_fields=["consent_waived_until"])
    told = policy.people_who_can(Act.COORDINATE, review.case)
    record(review.case, "consent-review-decided", actor=by, review=str(review.pk), tell=told)
    return review


@transaction.atomic
def reverse(review: ConsentReview, *, by: Any, note: str) -> None:
    """Take a lawyer's "enough" back: the person's consent counts again, and what rested on it ends.

    For the municipality's lawyer. Raises ValidationError if it no longer holds.
    """
    policy.require_lawyer(by, review)
    review = ConsentReview.objects.select_for_update(of=("self",)).select_related("case").get(pk=review.pk)
    if not review.holds:
        raise ValidationError(_("It no longer holds."), code="closed")
    if not note.strip():
        raise ValidationError({"note": _("Say why.")})
    before = Cover(review.case)
    close(review, by=by, note=note.strip())
    follow(review.case, before, by=by, reason=gettext_noop("One guardian's consent is no longer enough"))


def longest(review: ConsentReview) -> datetime:
    """Return until when one guardian's consent can be enough at most."""
    return in_days(value_of("consent.waiver_days", review.case.municipality))


def _must_be_possible(review: ConsentReview, ground: str, until: datetime | None) -> None:
    if ground not in dict(grounds_of(review.case.municipality)):
        raise ValidationError({"ground": _("Choose the provision.")})
    if until is None or until <= timezone.now():
        raise ValidationError({"until": _("The day has passed. Choose a later one.")})
    last = longest(review)
    if until.date() > last.date():
        text = _("That is longer than the rule allows: at most until %(day)s.") % {"day": last.date().isoformat()}
        raise ValidationError({"until": text})
