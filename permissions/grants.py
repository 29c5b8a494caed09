"""The only writer of grants."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from permissions import standing
from permissions.models import Grant
from permissions.roles import HIGHEST, Role


class Conflicted(Exception):
    """The person has a conflict of interest in the case: no access can be given."""


def give(
    participation: Any,
    user: Any,
    role: Role,
    *,
    by: Any,
    reason: str,
    until: datetime | None = None,
    since: datetime | None = None,
    kind: str = Grant.Kind.ORDINARY,
    on_behalf_of: Any = None,
    clearance: int = 2,
    approved_by: Any = None,
) -> Grant:
    """Give ``user`` a role in the case of ``participation``, for its agency. Returns the live grant.

    A live grant of the same role and kind is kept as it is; one that has run
    out is ended, so that a new one can follow. Raises Conflicted for somebody
    with a conflict of interest in the case.
    """
    if standing.conflicts(user, participation.case_id).exists():
        raise Conflicted
    permission = Permission.objects.get(codename=role.value, content_type__app_label="coordination")
    key = {
        "user": user,
        "content_object": participation.case,
        "agency": participation.agency,
        "permission": permission,
        "kind": kind,
    }
    Grant.objects.filter(**key, ended_at=None, valid_until__lte=timezone.now()).update(ended_at=F("valid_until"))
    grant, _ = Grant.objects.filter(ended_at=None).get_or_create(
        **key,
        defaults={
            "participation": participation,
            "given_by": by,
            "reason": reason,
            "valid_from": since or timezone.now(),
            "valid_until": until,
            "on_behalf_of": on_behalf_of,
            "clearance": clearance,
            "approved_by": approved_by,
        },
    )
    return grant


def confirm(rows: Any, *, until: datetime) -> int:
    """Say that the ordinary grants in ``rows`` that are live are still needed, until a moment. Returns how many."""
    return rows.live().filter(kind=Grant.Kind.ORDINARY).update(confirmed_at=timezone.now(), valid_until=until)


def name(grant: Grant, *, approved_by: Any, until: datetime) -> None:
    """Let a grant reach the highest class: its holder is named, and ``approved_by`` is the second to say so."""
    grant.clearance, grant.approved_by, grant.valid_until = HIGHEST, approved_by, until
    grant.save(update_fields=["clearance", "approved_by", "valid_until"])


def stand_ins(rows: Any) -> Any:
    """Return the grants, also those not begun, of the people who stand in for the holders of the live ``rows``."""
    theirs = rows.live().filter(
        kind=Grant.Kind.ORDINARY,
        user=OuterRef("on_behalf_of"),
        content_object=OuterRef("content_object"),
        agency=OuterRef("agency"),
        permission=OuterRef("permission"),
    )
    return Grant.objects.filter(Exists(theirs), kind=Grant.Kind.SUBSTITUTE, ended_at=None)


def end(rows: Any, *, by: Any, reason: str) -> int:
    """End the grants in ``rows`` that are live, now, and those of who stands in for their holders. Returns how many."""
    following = list(stand_ins(rows).values_list("pk", flat=True))
    if following:
        end_stand_ins(Grant.objects.filter(pk__in=following), by=by, reason=reason)
    return rows.live().update(ended_at=timezone.now(), ended_by=by, end_reason=reason[:300])


def end_stand_ins(rows: Any, *, by: Any, reason: str) -> int:
    """End substitutes' grants in ``rows`` now, also those that have not begun. Returns how many."""
    rows = rows.filter(kind=Grant.Kind.SUBSTITUTE, ended_at=None)
    return rows.update(ended_at=timezone.now(), ended_by=by, end_reason=reason[:300])


def of_case(case: Any) -> Any:
    """Return all grants of a case, live and ended, newest first."""
    rows = Grant.objects.filter(content_object=case).select_related("user", "agency", "permission", "given_by")
    return rows.order_by("-valid_from", "-pk")
