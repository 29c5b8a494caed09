"""Searching for whether a joint case is going on around somebody, and whom to contact about it."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.models import PointerSearch
from coordination.agencies.models import Agency, Municipality, User
from coordination.cases.models import Case
from coordination.people.identity import parse
from coordination.rules.queries import value_of
from permissions import policy
from permissions.roles import Act

REFERENCE = re.compile(r"[A-ZÅÄÖ]{1,6}-\d{4}-\d{4,}")
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Pointer:
    """Whom to contact about a case one is not in. Neither its reference nor anything of it."""

    coordinator: str
    agency: str
    phone: str


@dataclass
class Found:
    """What a search gives: cases that one sees, and pointers to others."""

    cases: list[Case] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)
    too_many: bool = False


@transaction.atomic
def search(sought: str, *, by: User, purpose: str) -> Found:
    """Search for an identity number or a reference, whole and exact; every search is kept, what was typed is not.

    Who may know nothing gets what they would get if there were nothing, by the
    same number of questions to the database. Raises ValidationError for what
    is neither a number nor a reference.
    """
    User.objects.select_for_update().get(pk=by.pk)
    agencies = Agency.objects.filter(pk__in=by.memberships.live().values("agency")).select_related("municipality")
    posts = list(agencies.order_by("name"))
    towns = list({agency.municipality for agency in posts})
    what, rows = _exactly(sought, towns)
    if _asked_today(by) >= min((value_of("pointer.most_a_day", town) for town in towns), default=0):
        return Found(too_many=True)
    found = _found(by, what, rows, towns)
    now = timezone.now()
    for case in found or [None]:
        PointerSearch.objects.create(
            at=now,
            user=by,
            agency=posts[0] if posts else None,
            what=what,
            purpose=purpose,
            case=case,
            answered=case is not None and not case.sees and case.pointed,
        )
    return Found([c for c in found if c.sees], [_pointer(c) for c in found if c.pointed and not c.sees])


def searches_in(user: Any, case: Any) -> QuerySet[PointerSearch]:
    """Return who searched for somebody in a case, for who audits it; newest first."""
    rows = policy.visible(user, Act.AUDIT, PointerSearch.objects.filter(case=case))
    return rows.select_related("user", "agency").order_by("-at", "-pk")


def _exactly(sought: str, towns: list[Municipality]) -> tuple[str, QuerySet[Case]]:
    """Return what kind of thing was sought, and the cases it names."""
    text = sought.strip().upper()
    if REFERENCE.fullmatch(text):
        return PointerSearch.What.REFERENCE, Case.objects.filter(reference=text)
    for country in sorted({town.country for town in towns}):
        try:
            number = parse(text, country).number
        except ValidationError:
            continue
        children = {"people__role": "child", "people__identity_number": number}
        return PointerSearch.What.NUMBER, Case.objects.filter(**children).distinct()
    raise ValidationError({"sought": _("This is neither a valid identity number nor a whole reference.")})


def _found(by: User, what: str, rows: QuerySet[Case], towns: list[Municipality]) -> list[Any]:
    act = Act.SEE_COVER if what == PointerSearch.What.REFERENCE else Act.VIEW
    same = Case.objects.filter(pk=OuterRef("pk"))
    kinds = sorted({kind for town in towns for kind in value_of("pointer.agency_kinds", town)})
    highest = min((value_of("pointer.highest_class", town) for town in towns), default=-1)
    rows = rows.annotate(
        sees=Exists(policy.visible(by, act, same)),
        pointed=Exists(policy.pointable(by, same, kinds=kinds, highest=highest)),
    )
    return list(rows.select_related("coordinator", "lead_agency").order_by("-opened_at", "pk"))


def _asked_today(by: User) -> int:
    rows = PointerSearch.objects.filter(user=by, at__gt=timezone.now() - DAY)
    return rows.order_by().values("at").distinct().count()


def _pointer(case: Case) -> Pointer:
    there = policy.can(case.coordinator, Act.COORDINATE, case)
    agency = case.lead_agency
    return Pointer(str(case.coordinator) if there else "", agency.name, agency.phone)
