"""Cases that nobody coordinates: who may learn of it, also in the highest class, and nothing else of them."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from permissions import standing
from permissions.roles import Act, Post, Role


def uncoordinated(rows: QuerySet) -> QuerySet:
    """Narrow cases to the open ones that nobody may coordinate now, whatever the reason."""
    coordinates = standing.grants(Act.COORDINATE).filter(content_object=OuterRef("pk"))
    return rows.exclude(status="closed").exclude(Exists(coordinates))


def led(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow cases, whatever their class, to those that a unit of this manager leads. Opens nothing of them.

    For seeing to it that each has a coordinator; never with a conflict of interest.
    """
    if not user.is_active:
        return rows.none()
    posts = _managers().filter(user=user.pk, agency=OuterRef("lead_agency_id"))
    return rows.filter(Exists(posts)).exclude(Exists(standing.conflicts(user.pk, OuterRef("pk"))))


def managers_leading(case: Any) -> QuerySet:
    """Return the active unit managers of the agency that leads a case, whatever its class: for whom it is `led`."""
    posts = _managers().filter(user=OuterRef("pk"), agency=case.lead_agency_id)
    rows = get_user_model()._default_manager.filter(Exists(posts), is_active=True)
    return rows.exclude(Exists(standing.conflicts(OuterRef("pk"), case.pk)))


def run_out(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow cases to those that ``user`` coordinated until their access ran out, and nobody since.

    They still work in the agency that leads the case and have no conflict of
    interest. Opens nothing of them: for asking the unit manager.
    """
    if not user.is_active:
        return rows.none()
    past = apps.get_model("permissions.Grant").objects.filter(
        user=user.pk, permission__codename=Role.COORDINATOR.value, kind="ordinary", ended_at=None
    )
    past = past.filter(content_object=OuterRef("pk"), valid_until__lte=timezone.now())
    posts = standing.memberships().filter(user=user.pk, agency=OuterRef("lead_agency_id"))
    mine = rows.filter(Q(Exists(past)), Q(Exists(posts)), coordinator=user.pk)
    return uncoordinated(mine.exclude(Exists(standing.conflicts(user.pk, OuterRef("pk")))))


def _managers() -> QuerySet:
    return standing.memberships().filter(post=Post.MANAGER.value)
