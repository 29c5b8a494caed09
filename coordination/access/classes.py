"""Confidentiality classes: anybody responsible raises one, it takes two to lower one or to name a person."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coordination.access.countersigning import Kind, ask
from coordination.access.models import Change
from coordination.access.waiting_models import Countersignature
from coordination.cases.models import Case, Confidentiality
from coordination.history.recording import record
from coordination.people.classes import least_class, set_class
from permissions import grants, policy
from permissions.roles import HIGHEST, Act, Role


@transaction.atomic
def raise_class(case: Case, value: int, *, by: Any, reason: str, named: Any = ()) -> Countersignature | None:
    """Raise the class of a case. For the coordinator.

    The highest class comes with its countersignature: until then the case is
    sensitive, and then ``named`` (grants of the case) and the coordinator see
    it, nobody else. Returns what waits to be countersigned, if anything.
    """
    policy.require(by, Act.COORDINATE, case)
    if value <= case.confidentiality:
        raise ValidationError(_("Choose a higher class than the case has now."), code="class")
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    at_once = min(value, Confidentiality.SENSITIVE)
    if at_once > case.confidentiality:
        note(case, Change.What.CASE_CLASS, case.confidentiality, at_once, reason=reason, by=by)
        set_class(case, at_once, by=by)
    if value < HIGHEST:
        return None
    chosen = {g.pk for g in named} | set(_coordinators(case).values_list("pk", flat=True))
    rows = grants.of_case(case).live().filter(pk__in=chosen)
    return ask(case, Kind.RAISE_CLASS, by=by, agency=case.lead_agency, reason=reason, named=rows, value=value)


@transaction.atomic
def ask_to_lower(case: Case, value: int, *, by: Any, reason: str) -> Countersignature:
    """Ask that the class of a case is lowered. For the coordinator, or a unit manager of the lead agency."""
    if not may_lower(by, case):
        policy.require(by, Act.COORDINATE, case)
    if value >= case.confidentiality:
        raise ValidationError(_("Choose a lower class than the case has now."), code="class")
    if value < least_class(case):
        raise ValidationError(
            _("A protected person is in the case, so its class may not be lower than “%(class)s”.")
            % {"class": Confidentiality(least_class(case)).label},
            code="class",
        )
    return ask(case, Kind.LOWER_CLASS, by=by, agency=case.lead_agency, reason=reason, value=value)


@transaction.atomic
def ask_to_name(case: Case, grant: Any, *, by: Any, reason: str) -> Countersignature:
    """Ask that somebody who has access is named for the highest class.

    For who coordinates, or admits for their agency.
    """
    if not policy.can(by, Act.COORDINATE, case):
        policy.require(by, Act.ADMIT, grant.participation)
    if not may_be_named(by, case).filter(pk=grant.pk).exists():
        raise ValidationError(_("Choose somebody who has access and is not named yet."))
    waiting = Countersignature.objects.filter(case=case, kind=Kind.NAME_PERSON, answered_at=None, grants=grant)
    if waiting.exists():
        raise ValidationError(_("This waits for its countersignature already."))
    return ask(case, Kind.NAME_PERSON, by=by, agency=case.lead_agency, reason=reason, named=[grant], value=HIGHEST)


@transaction.atomic
def raise_entry(entry: Any, value: int, *, by: Any, reason: str) -> None:
    """Raise the class of an entry of the own agency; who does not reach it loses it now.

    To the highest class only by somebody who is named, so that somebody can still read it.
    """
    policy.require(by, Act.WRITE, entry)
    if value <= entry.confidentiality:
        raise ValidationError(_("Choose a higher class than it has now."), code="class")
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    if value == HIGHEST and not policy.is_named(by, entry.case, agency=entry.agency):
        raise ValidationError(_("Only somebody who is named may choose the highest class."), code="class")
    note(entry.case, Change.What.ENTRY_CLASS, entry.confidentiality, value, reason=reason, by=by, entry=entry)
    entry.confidentiality = value
    entry.save(update_fields=["confidentiality"])
    facts = {"entry": str(entry.pk), "entry_kind": entry.kind}
    record(entry.case, "entry-class-raised", actor=by, agency=entry.agency, inside=True, **facts, tell=[])


@transaction.atomic
def ask_to_lower_entry(entry: Any, value: int, *, by: Any, reason: str) -> Countersignature:
    """Ask that the class of an entry of the own agency is lowered; a second of the agency answers."""
    policy.require(by, Act.WRITE, entry)
    if value >= entry.confidentiality:
        raise ValidationError(_("Choose a lower class than it has now."), code="class")
    if Countersignature.objects.filter(entry=entry, answered_at=None).exists():
        raise ValidationError(_("This waits for its countersignature already."))
    return ask(entry.case, Kind.LOWER_ENTRY, by=by, agency=entry.agency, reason=reason, entry=entry, value=value)


def may_lower(user: Any, case: Case) -> bool:
    """Say whether ``user`` may ask to lower the class: who coordinates, or manages the unit that leads the case."""
    lead = case.participations.filter(is_lead=True).first()
    return policy.can(user, Act.COORDINATE, case) or (lead is not None and policy.can(user, Act.REASSIGN, lead))


def may_be_named(user: Any, case: Case) -> QuerySet:
    """Return the live access that ``user`` may ask to name: anybody's for the coordinator, else their own agency's."""
    rows = grants.of_case(case).live().filter(clearance__lt=HIGHEST)
    if policy.can(user, Act.COORDINATE, case):
        return rows
    own = policy.visible(user, Act.ADMIT, case.participations.filter(status="accepted"))
    return rows.filter(participation__in=own.values("pk"))


def who_would_lose_sight(case: Case) -> dict[str, list]:
    """Return who sees the case by their post, which the highest class ends, and whose access may be named."""
    inside = list(policy.people_who_can(Act.VIEW, case))
    by_post = [u for u in policy.people_who_can(Act.SEE_COVER, case) if u not in inside]
    return {"by_post": sorted(by_post, key=str), "inside": sorted(inside, key=str)}


def note(case: Case, what: str, old: Any, new: Any, *, reason: str, by: Any, entry: Any = None) -> Change:
    """Keep why something was changed. Not an intention of its own."""
    return Change.objects.create(
        case=case, entry=entry, what=what, old=str(old), new=str(new), reason=reason.strip()[:500], by=by
    )


def changes_of(user: Any, case: Case, what: str) -> list[Change]:
    """Return the changes with their reasons, where the case is led; to nobody else."""
    if not may_lower(user, case):
        raise PermissionDenied
    rows = Change.objects.filter(case=case, what=what).select_related("by", "second")
    choices = Confidentiality.choices if what == Change.What.CASE_CLASS else Case.ChildRole.choices
    words = {str(value): label for value, label in choices}
    for row in (found := list(rows)):
        row.old_label, row.new_label = words[row.old], words[row.new]  # type: ignore[attr-defined]
    return found


def _coordinators(case: Case) -> QuerySet:
    return grants.of_case(case).live().filter(permission__codename=Role.COORDINATOR.value)
