"""A unit manager lets what the own agency wants to share go, or not, where the ground asks for it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.sharing import checking
from coordination.sharing.asking import actions as asking
from coordination.sharing.models import Disclosure
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def approve_disclosure(disclosure: Disclosure, *, by: Any) -> Disclosure:
    """Let it be read from now on. Raises ValidationError if somebody decided first, or the ground no longer holds."""
    found = _to_decide(disclosure, by)
    checking.still_holds(found)
    found.approved_by, found.approved_at = by, timezone.now()
    found.save(update_fields=["approved_by", "approved_at"])
    entry = found.entry
    told = list(policy.people_who_can(Act.VIEW, entry.case, agency=found.agency))
    _record(found, "share-approved", by, within=entry.agency, tell=[found.disclosed_by])
    _record(found, "entry-shared", found.disclosed_by, tell=told)
    return found


@transaction.atomic
def refuse_disclosure(disclosure: Disclosure, *, by: Any, reason: str) -> Disclosure:
    """Say no, with a reason for the one who proposed it. Raises ValidationError if somebody decided first."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    found = _to_decide(disclosure, by)
    found.ended_at, found.ended_by, found.end_reason = timezone.now(), by, reason[:300]
    found.save(update_fields=["ended_at", "ended_by", "end_reason"])
    asking.reopen(found)
    _record(found, "share-refused", by, within=found.entry.agency, tell=[found.disclosed_by])
    return found


def _to_decide(disclosure: Disclosure, by: Any) -> Disclosure:
    """Lock it and ask the policy. Raises ValidationError saying who was first, if any; Http404 if not theirs."""
    rows = Disclosure.objects.select_for_update(of=("self",))
    found = rows.select_related("entry__case__municipality", "entry__agency", "agency", "basis", "disclosed_by").get(
        pk=disclosure.pk
    )
    if policy.approvable(by, Disclosure.objects.filter(pk=found.pk)).exists():
        return found
    first = found.approved_by or found.ended_by
    if first is None or not policy.people_who_can(Act.APPROVE, found.case, agency=found.entry.agency).contains(by):
        raise Http404
    words = _("%(name)s was first and approved it.") if found.approved_at else _("%(name)s was first and refused it.")
    raise ValidationError(words % {"name": first}, code="decided")


def _record(found: Disclosure, kind: str, actor: Any, **more: Any) -> None:
    entry = found.entry
    record(
        entry.case,
        kind,
        actor=actor,
        agency=found.agency,
        entry=str(entry.pk),
        disclosure=str(found.pk),
        entry_kind=entry.kind,
        **more,
    )
