"""Emergency access: reading at once what one has no access to, seen by those who answer for it, and judged after."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.models import EmergencyAccess
from coordination.access.reviews import ask_for_review, decide
from coordination.access.waiting_models import Review
from coordination.agencies.models import Agency, User
from coordination.cases.models import Case, Participation
from coordination.history.models import Event
from coordination.history.recording import record
from coordination.rules.queries import value_of
from permissions import grants, policy
from permissions.models import Grant
from permissions.roles import Act, Role

SHORTEST = 20


class NotOpened(ValidationError):
    """Nothing was opened. Whether there is such a case is not said."""

    def __init__(self) -> None:
        super().__init__(_("No case was opened: there is none, or you cannot open it. Call the one on duty."))


@transaction.atomic
def open_case(reference: str, *, by: User, agency: Agency, category: str, reason: str) -> EmergencyAccess:
    """Open the case with exactly this reference to ``by`` for a day, for an agency of theirs that takes part.

    In one transaction: the grant, the event, the notices to the coordinator and
    the unit manager, and the review that must follow. Where the policy does not
    allow it, where nobody could be told, or where there is no such case:
    NotOpened, after the same questions to the database, so that the time it
    takes says nothing either. ValidationError only says what the asker knows of themself.
    """
    if len(reason.strip()) < SHORTEST:
        raise ValidationError(_("Say why, with at least %(n)s characters.") % {"n": SHORTEST})
    User.objects.select_for_update().get(pk=by.pk)
    if used_up(by, agency.municipality):
        raise ValidationError(
            _("You have used emergency access too often lately. Call the coordinator or your manager.")
        )
    sought = Case.objects.filter(reference=reference.strip().upper())
    if policy.visible(by, Act.VIEW, sought).exists():
        raise ValidationError(_("You have access to this case already."))
    there = policy.emergency_places(by, sought).select_related("case", "agency").filter(agency=agency).first()
    told = _judges(there or Participation(case=Case(), agency=agency), but=by)
    if there is None or not told:
        raise NotOpened
    return _open(there.case, there, told, by=by, category=category, reason=reason.strip())


def _open(
    case: Case, there: Participation, told: set[User], *, by: User, category: str, reason: str
) -> EmergencyAccess:
    until = timezone.now() + timedelta(hours=value_of("emergency.hours", case.municipality))
    why = f"{EmergencyAccess.Category(category).label}: {reason}"[:300]
    grant = grants.give(there, by, Role.WORKER, by=by, reason=why, until=until, kind=Grant.Kind.EMERGENCY)
    access, new = EmergencyAccess.objects.get_or_create(
        grant=grant,
        defaults={"case": case, "user": by, "agency": there.agency, "category": category, "reason": reason[:300]},
    )
    told_all = told | set(policy.people_who_can(Act.COORDINATE, case))
    event = record(
        case, "emergency-opened", actor=by, agency=there.agency, tell=told_all, person=by.pk, emergency=str(access.pk)
    )
    heard = set(event.notifications.values_list("recipient", flat=True))
    if not new or not {judge.pk for judge in told} & heard:
        raise NotOpened
    within = timedelta(hours=value_of("emergency.review_hours", case.municipality))
    ask_for_review(case, cause=Review.Cause.EMERGENCY, by=by, grant=grant, quiet=True, within=within)
    return access


@transaction.atomic
def judge(access: EmergencyAccess, *, by: User, justified: bool, note: str) -> None:
    """Say whether an emergency access was justified; one that was not ends now. Never about oneself."""
    decide(access.grant.reviews.get(cause=Review.Cause.EMERGENCY), by=by, end=not justified, note=note)


def used_up(user: User, municipality: Any) -> bool:
    """Say whether ``user`` has opened as many cases in an emergency lately as the rules allow."""
    since = timezone.now() - timedelta(days=value_of("emergency.days", municipality))
    used = EmergencyAccess.objects.filter(user=user, opened_at__gt=since).count()
    return used >= value_of("emergency.most", municipality)


def to_judge(user: Any) -> list[EmergencyAccess]:
    """Return the emergency accesses that ``user`` is to look at afterwards, the most urgent first."""
    managed = policy.visible(user, Act.REASSIGN, Participation.objects.all())
    audited = policy.visible(user, Act.AUDIT, Case.objects.all())
    mine = Q(grant__participation__in=managed.values("pk")) | Q(case__in=audited.values("pk"))
    waiting = Review.objects.open().filter(mine, cause=Review.Cause.EMERGENCY).exclude(grant__user=user.pk)
    rows = EmergencyAccess.objects.filter(grant__in=waiting.order_by().values("grant"))
    return list(rows.select_related("case", "user", "agency").order_by("opened_at"))


def tell_overdue() -> int:
    """Tell the managers of each emergency access that nobody has judged in time, once. Returns how many."""
    late = Review.objects.open().filter(cause=Review.Cause.EMERGENCY, due_at__lte=timezone.now())
    return sum(_tell(pk) for pk in list(late.values_list("pk", flat=True)))


@transaction.atomic
def _tell(pk: Any) -> bool:
    rows = Review.objects.open().select_for_update(of=("self",)).select_related("case", "agency", "grant")
    review = rows.filter(pk=pk).first()
    grant = review.grant if review else None
    told = Event.objects.filter(kind="emergency-overdue", facts__review=str(pk))
    if review is None or grant is None or told.filter(case=review.case_id).exists():
        return False
    auditors = set(policy.people_who_can(Act.AUDIT, review.case)) - {grant.user}
    managers = _judges(grant.participation, but=grant.user) | auditors
    access = EmergencyAccess.objects.filter(grant=grant).values_list("pk", flat=True).first()
    facts = {"review": str(pk), "emergency": str(access), "person": grant.user_id}
    record(review.case, "emergency-overdue", agency=review.agency, tell=managers, **facts)
    return True


def _judges(there: Participation, *, but: User) -> set[User]:
    """Return the other unit managers of an agency in a case; where it has none, the others who audit the case."""
    found = set(policy.people_who_can(Act.REASSIGN, there.case, agency=there.agency)) - {but}
    return found or set(policy.people_who_can(Act.AUDIT, there.case)) - {but}
