"""Who may do what with a matter of welfare crime: by post alone, and nobody by a grant.

The controllers of the agency that has it, its unit manager, and the lawyers of
its municipality: who else works there has nothing to do with it. A matter is
about a provider: no standing in a joint case opens one, and none opens a joint
case.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from permissions import standing
from permissions.roles import MATTER_BY_POST, MATTER_COUNTRIES, MATTER_KEEPERS, MatterAct, Post


def visible_matters(user: Any, act: MatterAct, rows: QuerySet) -> QuerySet:
    """Narrow matters to those on which ``user`` may ``act`` now."""
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    ways = (Q(Exists(_posts(user, post, OuterRef("agency")))) for post, acts in MATTER_BY_POST.items() if act in acts)
    return rows.filter(reduce(or_, ways))


def can_in_matter(user: Any, act: MatterAct, matter: Any) -> bool:
    """Say whether ``user`` may ``act`` on a matter now."""
    return visible_matters(user, act, type(matter)._default_manager.filter(pk=matter.pk)).exists()


def require_in_matter(user: Any, act: MatterAct, matter: Any) -> None:
    """Return if ``user`` may ``act`` on a matter. Raises Http404 if they may not even know of it."""
    if can_in_matter(user, act, matter):
        return
    if can_in_matter(user, MatterAct.READ, matter):
        raise PermissionDenied
    raise Http404


def people_to_rule(matter: Any) -> QuerySet:
    """Return the active users who may rule in a matter as the lawyer of its municipality."""
    posts = standing.memberships().filter(post=Post.LAWYER.value, agency__municipality=matter.agency.municipality_id)
    return get_user_model()._default_manager.filter(pk__in=posts.values("user"), is_active=True)


def agencies_with_matters(user: Any, act: MatterAct = MatterAct.WORK) -> list:
    """Return the agencies in whose matters ``user`` may ``act`` now; to work in them is to open them too."""
    from django.apps import apps

    if not user.is_authenticated or not user.is_active:
        return []
    rows = apps.get_model("coordination.Agency").objects.select_related("municipality")
    rows = rows.filter(kind__in=MATTER_KEEPERS, municipality__country__in=MATTER_COUNTRIES)
    ways = (Q(Exists(_posts(user, post, OuterRef("pk")))) for post, acts in MATTER_BY_POST.items() if act in acts)
    return list(rows.filter(reduce(or_, ways)).order_by("name"))


def _posts(user: Any, post: Post, agency: Any) -> QuerySet:
    """Return the memberships by which a user holds a post towards the agency of a matter; a lawyer's is the town's."""
    rows = standing.memberships().filter(user=user.pk, post=post.value)
    if post is Post.LAWYER:
        return rows.filter(agency__municipality__agencies=agency)
    return rows.filter(agency=agency)
