"""Looking again: whether an access or a disclosure may go on after something has changed."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.waiting_models import Review
from coordination.cases import inviting
from coordination.cases.actions import recheck
from coordination.cases.models import Case, Confidentiality, Participation
from coordination.history.recording import record
from coordination.rules.queries import value_of
from coordination.sharing.actions import end_sharing
from coordination.sharing.models import Entry
from permissions import grants, policy
from permissions.roles import Act

SHOWN = "case", "agency", "grant__user", "grant__agency", "disclosure__agency", "disclosure__entry", "disclosure__basis"


@transaction.atomic
def ask_for_review(
    case: Any,
    *,
    cause: str,
    by: Any,
    grant: Any = None,
    disclosure: Any = None,
    quiet: bool = False,
    within: timedelta | None = None,
) -> Review:
    """Ask that a grant or a disclosure is looked at again, ``within`` a time or else the days of ``review.days``.

    The agency of the grant, or the one that disclosed, answers for it; its
    people are told (unless ``quiet``, when the caller tells them once for
    several). One that is asked for already is returned as it is.
    """
    agency = grant.agency if grant is not None else disclosure.entry.agency
    due = timezone.now() + (within or timedelta(days=value_of("review.days", case.municipality)))
    review, new = Review.objects.open().get_or_create(
        cause=cause, grant=grant, disclosure=disclosure, defaults={"case": case, "agency": agency, "due_at": due}
    )
    if new and not quiet:
        tell_of_reviews(case, agency, by=by)
    return review


def tell_of_reviews(case: Any, agency: Any, *, by: Any) -> None:
    """Tell those who decide for an agency, and the coordinator, that there is something to look at again."""
    told = list(policy.people_who_can(Act.WRITE, case, agency=agency))
    told += list(policy.people_who_can(Act.ADMIT, case, agency=agency))
    told += list(policy.people_who_can(Act.COORDINATE, case))
    record(case, "review-asked", actor=by, agency=agency, tell=told)


def may_decide(user: Any, review: Review) -> bool:
    """Say whether ``user`` may decide: who admits for the agency of an access, who writes for that of a disclosure.

    Nobody decides about their own access. Emergency access is judged by the
    unit manager, or else by those who audit the case. In the highest class, where no post
    reaches, the coordinator decides about the access of every agency.
    """
    if review.disclosure is not None:
        return policy.can(user, Act.WRITE, review.disclosure.entry)
    grant = review.grant
    if grant is None or user.pk in (grant.user_id, grant.on_behalf_of_id):
        return False
    if review.cause == Review.Cause.EMERGENCY:
        return policy.can(user, Act.REASSIGN, grant.participation) or policy.can(user, Act.AUDIT, review.case)
    return policy.can(user, Act.ADMIT, grant.participation) or inviting.coordinates_named(user, review.case)


@transaction.atomic
def decide(review: Review, *, by: Any, end: bool, note: str) -> None:
    """Say that the access or the disclosure goes on, or end it. Raises ValidationError if it is decided already."""
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not may_decide(by, review):
        raise PermissionDenied
    if review.decided_at is not None:
        raise ValidationError(_("This is decided already."))
    if not note.strip():
        raise ValidationError(_("Say what you based the decision on."))
    review.decision = Review.Decision.END if end else Review.Decision.KEEP
    review.note, review.decided_by, review.decided_at = note[:300], by, timezone.now()
    review.save(update_fields=["decision", "note", "decided_by", "decided_at"])
    if end:
        _end(review, by=by)
    told = policy.people_who_can(Act.COORDINATE, review.case)
    record(review.case, "review-decided", actor=by, agency=review.agency, decision=review.decision, tell=told)


def to_decide(user: Any) -> QuerySet[Review]:
    """Return the reviews that wait for ``user``: as `may_decide`, for many, the most urgent first.

    Emergency access is judged on a page of its own.
    """
    admits = policy.visible(user, Act.ADMIT, Participation.objects.all()).values("pk")
    writes = policy.visible(user, Act.WRITE, Entry.objects.all()).values("pk")
    named = policy.visible(user, Act.COORDINATE, Case.objects.filter(confidentiality=Confidentiality.NAMED))
    access = Q(grant__participation__in=admits) | Q(grant__isnull=False, case__in=named.values("pk"))
    others = ~Q(grant__user=user.pk) & ~Q(grant__on_behalf_of=user.pk)
    grants_of_others = Review.objects.filter(access, pk__in=Review.objects.filter(grant__isnull=False).filter(others))
    given = Review.objects.filter(disclosure__entry__in=writes)
    rows = Review.objects.open().filter(Q(pk__in=grants_of_others.values("pk")) | Q(pk__in=given.values("pk")))
    return rows.exclude(cause=Review.Cause.EMERGENCY).select_related(*SHOWN)


def overdue_of_others(user: Any) -> QuerySet[Review]:
    """Return the overdue reviews in the cases ``user`` coordinates that others must decide."""
    cases = policy.visible(user, Act.COORDINATE, Case.objects.all()).values("pk")
    rows = Review.objects.open().filter(case__in=cases, due_at__lt=timezone.now())
    return rows.exclude(pk__in=to_decide(user).values("pk")).select_related(*SHOWN)


def _end(review: Review, *, by: Any) -> None:
    if review.disclosure is not None:
        end_sharing(review.disclosure, by=by, reason=review.note)
    elif review.grant is not None and type(review.grant).objects.filter(pk=review.grant.pk).live().exists():
        if review.cause == Review.Cause.EMERGENCY:
            _end_emergency(review, by=by)
        else:
            inviting.remove(review.grant, by=by, reason=review.note)


def _end_emergency(review: Review, *, by: Any) -> None:
    grant: Any = review.grant
    grants.end(type(grant).objects.filter(pk=grant.pk), by=by, reason=review.note)
    record(review.case, "grant-ended", actor=by, agency=grant.agency, person=grant.user_id, tell=[grant.user])
    recheck([grant.user])
