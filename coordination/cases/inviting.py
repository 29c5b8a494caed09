"""How agencies come into a case and leave it, and who of their people has access."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.agencies.models import Agency, User
from coordination.cases import process
from coordination.cases.actions import _may_have_access, _must_be_member, end_participation, recheck
from coordination.cases.models import Case, Confidentiality, Participation
from coordination.cases.stand_ins import give_access
from coordination.cases.terms import access_until, longest_until
from coordination.history.recording import record
from coordination.people.protecting import must_not_tell_where
from coordination.rules.queries import consent_basis, value_of
from permissions import grants, policy
from permissions.roles import Act, Role


@transaction.atomic
def invite(
    case: Case,
    agency: Agency,
    *,
    by: User,
    message: str = "",
    late: bool = False,
    called: bool = False,
    basis: Any = None,
    conditions: list[str] | tuple = (),
    ground_reason: str = "",
    ground_until: datetime | None = None,
) -> Participation:
    """Invite an agency through its contact persons, who see reference, kind and purpose until they accept.

    ``called`` for a principal whom the law binds to come: it cannot decline.
    ``late`` when the process has passed its step of inviting: answering and
    mapping then run beside it. Its place rests on consent, or on another
    ``basis`` with the conditions ticked, a reason and an end. Raises
    ValidationError if the agency is in the case already, has nobody to answer,
    or the ground does not hold.
    """
    policy.require(by, Act.COORDINATE, case)
    if case.participations.filter(agency=agency, status__in=["invited", "accepted"]).exists():
        raise ValidationError(_("%(agency)s is in the case already.") % {"agency": agency})
    if agency in kept_apart(case, [agency]):
        raise ValidationError(
            _("%(agency)s is kept apart from cases in this way of working and cannot be invited.") % {"agency": agency}
        )
    must_not_tell_where(case, message)
    there = Participation.objects.create(
        case=case,
        agency=agency,
        basis=basis or consent_basis(case.municipality),
        conditions_ticked=list(conditions),
        ground_reason=ground_reason,
        ground_until=ground_until,
        message=message,
        called=called,
        invited_by=by,
    )
    if basis is not None and not basis.needs_consent:
        _must_hold(there)
    if not policy.is_grounded(there):
        raise ValidationError(_("No consent in force names %(agency)s.") % {"agency": agency})
    contacts = list(policy.people_who_can(Act.ANSWER, case, agency=agency))
    if not contacts:
        raise ValidationError(_("%(agency)s has no contact person who can answer.") % {"agency": agency})
    record(case, "agency-called" if called else "agency-invited", actor=by, agency=agency, tell=contacts)
    if late:
        process.engine().join(there, by=by)
    return there


@transaction.atomic
def answer_invitation(
    there: Participation, *, by: User, accept: bool, people: list[User] | tuple = (), reason: str = ""
) -> Participation:
    """Accept for named colleagues, who get access, or decline with a reason; who is called can only accept."""
    policy.require(by, Act.ANSWER, there)
    there = Participation.objects.select_for_update(of=["self"]).select_related("case", "agency").get(pk=there.pk)
    if there.status != Participation.Status.INVITED:
        raise ValidationError(_("The invitation is answered already."))
    if there.called and not accept:
        raise ValidationError(_("The call is binding: name who comes."))
    if accept and not people:
        raise ValidationError(_("Name at least one person who gets access."))
    if not accept and not reason.strip():
        raise ValidationError(_("Say why the agency declines."))
    there.status = Participation.Status.ACCEPTED if accept else Participation.Status.DECLINED
    there.answered_by, there.answered_at, there.reason = by, timezone.now(), reason
    there.save(update_fields=["status", "answered_by", "answered_at", "reason"])
    for user in people if accept else ():
        _must_be_member(user, there.agency)
        _may_have_access(user, there.case)
        until, why = access_until(there.case), gettext_noop("Named when the agency accepted")
        give_access(there, user, Role.WORKER, by=by, reason=why, until=until)
    record(there.case, "agency-accepted" if accept else "agency-declined", actor=by, agency=there.agency)
    return there


@transaction.atomic
def admit(there: Participation, user: User, *, by: User, reason: str, until: datetime | None = None) -> None:
    """Give one more of the agency's people access to the case, until a moment if one is given.

    Without one it lasts until it must be confirmed again. Raises
    ValidationError for a longer time than the rules allow, for somebody from
    elsewhere, and for somebody with a conflict of interest.
    """
    policy.require(by, Act.ADMIT, there)
    let_in(there, user, by=by, reason=reason, until=until)


def let_in(
    there: Participation, user: User, *, by: User, reason: str, until: datetime | None = None, tell: Any = ()
) -> None:
    """Give a person of an agency access, whoever decided it. Not an intention of its own: see `admit`.

    ``tell`` names whom to tell besides the person.
    """
    if there.status != Participation.Status.ACCEPTED:
        raise ValidationError(_("The agency does not take part."))
    _must_be_member(user, there.agency)
    _may_have_access(user, there.case)
    if until and until > longest_until(there.case) + timedelta(days=1):
        raise ValidationError(_("That is longer than access may be given for. It can be confirmed again later."))
    give_access(there, user, Role.WORKER, by=by, reason=reason, until=until or access_until(there.case))
    record(there.case, "grant-given", actor=by, agency=there.agency, person=user.pk, tell=[user, *tell])


@transaction.atomic
def confirm(there: Participation, *, by: User) -> int:
    """Say that the people of an agency still need their access; it lasts anew. Returns how many.

    Those who admit for the agency do it, or the coordinator for everybody.
    """
    if not policy.can(by, Act.ADMIT, there):
        policy.require(by, Act.COORDINATE, there.case)
    rows = grants.of_case(there.case).filter(participation=there)
    kept = grants.confirm(rows, until=access_until(there.case))
    record(there.case, "grants-confirmed", actor=by, agency=there.agency, tell=[])
    return kept


@transaction.atomic
def remove(grant: Any, *, by: User, reason: str) -> None:
    """End one person's access; the steps they had go back to their agency."""
    if not coordinates_named(by, grant.content_object):
        policy.require(by, Act.ADMIT, grant.participation)
    case, user = grant.content_object, grant.user
    if grant.permission.codename == Role.COORDINATOR.value:
        raise ValidationError(_("A case needs a coordinator: hand the coordination over first."))
    grants.end(type(grant).objects.filter(pk=grant.pk), by=by, reason=reason)
    case.steps.open().filter(owner=user, agency=grant.agency).update(owner=None, taken_at=None)
    record(case, "grant-ended", actor=by, agency=grant.agency, person=user.pk, tell=[user])
    recheck([user])


def coordinates_named(user: User, case: Case) -> bool:
    """Say whether ``user`` coordinates a case of the highest class.

    No post reaches it, so nobody admits for a partner there; the coordinator ends access for all.
    """
    return case.confidentiality == Confidentiality.NAMED and policy.can(user, Act.COORDINATE, case)


@transaction.atomic
def leave(there: Participation, *, by: User, reason: str) -> None:
    """Take an agency out of the case: its access and what was shared with it end now."""
    if not policy.can(by, Act.ADMIT, there):
        policy.require(by, Act.COORDINATE, there.case)
    if there.is_lead:
        raise ValidationError(_("The lead agency cannot leave its own case."))
    told = list(policy.people_who_can(Act.VIEW, there.case))
    end_participation(there, by=by, reason=reason)
    process.engine().leave(there, by=by)
    record(there.case, "agency-left", actor=by, agency=there.agency, tell=told)


def kept_apart(case: Case, agencies: Iterable[Agency]) -> list[Agency]:
    """Return those of the agencies that a case in its way of working never brings in (rule ``invite.kept_apart``)."""
    kinds = value_of("invite.kept_apart", case.municipality).get(case.kind, [])
    return [agency for agency in agencies if agency.kind in kinds]


def _must_hold(there: Participation) -> None:
    """Refuse a place that rests on a ground whose conditions, reason or end are missing."""
    basis = there.basis
    assert basis is not None  # noqa: S101 - the caller has chosen it
    if set(basis.condition_codes) - set(there.conditions_ticked):
        raise ValidationError(_("Every condition of the ground must be met."))
    if not there.ground_reason.strip():
        raise ValidationError(_("Say why the ground applies."))
    if there.ground_until is None or there.ground_until <= timezone.now():
        raise ValidationError(_("A ground other than consent needs an end that is to come."))
