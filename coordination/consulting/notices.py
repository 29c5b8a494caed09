"""Who hears of a question without names, and of its answer.

A notice of the history belongs to a case, and these belong to none on purpose;
so they have rows of their own, which say nothing but that there is something.
They are counted on the start page, above the notifications and in the mail.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from coordination.consulting.models import Consultation, ConsultationNotice
from coordination.history.doorbell import knock
from permissions import policy


def tell(consultation: Consultation, people: Iterable, *, but: Any) -> None:
    """Let people hear of a question or an answer, in the caller's transaction."""
    keys = {person.pk for person in people} - {but.pk}
    ConsultationNotice.objects.bulk_create(
        [ConsultationNotice(recipient_id=key, consultation=consultation) for key in sorted(keys)], ignore_conflicts=True
    )
    transaction.on_commit(partial(knock, keys), robust=True)


def read(consultation: Consultation, user: Any) -> None:
    """Note that ``user`` has looked at a question or an answer."""
    rows = ConsultationNotice.objects.filter(consultation=consultation, recipient=user, read_at=None)
    rows.update(read_at=timezone.now())


def unread(user: Any) -> QuerySet[ConsultationNotice]:
    """Return what ``user`` has not looked at: answers to them, and questions nobody has answered.

    As far as they work in the agency still that asks or is asked.
    """
    questions = policy.of_own_agencies(user, Consultation.objects.filter(answered_at=None), "to_agency_id")
    answers = policy.of_own_agencies(user, Consultation.objects.exclude(answered_at=None), "agency_id")
    open_ = Q(consultation__in=questions.values("pk")) | Q(
        consultation__in=answers.values("pk"), consultation__asked_by=F("recipient")
    )
    return ConsultationNotice.objects.filter(open_, recipient=user.pk, read_at=None)


def counts(user: Any) -> dict[str, int]:
    """Count the ``questions`` and the ``answers`` that `unread` returns."""
    answered = Q(consultation__answered_at__isnull=False)
    rows = unread(user).order_by()
    return rows.aggregate(questions=Count("pk", filter=~answered), answers=Count("pk", filter=answered))
