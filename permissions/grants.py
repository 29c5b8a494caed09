"""The only writer of grants."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import F
from django.utils import timezone

from permissions.models import Grant
from permissions.roles import Role


def give(participation: Any, user: Any, role: Role, *, by: Any, reason: str, until: datetime | None = None) -> Grant:
    """Give ``user`` a role in the case of ``participation``, for its agency. Returns the live grant.

    A live grant of the same role is kept as it is; one that has run out is ended, so that a new one can follow.
    """
    permission = Permission.objects.get(codename=role.value, content_type__app_label="coordination")
    key = {"user": user, "content_object": participation.case, "agency": participation.agency, "permission": permission}
    Grant.objects.filter(**key, ended_at=None, valid_until__lte=timezone.now()).update(ended_at=F("valid_until"))
    grant, _ = Grant.objects.live().get_or_create(
        **key, defaults={"participation": participation, "given_by": by, "reason": reason, "valid_until": until}
    )
    return grant


def end(rows: Any, *, by: Any, reason: str) -> int:
    """End the grants in ``rows`` that are live, now. Returns how many."""
    return rows.live().update(ended_at=timezone.now(), ended_by=by, end_reason=reason[:300])


def of_case(case: Any) -> Any:
    """Return all grants of a case, live and ended, newest first."""
    rows = Grant.objects.filter(content_object=case).select_related("user", "agency", "permission", "given_by")
    return rows.order_by("-valid_from", "-pk")
