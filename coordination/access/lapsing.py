"""Access that must be confirmed again: who is to do it, and telling them in time."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from coordination.access.restoring import tell_if_missing
from coordination.agencies.models import Municipality
from coordination.cases.models import Case, Participation
from coordination.history.models import Event
from coordination.history.recording import record
from coordination.rules.queries import value_of
from permissions import policy
from permissions.models import Grant
from permissions.roles import Act, Role

SOON, OVER = "access-ends-soon", "access-ran-out"


def to_confirm(user: Any) -> list[Participation]:
    """Return the places whose people's access ``user`` may confirm and which runs out soon, the first one first."""
    towns = {post.agency.municipality for post in user.posts}
    if not towns:
        return []
    before = timezone.now() + max(_notice(town) for town in towns)
    rows = Participation.objects.filter(status=Participation.Status.ACCEPTED).exclude(case__status=Case.Status.CLOSED)
    coordinated = policy.visible(user, Act.COORDINATE, Case.objects.all())
    mine = Q(pk__in=policy.visible(user, Act.ADMIT, rows).values("pk")) | Q(case__in=coordinated.values("pk"))
    ordinary = Grant.objects.live().filter(participation=OuterRef("pk"), kind=Grant.Kind.ORDINARY)
    rows = rows.annotate(ends=Subquery(ordinary.order_by("valid_until").values("valid_until")[:1]))
    return list(rows.filter(mine, ends__lte=before).select_related("case", "agency").order_by("ends", "pk"))


def who_confirm(there: Participation) -> list:
    """Return those who may say that the people of an agency still need their access."""
    admitting = policy.people_who_can(Act.ADMIT, there.case, agency=there.agency)
    return list({*admitting, *policy.people_who_can(Act.COORDINATE, there.case)})


def tell_lapsing() -> int:
    """Tell of each access that runs out soon, and of each that has run out, once. Returns how many were told of.

    Safe to run at any time and twice at once: the row of the access is locked,
    and the history says whether it has been told since it was last confirmed.
    """
    now, told = timezone.now(), 0
    for town in Municipality.objects.all():
        rows = Grant.objects.filter(content_object__municipality=town)
        soon = rows.live().filter(valid_until__lte=now + _notice(town))
        told += sum(_tell(pk, SOON) for pk in _untold(soon, SOON))
        told += sum(_tell(pk, OVER) for pk in _untold(rows.filter(ended_at=None, valid_until__lte=now), OVER))
    return told


@transaction.atomic
def _tell(pk: Any, kind: str) -> bool:
    grant = Grant.objects.select_for_update(of=("self",)).filter(pk=pk, ended_at=None).first()
    if grant is None or pk not in _untold(Grant.objects.filter(pk=pk), kind):
        return False
    case, told = grant.content_object, set(who_confirm(grant.participation)) | _managers(grant)
    if kind == OVER:
        missing = grant.permission.codename == Role.COORDINATOR.value and tell_if_missing(case)
        told = (told - _managers(grant) if missing else told) | {grant.user}
    record(case, kind, agency=grant.agency, tell=told, person=grant.user_id, grant=grant.pk)
    return True


def _managers(grant: Grant) -> set:
    """Return the unit managers who must hear of a coordinator's access, also in the highest class."""
    coordinates = grant.permission.codename == Role.COORDINATOR.value
    return set(policy.managers_leading(grant.content_object)) if coordinates else set()


def _untold(rows: QuerySet[Grant], kind: str) -> list[Any]:
    """Return which ordinary grants in open cases nobody was told of since they were last confirmed."""
    told = Event.objects.filter(kind=kind, case=OuterRef("content_object"), at__gte=OuterRef("confirmed_at"))
    told = told.annotate(grant=Cast(KT("facts__grant"), BigIntegerField())).filter(grant=OuterRef("pk"))
    rows = rows.filter(kind=Grant.Kind.ORDINARY, participation__status=Participation.Status.ACCEPTED)
    rows = rows.exclude(content_object__status=Case.Status.CLOSED).exclude(Exists(told))
    return list(rows.order_by("valid_until", "pk").values_list("pk", flat=True))


def _notice(municipality: Any) -> timedelta:
    return timedelta(days=value_of("access.notice_days", municipality))
