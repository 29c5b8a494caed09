"""How agencies come into a case and leave it, and who of their people has access."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency, User
from coordination.cases import process
from coordination.cases.actions import _must_be_member, end_participation, recheck
from coordination.cases.models import Case, Participation
from coordination.history.recording import record
from permissions import grants, policy
from permissions.roles import Act, Role


@transaction.atomic
def invite(case: Case, agency: Agency, *, by: User, message: str = "", late: bool = False) -> Participation:
    """Invite an agency through its contact persons, who see reference, kind and purpose until they accept.

    ``late`` when the process has passed its step of inviting: answering and
    mapping then run beside it. Raises ValidationError if the agency is in the
    case already, has nobody to answer, or no consent names it.
    """
    policy.require(by, Act.COORDINATE, case)
    if case.participations.filter(agency=agency, status__in=["invited", "accepted"]).exists():
        raise ValidationError(_("%(agency)s is in the case already.") % {"agency": agency})
    there = Participation.objects.create(
        case=case, agency=agency, basis=_consent_basis(case), message=message, invited_by=by
    )
    if not policy.is_grounded(there):
        raise ValidationError(_("No consent in force names %(agency)s.") % {"agency": agency})
    contacts = list(policy.people_who_can(Act.ANSWER, case, agency=agency))
    if not contacts:
        raise ValidationError(_("%(agency)s has no contact person who can answer.") % {"agency": agency})
    record(case, "agency-invited", actor=by, agency=agency, tell=contacts)
    if late:
        process.engine().join(there, by=by)
    return there


@transaction.atomic
def answer_invitation(
    there: Participation, *, by: User, accept: bool, people: list[User] | tuple = (), reason: str = ""
) -> Participation:
    """Accept for named colleagues, who get access, or decline with a reason."""
    policy.require(by, Act.ANSWER, there)
    there = Participation.objects.select_for_update(of=["self"]).select_related("case", "agency").get(pk=there.pk)
    if there.status != Participation.Status.INVITED:
        raise ValidationError(_("The invitation is answered already."))
    if accept and not people:
        raise ValidationError(_("Name at least one person who gets access."))
    if not accept and not reason.strip():
        raise ValidationError(_("Say why the agency declines."))
    there.status = Participation.Status.ACCEPTED if accept else Participation.Status.DECLINED
    there.answered_by, there.answered_at, there.reason = by, timezone.now(), reason
    there.save(update_fields=["status", "answered_by", "answered_at", "reason"])
    for user in people if accept else ():
        _must_be_member(user, there.agency)
        grants.give(there, user, Role.WORKER, by=by, reason=_("Named when the agency accepted"))
    record(there.case, "agency-accepted" if accept else "agency-declined", actor=by, agency=there.agency)
    return there


@transaction.atomic
def admit(there: Participation, user: User, *, by: User, reason: str, until: datetime | None = None) -> None:
    """Give one more of the agency's people access to the case, until a moment if one is given."""
    policy.require(by, Act.ADMIT, there)
    if there.status != Participation.Status.ACCEPTED:
        raise ValidationError(_("The agency does not take part."))
    _must_be_member(user, there.agency)
    grants.give(there, user, Role.WORKER, by=by, reason=reason, until=until)
    record(there.case, "grant-given", actor=by, agency=there.agency, person=user.pk, tell=[user])


@transaction.atomic
def remove(grant: Any, *, by: User, reason: str) -> None:
    """End one person's access; the steps they had go back to their agency."""
    policy.require(by, Act.ADMIT, grant.participation)
    case, user = grant.content_object, grant.user
    if grant.permission.codename == Role.COORDINATOR.value:
        raise ValidationError(_("A case needs a coordinator: hand the coordination over first."))
    grants.end(type(grant).objects.filter(pk=grant.pk), by=by, reason=reason)
    case.steps.open().filter(owner=user, agency=grant.agency).update(owner=None, taken_at=None)
    record(case, "grant-ended", actor=by, agency=grant.agency, person=user.pk, tell=[user])
    recheck([user])


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


def _consent_basis(case: Case) -> Any:
    from django.apps import apps

    bases = apps.get_model("coordination.LegalBasis").objects
    today = timezone.localdate()
    rows = bases.filter(country=case.municipality.country, needs_consent=True, valid_from__lte=today)
    return rows.order_by("code", "-version").first()
