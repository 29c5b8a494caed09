"""Reading cases: what a reader may do, and lists of them."""

from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from coordination.cases.models import Case
from permissions import policy
from permissions.roles import HIGHEST, Act

NEVER = datetime(2200, 1, 1, tzinfo=UTC)  # Sorts after everything that has a day.


def cases_of(user: Any) -> QuerySet[Case]:
    """Return the cases of which ``user`` may know, each with how they stand to it and when something is due.

    ``sees`` says whether they may open it whole; ``due`` and ``waiting`` (the
    last day of its next open step, and since when its oldest one waits) are
    told only then.
    """
    steps = policy.visible(user, Act.VIEW, apps.get_model("coordination.Step").objects.open())
    steps = steps.filter(case=OuterRef("pk")).order_by().values("case")
    rows = policy.visible(user, Act.SEE_COVER, Case.objects.all())
    rows = rows.annotate(
        sees=Exists(policy.visible(user, Act.VIEW, Case.objects.filter(pk=OuterRef("pk")))),
        due=Coalesce(Subquery(steps.annotate(at=Min("due_at")).values("at")), Value(NEVER)),
        waiting=Coalesce(Subquery(steps.annotate(at=Min("requested_at")).values("at")), Value(NEVER)),
    )
    return rows.select_related("coordinator", "lead_agency").prefetch_related("people")


def narrowed(rows: QuerySet[Case], user: Any, *, status: str, kind: str, role: str, q: str) -> QuerySet[Case]:
    """Narrow what `cases_of` returns. ``q`` is looked for in the reference only."""
    by_status = {"": Q(), "open": ~Q(status=Case.Status.CLOSED)}
    by_role = {
        "": Q(),
        "coordinate": Q(coordinator=user, sees=True),
        "take_part": Q(sees=True) & ~Q(coordinator=user),
        "cover": Q(sees=False),
    }
    rows = rows.filter(by_status[status] if status in by_status else Q(status=status), by_role[role])
    if kind:
        rows = rows.filter(kind=kind)
    return findable(rows, user).filter(reference__icontains=q) if q else rows


def findable(rows: QuerySet[Case], user: Any) -> QuerySet[Case]:
    """Narrow cases to those a search may find for ``user``: of the highest class only what they may open whole."""
    named = policy.visible(user, Act.VIEW, Case.objects.filter(confidentiality__gte=HIGHEST)).values("pk")
    return rows.filter(Q(confidentiality__lt=HIGHEST) | Q(pk__in=named))
