"""Who is away and who stands in, and what a substitute will reach."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from coordination.access.absence_models import Absence
from coordination.agencies.models import Membership, User
from coordination.cases.models import Case
from coordination.cases.stand_ins import why_not
from permissions import policy
from permissions.models import Grant
from permissions.roles import Act, Role


@dataclass(frozen=True)
class Reach:
    """One access of an absent person, and whether the substitute gets it; if not, why."""

    grant: Grant
    why_not: str = ""

    @property
    def case(self) -> Case:
        """The case it is about."""
        return self.grant.content_object

    @property
    def role(self) -> Any:
        """What the substitute is in the case."""
        return Role(self.grant.permission.codename).label


def grants_of(user: Any, by: Any) -> QuerySet[Grant]:
    """Return the live access of ``user`` to open cases, as far as ``by`` may pass it on.

    That is all of it for the person themselves, and for their unit manager what
    they have for the unit, in cases of which the manager may know.
    """
    rows = Grant.objects.live().filter(user=user, kind=Grant.Kind.ORDINARY)
    rows = rows.exclude(content_object__status=Case.Status.CLOSED)
    if by.pk == user.pk:
        seen = policy.visible(by, Act.VIEW, Case.objects.all())
    else:
        seen = policy.visible(by, Act.ADMIT, Case.objects.all())
        rows = rows.filter(agency__in=policy.manages(by, user))
    rows = rows.filter(content_object__in=seen.values("pk"))
    rows = rows.select_related("content_object", "agency", "permission", "participation", "user")
    return rows.order_by("content_object__reference", "pk")


def reach(user: Any, substitute: Any, *, by: Any, cases: Any = None) -> list[Reach]:
    """Return what ``substitute`` gets in place of ``user``, row for row, in all cases or in ``cases``."""
    rows = grants_of(user, by)
    if cases is not None:
        rows = rows.filter(content_object__in=cases)
    return [Reach(grant, why_not(grant, substitute)) for grant in rows]


def possible_substitutes(user: Any, by: Any) -> QuerySet[User]:
    """Return the active colleagues of ``user``; for a unit manager those of the units they manage."""
    agencies = Membership.objects.live().filter(user=user).values("agency")
    rows = Membership.objects.live().filter(agency__in=agencies)
    if by.pk != user.pk:
        rows = rows.filter(agency__in=policy.manages(by, user))
    people = User.objects.filter(is_active=True, pk__in=rows.values("user"))
    return people.exclude(pk=user.pk).order_by("first_name", "last_name")


def absences_of(user: Any) -> QuerySet[Absence]:
    """Return the absences in which ``user`` is away or stands in, newest first."""
    rows = Absence.objects.filter(Q(user=user) | Q(substitute=user))
    return rows.select_related("user", "substitute", "set_by").order_by("-valid_from", "pk")


def may_set(by: Any, user: Any) -> bool:
    """Say whether ``by`` may say that ``user`` is away: for oneself, or as the person's unit manager."""
    return by.pk == user.pk or bool(policy.manages(by, user))
