"""Conflicts of interest: who may have nothing to do with a case, and what follows at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.access.models import Conflict
from coordination.agencies.models import Membership, User
from coordination.cases.actions import recheck
from coordination.history.recording import record
from permissions import grants, policy
from permissions.roles import Act


@transaction.atomic
def declare(case: Any, user: User, *, by: User, why: str, note: str = "") -> Conflict:
    """Note that ``user`` may have nothing to do with the case; their access ends now, their steps go back.

    Anybody says so of themself in a case they know of; the coordinator and
    unit managers of their people (`declarable`). Others learn that it is so,
    never why. If the coordinator has one, those who can appoint another are
    told; where nobody could, ValidationError asks to hand over first.
    """
    if not may_declare(by, case, user):
        raise Http404
    knew, successors = policy.can(user, Act.SEE_COVER, case), _successors(case, user)
    conflict, new = Conflict.objects.get_or_create(
        case=case, user=user, ended_at=None, defaults={"why": why, "note": note, "declared_by": by}
    )
    if not new:
        raise ValidationError(_("A conflict of interest is noted already."))
    grants.end(grants.of_case(case).filter(user=user), by=by, reason=gettext_noop("Conflict of interest"))
    case.steps.open().filter(owner=user).update(owner=None, taken_at=None)
    told = _deciders(case, user) | ({user} if knew else set())
    record(case, "conflict-declared", actor=by, tell=told, person=user.pk)
    if successors:
        record(case, "coordinator-missing", actor=by, tell=successors)
    recheck([user])
    return conflict


@transaction.atomic
def end(conflict: Conflict, *, by: User, reason: str) -> None:
    """Say that a conflict of interest no longer stands. Never by the person; access must be given anew."""
    if not may_end(by, conflict):
        raise Http404
    conflict = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk)
    if conflict.ended_at is not None:
        raise ValidationError(_("This has ended already."))
    if not reason.strip():
        raise ValidationError(_("Say why it no longer stands."))
    conflict.ended_at, conflict.ended_by, conflict.end_reason = timezone.now(), by, reason[:300]
    conflict.save(update_fields=["ended_at", "ended_by", "end_reason"])
    told = _deciders(conflict.case, conflict.user) - {conflict.user}
    record(conflict.case, "conflict-ended", actor=by, tell=told, person=conflict.user_id)


def may_declare(by: User, case: Any, user: User) -> bool:
    """Say whether ``by`` may note a conflict of interest of ``user`` in a case."""
    if by.pk == user.pk:
        return policy.can(by, Act.SEE_COVER, case)
    return declarable(by, case).filter(pk=user.pk).exists()


def declarable(by: User, case: Any) -> QuerySet[User]:
    """Return the others of whom ``by`` may say it: a unit manager of the unit, the coordinator of who is in the case.

    And of colleagues at the lead agency, who could be let in.
    """
    agencies = list(_managed(by, case))
    granted = grants.of_case(case).live().order_by() if policy.can(by, Act.COORDINATE, case) else None
    if granted is not None:
        agencies.append(case.lead_agency_id)
    people = Q(pk__in=Membership.objects.live().filter(agency__in=agencies).values("user"))
    if granted is not None:
        people |= Q(pk__in=granted.values("user"))
    gone = Conflict.objects.filter(case=case, ended_at=None).values("user")
    rows = User.objects.filter(people, is_active=True).exclude(pk=by.pk).exclude(pk__in=gone)
    return rows.order_by("first_name", "last_name")


def may_end(by: User, conflict: Conflict) -> bool:
    """Say whether ``by`` may end it: somebody else, who coordinates, leads the lead's unit or the person's own."""
    if by.pk == conflict.user_id:
        return False
    return policy.can(by, Act.COORDINATE, conflict.case) or bool(
        set(_managed(by, conflict.case)) & {conflict.case.lead_agency_id, *_agencies(conflict.user)}
    )


def known_to(user: User, case: Any) -> list[Conflict]:
    """Return the conflicts in force that ``user`` may end; ``tells_why`` marks those of the own unit's people."""
    managed = set(_managed(user, case))
    rows = Conflict.objects.filter(case=case, ended_at=None).select_related("user", "declared_by", "case")
    found = [conflict for conflict in rows.order_by("declared_at") if may_end(user, conflict)]
    for conflict in found:
        conflict.tells_why = bool(managed & set(_agencies(conflict.user)))  # type: ignore[attr-defined]
    return found


def is_coordinator(user: Any, case: Any) -> bool:
    """Say whether ``user`` is the one who coordinates the open case now."""
    return case.coordinator_id == user.pk and policy.can(user, Act.COORDINATE, case)


def _successors(case: Any, user: User) -> set[User]:
    """Return who can appoint another coordinator if ``user`` is it; nobody if they are not."""
    if not is_coordinator(user, case):
        return set()
    found = set(policy.managers_leading(case)) - {user}
    if not found:
        raise ValidationError(_("Hand the coordination over first: there is nobody else who could do it."))
    return found


def _deciders(case: Any, user: User) -> set[User]:
    """Return those who must know that somebody cannot work in the case: the coordinator and the unit's manager."""
    found = set(policy.people_who_can(Act.COORDINATE, case))
    for agency in _agencies(user):
        found |= set(policy.people_who_can(Act.REASSIGN, case, agency=agency))
    return found


def _managed(by: User, case: Any) -> QuerySet:
    return policy.visible(by, Act.REASSIGN, case.participations.all()).values_list("agency_id", flat=True)


def _agencies(user: User) -> QuerySet:
    return Membership.objects.live().filter(user=user).values_list("agency_id", flat=True)
