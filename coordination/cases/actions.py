"""What people do with cases. Each function is one intention, whole or not at all."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.agencies.models import Agency, User
from coordination.cases import process
from coordination.cases.models import Case, Participation
from coordination.cases.stand_ins import give_access
from coordination.cases.terms import access_until
from coordination.history.doorbell import check_access
from coordination.history.recording import record
from coordination.people.actions import protect, register
from coordination.people.classes import least_class, set_class
from coordination.people.protecting import must_not_tell_where
from permissions import grants, policy
from permissions.roles import HIGHEST, Act, Role

BEGINS_WITHOUT_NAMES = frozenset({Case.Kind.SSPF})  # ways of working that may begin as a de-identified consultation


@transaction.atomic
def open_case(
    *,
    by: User,
    agency: Agency,
    title: str,
    purpose: str,
    people: list[dict] | tuple = (),
    kind: str = Case.Kind.SSPF,
    consultation: bool = False,
    child_role: str = Case.ChildRole.AT_RISK,
    status: str = "",
    first: Callable[[Case], Any] | None = None,
) -> Case:
    """Open a joint case led by ``agency``, with ``by`` as coordinator, and start its process.

    ``people`` are the child and guardians as `people.actions.register` takes
    them; none in a de-identified consultation. ``status`` is the stage it
    begins in, where that is not consent; ``first`` is done before its process
    starts. Raises PermissionDenied if ``by`` may not open cases for the agency
    in that way of working, and ValidationError for a consultation in one that
    begins with a named person.
    """
    if consultation and kind not in BEGINS_WITHOUT_NAMES:
        raise ValidationError(_("This way of working begins with a named person."))
    if agency not in _agencies_to_open_for(by, kind):
        raise PermissionDenied(_("Your post does not let you open a joint case for this agency."))
    case = Case.objects.create(
        reference=_next_reference(agency.municipality),
        title=title,
        purpose=purpose,
        kind=kind,
        child_role=child_role,
        municipality=agency.municipality,
        lead_agency=agency,
        coordinator=by,
        opened_by=by,
        status=status or (Case.Status.CONSULTATION if consultation else Case.Status.CONSENT),
    )
    now = timezone.now()
    lead = Participation.objects.create(
        case=case, agency=agency, is_lead=True, status="accepted", invited_by=by, answered_by=by, answered_at=now
    )
    give_access(lead, by, Role.COORDINATOR, by=by, reason=gettext_noop("Opened the case"), until=access_until(case))
    registered = [register(case, person) for person in people]
    record(case, "case-opened", actor=by, tell=policy.people_who_can(Act.AUDIT, case))
    for person in registered:
        protect(person, by=by)
    must_not_tell_where(case, title, purpose)
    if case.confidentiality < (least := least_class(case)):
        set_class(case, least, by=by)
    if first:
        first(case)
    process.engine().start(case, by=by)
    return case


def _agencies_to_open_for(by: User, kind: str) -> list[Agency]:
    """A report of concern opens a case for those who receive it; every other case is opened by hand."""
    if kind == Case.Kind.CONCERN:
        return list(policy.reports.receiving_for(by, Agency.objects.all()))
    return policy.agencies_to_open_for(by, kind)


@transaction.atomic
def set_status(case: Case, status: str, *, by: Any = None) -> None:
    """Move the case to another stage. Called by the process."""
    if case.status != status:
        case.status = status
        case.save(update_fields=["status"])
        record(case, "case-status", actor=by, status=status, tell=[])


@transaction.atomic
def close_case(case: Case, *, by: Any, end: str) -> None:
    """Close the case with its end state; partners' access ends with it. Called by the process."""
    told = list(policy.people_who_can(Act.VIEW, case)) + list(policy.people_who_can(Act.AUDIT, case))
    case.status, case.end_state, case.closed_at = Case.Status.CLOSED, end, timezone.now()
    case.save(update_fields=["status", "end_state", "closed_at"])
    for there in case.participations.filter(is_lead=False, status__in=["invited", "accepted"]):
        end_participation(there, by=by or case.coordinator, reason=gettext_noop("The case was closed"))
    process.engine().stop(case, by=by)
    record(case, "case-closed", actor=by, end=end, tell=told)


@transaction.atomic
def rate_case(case: Case, *, by: User, child: int | None, guardian: int | None) -> None:
    """Note how the child and the guardians rate the help. Part of the step of closing, which the history tells."""
    policy.require(by, Act.COORDINATE, case)
    case.child_rating, case.guardian_rating = child, guardian
    case.save(update_fields=["child_rating", "guardian_rating"])


@transaction.atomic
def change_coordinator(case: Case, *, by: User, to: User) -> None:
    """Hand the coordination to a colleague of the lead agency, with the open steps that go with it.

    The coordinator does it, or a unit manager of the lead agency; a partner's manager may not.
    """
    lead = case.participations.get(is_lead=True)
    if not policy.can(by, Act.REASSIGN, lead):
        policy.require(by, Act.COORDINATE, case)
    appoint(case, to, by=by, reason=_("Took over the coordination"), **_named_as(to, case))


def appoint(case: Case, to: User, *, by: User, reason: str, **named: Any) -> None:
    """Make a colleague of the lead agency the coordinator, with the open steps that go with it.

    Not an intention of its own: who decides it has been asked before.
    ``named`` is how they are named for the highest class.
    """
    lead = case.participations.get(is_lead=True)
    _must_be_member(to, lead.agency)
    rows = grants.of_case(case).filter(permission__codename=Role.COORDINATOR.value)
    grants.end(rows, by=by, reason=gettext_noop("Coordination was handed over"))
    previous = case.coordinator
    case.coordinator = to
    case.save(update_fields=["coordinator"])
    _may_have_access(to, case)
    give_access(lead, to, Role.COORDINATOR, by=by, reason=reason, until=access_until(case), **named)
    case.steps.open().filter(owner=previous).update(owner=to)
    record(case, "coordinator-changed", actor=by, person=to.pk, tell=[to, previous])
    recheck([previous])


def end_participation(there: Participation, *, by: Any, reason: str) -> list[int]:
    """End an agency's place in the case, its people's grants with it. Returns the people who lost access.

    Not an intention of its own: `leave`, `close_case` and a withdrawn consent use it.
    """
    rows = grants.of_case(there.case).filter(agency=there.agency)
    lost = list(rows.live().values_list("user_id", flat=True))
    grants.end(rows, by=by, reason=reason)
    there.status, there.left_at, there.reason = Participation.Status.LEFT, timezone.now(), reason[:300]
    there.save(update_fields=["status", "left_at", "reason"])
    recheck(lost)
    return lost


def recheck(people: list) -> None:
    """Make these people's open pages ask again, once the transaction is through."""
    keys = [getattr(p, "pk", p) for p in people]
    transaction.on_commit(partial(check_access, keys), robust=True)


def _must_be_member(user: User, agency: Agency) -> None:
    if not user.is_active or not user.memberships.live().filter(agency=agency).exists():
        raise ValidationError(_("%(name)s does not work at %(agency)s.") % {"name": user, "agency": agency})


def _may_have_access(user: User, case: Case) -> None:
    if case.conflicts.filter(user=user, ended_at=None).exists():
        raise ValidationError(_("%(name)s has a conflict of interest in this case.") % {"name": user})


def _named_as(user: User, case: Case) -> dict[str, Any]:
    """Return how a person is named for the highest class. Raises ValidationError where they must be and are not."""
    grant = grants.of_case(case).live().filter(user=user, clearance=HIGHEST).first()
    if grant is not None:
        return {"clearance": HIGHEST, "approved_by": grant.approved_by}
    if case.is_hushed:
        raise ValidationError(
            _("In the highest class only a named person can coordinate. Have %(name)s named first.") % {"name": user}
        )
    return {}


def _next_reference(municipality: Any) -> str:
    start = f"{municipality.reference_prefix}-{timezone.localdate().year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [start])
    rows = Case.objects.filter(reference__startswith=start).order_by(Length("reference").desc(), "-reference")
    last = rows.values_list("reference", flat=True).first()
    number = int(last.removeprefix(start)) + 1 if last else 1
    return f"{start}{number:04}"
