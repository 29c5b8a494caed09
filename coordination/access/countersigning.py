"""What takes two: asked for by one, done when a second says yes (docs/decisions/0010)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.access.models import Change
from coordination.access.waiting_models import Countersignature
from coordination.cases.actions import appoint
from coordination.cases.models import Case, Confidentiality
from coordination.cases.terms import access_until
from coordination.history.recording import record
from coordination.people.classes import least_class, set_class
from permissions import grants, policy
from permissions.roles import HIGHEST, Role

Kind = Countersignature.Kind


def ask(case: Any, kind: str, *, by: Any, agency: Any, reason: str, named: Any = (), **what: Any) -> Countersignature:
    """Ask for a second: a unit manager of ``agency``, or who may do there what is asked.

    Not an intention of its own: `access.classes` says who may ask for what.
    Raises ValidationError where no reason is given, where it is asked for
    already, or where there is nobody who could be the second.
    """
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    if kind in (Kind.RAISE_CLASS, Kind.LOWER_CLASS) and _open(case).filter(
        kind__in=(Kind.RAISE_CLASS, Kind.LOWER_CLASS)
    ):
        raise ValidationError(_("A change of the class waits for its countersignature already."), code="waiting")
    request = Countersignature.objects.create(
        case=case, kind=kind, agency=agency, reason=reason[:500], asked_by=by, **what
    )
    request.grants.set(named)
    seconds = policy.people_who_countersign(request)
    if not seconds:
        raise ValidationError(
            _("There is nobody who could countersign: %(agency)s has no other unit manager.") % {"agency": agency},
            code="nobody",
        )
    record(case, "countersign-asked", actor=by, asked=str(request.pk), countersign=kind, tell=seconds)
    return request


@transaction.atomic
def answer(request: Countersignature, *, by: Any, approve: bool, note: str = "") -> Countersignature:
    """Be the second: with a yes what was asked is done at once, in this transaction.

    Raises PermissionDenied for somebody who may not be the second, ValidationError
    where it is answered already, where a no has no reason, or what was asked no longer fits.
    """
    request = Countersignature.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)
    if request.answered_at is not None:
        raise ValidationError(_("This is answered already."))
    if not policy.countersignable(by, Countersignature.objects.filter(pk=request.pk)).exists():
        raise PermissionDenied
    if not approve and not note.strip():
        raise ValidationError(_("Say why not, so that the one who asked knows what to do."))
    request.answered_by, request.answered_at, request.approved, request.note = by, timezone.now(), approve, note[:300]
    request.save(update_fields=["answered_by", "answered_at", "approved", "note"])
    kind = "countersign-given" if approve else "countersign-refused"
    record(request.case, kind, actor=by, countersign=request.kind, tell=[request.asked_by])
    if approve:
        DO[request.kind](request)
    return request


@transaction.atomic
def withdraw(request: Countersignature, *, by: Any) -> None:
    """Take back what one asked for oneself, while nobody has answered."""
    request = Countersignature.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if request.asked_by_id != by.pk:
        raise PermissionDenied
    if request.answered_at is not None:
        raise ValidationError(_("This is answered already."))
    request.answered_at, request.approved = timezone.now(), False
    request.save(update_fields=["answered_at", "approved"])
    record(request.case, "countersign-withdrawn", actor=by, countersign=request.kind, tell=[])


def to_answer(user: Any) -> QuerySet[Countersignature]:
    """Return what waits for ``user`` to be the second, the oldest first."""
    rows = policy.countersignable(user, Countersignature.objects.all())
    return rows.select_related("case", "agency", "asked_by", "person").prefetch_related(
        "grants__user", "grants__agency"
    )


def asked_by(user: Any) -> QuerySet[Countersignature]:
    """Return what ``user`` asked for and nobody has answered."""
    rows = Countersignature.objects.filter(asked_by=user, answered_at=None)
    return rows.select_related("case", "agency", "person").prefetch_related("grants__user", "grants__agency")


def restorable(user: Any) -> QuerySet[Case]:
    """Return the cases of the highest class, led by a unit that ``user`` manages, that nobody coordinates now."""
    return policy.uncoordinated(policy.led(user, Case.objects.filter(confidentiality=HIGHEST)))


def waiting_for_class(case: Any) -> Countersignature | None:
    """Return the change of the case's class that waits for its countersignature, or None."""
    return _open(case).filter(kind__in=(Kind.RAISE_CLASS, Kind.LOWER_CLASS)).first()


def _open(case: Any) -> QuerySet[Countersignature]:
    return Countersignature.objects.filter(case=case, answered_at=None)


def _note(request: Countersignature, what: str, old: int, new: int) -> None:
    Change.objects.create(
        case=request.case,
        entry=request.entry,
        what=what,
        old=str(old),
        new=str(new),
        reason=request.reason,
        by=request.asked_by,
        second=request.answered_by,
    )


def _raise_class(request: Countersignature) -> None:
    """Name the persons first, the coordinator in any case, then close the case to all others."""
    case = request.case
    named = set(_still_live(request)) | set(
        grants.of_case(case).live().filter(permission__codename=Role.COORDINATOR.value)
    )
    if not any(grant.permission.codename == Role.COORDINATOR.value for grant in named):
        raise ValidationError(_("The case has no coordinator now, so nobody could open it afterwards."))
    _note(request, Change.What.CASE_CLASS, case.confidentiality, HIGHEST)
    _name(request, named)
    set_class(case, Confidentiality.NAMED, by=request.asked_by)


def _lower_class(request: Countersignature) -> None:
    case, value = request.case, request.value
    if value is None or value >= case.confidentiality:
        raise ValidationError(_("The class is not higher than that now."))
    if value < least_class(case):
        raise ValidationError(_("A protected person is in the case, so its class may not be lower."))
    _note(request, Change.What.CASE_CLASS, case.confidentiality, value)
    set_class(case, value, by=request.asked_by)


def _lower_entry(request: Countersignature) -> None:
    entry, value = request.entry, request.value
    if entry is None or value is None or value >= entry.confidentiality:
        raise ValidationError(_("The class is not higher than that now."))
    _note(request, Change.What.ENTRY_CLASS, entry.confidentiality, value)
    entry.confidentiality = value
    entry.save(update_fields=["confidentiality"])
    facts = {"entry": str(entry.pk), "entry_kind": entry.kind}
    record(
        request.case, "entry-class-lowered", actor=request.asked_by, agency=entry.agency, inside=True, **facts, tell=[]
    )


def _name_person(request: Countersignature) -> None:
    live = list(_still_live(request))
    if not live:
        raise ValidationError(_("The access of this person has ended meanwhile."))
    _name(request, live)


def _restore(request: Countersignature) -> None:
    """Appoint, and name, who was asked for, if nobody coordinates the case still."""
    case, person = Case.objects.select_for_update(no_key=True).get(pk=request.case_id), request.person
    assert person is not None  # noqa: S101  the database holds it
    if not restorable(request.asked_by).filter(pk=case.pk).exists():
        raise ValidationError(_("This way is no longer open: the case has a coordinator now, or another class."))
    why = gettext_noop("Appointed because the case had no coordinator")
    named = {"clearance": HIGHEST, "approved_by": request.answered_by}
    appoint(case, person, by=request.asked_by, reason=why, **named)
    _tell_named(request, person, case.lead_agency)


def _still_live(request: Countersignature) -> Any:
    """Return the access, of what was asked for, that has not ended meanwhile."""
    return grants.of_case(request.case).live().filter(pk__in=request.grants.values("pk"))


def _name(request: Countersignature, rows: Any) -> None:
    for grant in rows:
        grants.name(grant, approved_by=request.answered_by, until=access_until(request.case, named=True))
        _tell_named(request, grant.user, grant.agency)


def _tell_named(request: Countersignature, user: Any, agency: Any) -> None:
    record(request.case, "person-named", actor=request.asked_by, agency=agency, person=user.pk, tell=[user])


DO: dict[str, Callable[[Countersignature], None]] = {
    Kind.RAISE_CLASS: _raise_class,
    Kind.LOWER_CLASS: _lower_class,
    Kind.LOWER_ENTRY: _lower_entry,
    Kind.NAME_PERSON: _name_person,
    Kind.RESTORE: _restore,
}
