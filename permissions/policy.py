"""The one door: every question about access is answered here, in SQL, at the moment of use.

Views, querysets, templates, sockets, papers, exports and commands ask here and
nowhere else. Nothing is cached: an ended consent, grant, membership or
participation is gone with the next question. There is no bypass: a superuser
without a grant sees nothing.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from permissions import standing
from permissions.roles import OPENERS, Act, Post
from permissions.walls import WALLS


def visible(user: Any, act: Act, rows: QuerySet) -> QuerySet:
    """Narrow ``rows`` to those on which ``user`` may ``act`` now.

    ``rows`` are cases, or records with a foreign key ``case``. Some records
    have a wall of their own besides (entries, steps, papers: see `walls`).
    """
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    path = "pk" if _is_case(rows.model) else "case_id"
    allowed = rows.filter(standing.may(user.pk, act, path))
    wall = WALLS.get(rows.model._meta.model_name or "")
    return wall(allowed, user, act) if wall else allowed


def can(user: Any, act: Act, obj: Any) -> bool:
    """Say whether ``user`` may ``act`` on a case or a record of one, now."""
    return visible(user, act, type(obj)._default_manager.filter(pk=obj.pk)).exists()


def require(user: Any, act: Act, obj: Any) -> None:
    """Return if ``user`` may ``act``. Raises Http404 if they may not even know of it, else PermissionDenied."""
    if can(user, act, obj):
        return
    case = obj if _is_case(type(obj)) else obj.case
    if act is not Act.VIEW and can(user, Act.VIEW, case) and can(user, Act.VIEW, obj):
        raise PermissionDenied
    raise Http404


def pairs_that_can(act: Act, users: Iterable, cases: Iterable) -> set[tuple[Any, Any]]:
    """Return the (user key, case key) among ``users`` and ``cases`` where the user may ``act`` now: `can`, for many."""
    users, cases = list(users), list(cases)
    granted = standing.grants(act).filter(user__in=users, content_object__in=cases)
    return set(granted.values_list("user_id", "content_object_id")) | standing.posted(act, users, cases)


def agencies_for(user: Any, act: Act, case: Any) -> list:
    """Return the ids of the agencies for which ``user`` may ``act`` on ``case`` by a live grant."""
    if not user.is_authenticated or not user.is_active:
        return []
    rows = standing.grants(act).filter(user=user.pk, content_object=case.pk)
    return list(rows.values_list("agency_id", flat=True).distinct())


def agencies_to_open_for(user: Any) -> list:
    """Return the agencies for which ``user`` may open a joint case: by post in one that leads cases."""
    if not user.is_authenticated or not user.is_active:
        return []
    rows = standing.memberships().filter(user=user.pk, post=Post.MEMBER.value, agency__kind__in=OPENERS)
    return [m.agency for m in rows.select_related("agency__municipality").order_by("agency__name")]


def is_grounded(participation: Any) -> bool:
    """Say whether an agency's place in a case rests on a ground in force now."""
    rows = type(participation)._default_manager.filter(pk=participation.pk)
    return rows.filter(Q(is_lead=True) | standing.grounded("case_id", "agency_id", "basis")).exists()


def people_who_can(act: Act, case: Any, *, agency: Any = None) -> QuerySet:
    """Return the active users who may ``act`` on ``case`` now, of one agency if given."""
    granted = standing.grants(act).filter(user=OuterRef("pk"), content_object=case.pk)
    if agency is not None:
        granted = granted.filter(agency=agency)
    allowed = Q(Exists(granted))
    for posted in standing.users_by_post(act, case.pk, agency):
        allowed |= Q(Exists(posted.filter(user=OuterRef("pk"))))
    return get_user_model()._default_manager.filter(allowed, is_active=True)


def _is_case(model: type) -> bool:
    return model._meta.label_lower == "coordination.case"  # type: ignore[attr-defined]
