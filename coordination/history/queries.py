"""What happened in a case and who read it, as far as the reader may know."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from coordination.agencies.models import Agency, User
from coordination.history.kinds import KINDS
from coordination.history.models import Event, Reading
from permissions import grants, policy
from permissions.roles import Act

PAGE = 50
LONG_OVERDUE = timedelta(days=5)
ENDS_SOON = timedelta(days=30)


def case_with_history(user: Any, reference: str, act: Act = Act.READ_HISTORY) -> Any:
    """Return the case if ``user`` may read its history (or audit it); raises Case.DoesNotExist."""
    rows = policy.visible(user, act, apps.get_model("coordination.Case").objects.select_related("municipality"))
    return rows.get(reference=reference)


def events_of(user: Any, case: Any) -> QuerySet[Event]:
    """Return the events of a case: all for who may audit it, else what concerns everyone or the own agency."""
    act = Act.AUDIT if policy.can(user, Act.AUDIT, case) else Act.READ_HISTORY
    return policy.visible(user, act, Event.objects.filter(case=case)).order_by("-at", "-pk")


def readings_of(user: Any, case: Any) -> QuerySet[Reading]:
    """Return who read what in a case, for who may audit it."""
    rows = policy.visible(user, Act.AUDIT, Reading.objects.filter(case=case))
    return rows.select_related("reader").order_by("-at", "-pk")


def agencies_in(case: Any) -> list[Agency]:
    """Return the agencies that are or were in a case."""
    return list(Agency.objects.filter(participations__case=case).distinct().order_by("name"))


def actors_in(events: QuerySet[Event]) -> list[User]:
    """Return the people who did something, by name."""
    return list(User.objects.filter(pk__in=events.order_by().values("actor")).order_by("last_name", "first_name"))


def readers_in(readings: QuerySet[Reading]) -> list[User]:
    """Return the people who read something, by name."""
    return list(User.objects.filter(pk__in=readings.order_by().values("reader")).order_by("last_name", "first_name"))


def chosen_events(rows: QuerySet[Event], wanted: dict[str, Any]) -> QuerySet[Event]:
    """Narrow events to what the filter asks for."""
    if groups := wanted.get("group"):
        rows = rows.filter(kind__in=[kind for kind, about in KINDS.items() if about.group in groups])
    if agency := wanted.get("agency"):
        rows = rows.filter(Q(acting_agency=agency) | Q(agency=agency) | Q(facts__agency=str(agency.pk)))
    if person := wanted.get("person"):
        rows = rows.filter(Q(actor=person) | Q(on_behalf_of=person) | Q(facts__person=person.pk))
    return between(rows, wanted)


def chosen_readings(rows: QuerySet[Reading], wanted: dict[str, Any]) -> QuerySet[Reading]:
    """Narrow readings to what the filter asks for."""
    if person := wanted.get("person"):
        rows = rows.filter(reader=person)
    return between(rows, wanted)


def between(rows: QuerySet, wanted: dict[str, Any]) -> QuerySet:
    """Narrow rows to the days from and to, as days are where the case is (the time zone in force)."""
    if first := wanted.get("first"):
        rows = rows.filter(at__gte=_midnight(first))
    if (last := wanted.get("last")) and last < date.max:
        rows = rows.filter(at__lt=_midnight(last + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


@dataclass
class Slice:
    """One page of rows, newest first, and the ids to go on from in both directions."""

    rows: list = field(default_factory=list)
    older: Any = None
    newer: Any = None


def cut(rows: QuerySet, *, before: Any = None, after: Any = None, size: int = PAGE) -> Slice:
    """Return the page of ``rows`` older than the row ``before`` or newer than the row ``after``.

    A row that is not (or no longer) among them gives the first page.
    """
    mark = rows.filter(pk=before or after).values_list("at", "pk").first() if before or after else None
    up = mark is not None and before is None
    if mark:
        at, pk = mark
        beyond = Q(at__gt=at) | Q(at=at, pk__gt=pk) if up else Q(at__lt=at) | Q(at=at, pk__lt=pk)
        rows = rows.filter(beyond)
    found = list(rows.order_by("at", "pk")[: size + 1] if up else rows.order_by("-at", "-pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if up:
        found.reverse()
    newer = bool(found) and (more if up else mark is not None)
    older = bool(found) and (up or more)
    return Slice(found, found[-1].pk if older else None, found[0].pk if newer else None)


def figures_of(user: Any, case: Any, events: QuerySet[Event]) -> dict[str, int]:
    """Return the figures of a case; readings only for who may audit it."""
    now = timezone.now()
    steps = policy.visible(user, Act.READ_HISTORY, apps.get_model("coordination.Step").objects.filter(case=case))
    late = Q(completed_at__gt=F("due_at")) | Q(completed_at=None, withdrawn_at=None, due_at__lt=now)
    figures = {
        "events": events.count(),
        "people": grants.of_case(case).order_by().aggregate(n=Count("user", distinct=True))["n"],
        "days": ((case.closed_at or now) - case.opened_at).days,
        "late": steps.filter(late).count(),
    }
    if policy.can(user, Act.AUDIT, case):
        figures["readings"] = readings_of(user, case).order_by().count()
    return figures


def audited_cases(user: Any) -> QuerySet:
    """Return the cases ``user`` may audit, newest first, each with what deviates in it."""
    now = timezone.now()
    steps = apps.get_model("coordination.Step").objects.open().filter(due_at__lt=now - LONG_OVERDUE)
    steps = policy.visible(user, Act.AUDIT, steps).filter(case=OuterRef("pk"))
    consents = apps.get_model("coordination.Consent").objects.live().filter(given=True, case=OuterRef("pk"))
    ends = consents.order_by().values("case").annotate(first=Min("valid_until")).values("first")
    rows = policy.visible(user, Act.AUDIT, apps.get_model("coordination.Case").objects.all())
    return rows.select_related("coordinator", "lead_agency").annotate(
        overdue=Exists(steps),
        overdue_since=Subquery(steps.order_by("due_at").values("due_at")[:1]),
        consent_ends=Subquery(ends),
    )


def deviating(rows: QuerySet) -> QuerySet:
    """Narrow audited cases to those in which something deviates: long overdue, frozen, or consent about to end."""
    soon = Q(consent_ends__lt=timezone.now() + ENDS_SOON)
    return rows.exclude(status="closed").filter(Q(overdue=True) | Q(frozen_at__isnull=False) | soon)
