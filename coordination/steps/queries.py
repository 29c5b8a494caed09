"""Reading steps: the lists of My steps, each served by an index, and whom a step can be handed to."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, UUIDField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from coordination.agencies.models import Agency, Membership, User
from coordination.cases.models import Case
from coordination.cases.stand_ins import owned_by
from coordination.people.models import Person
from coordination.steps.kinds import TITLES, act_of
from coordination.steps.models import OPEN, Step, awake
from permissions import policy
from permissions.roles import HIGHEST, Act, Post

AT_MOST = 1001  # Counting further costs more than anybody gains from the number.
MOST_MOVED = 100
LATELY = timedelta(days=14)
TABS = ("mine", "group", "waiting", "info", "done", "unit")


class Desk:
    """The steps around one person. The agencies are asked for once and go into every query as plain values."""

    def __init__(self, user: Any) -> None:
        self.user = user
        posts = user.posts
        self.agencies: list[Agency] = sorted({p.agency for p in posts}, key=lambda a: a.name)
        self.managed = sorted({p.agency_id for p in posts if p.post == Post.MANAGER.value}, key=str)

    def rows(self, tab: str) -> QuerySet[Step]:
        """Return the steps of a tab, in no order."""
        return getattr(self, f"_{tab}")()

    def tabs(self) -> list[str]:
        """Return the tabs this person has: only managers have a unit."""
        return [tab for tab in TABS if tab != "unit" or self.managed]

    def counts(self) -> dict[str, int]:
        """Count the tabs in which something waits, in one query, each to `AT_MOST`."""
        counted = {tab: _at_most(self.rows(tab)) for tab in self.tabs() if tab not in ("info", "done")}
        counted["mine"] = _at_most(self.rows("mine").filter(awake()))
        return User.objects.filter(pk=self.user.pk).values(**counted).get()

    def _mine(self) -> QuerySet[Step]:
        return doable(self.user, Step.objects.filter(OPEN, owned_by(self.user)))

    def _group(self) -> QuerySet[Step]:
        return doable(self.user, Step.objects.filter(OPEN, owner=None, agency__in=[a.pk for a in self.agencies]))

    def _unit(self) -> QuerySet[Step]:
        return policy.visible(self.user, Act.REASSIGN, Step.objects.filter(OPEN, agency__in=self.managed))

    def _waiting(self) -> QuerySet[Step]:
        mine = policy.visible(self.user, Act.COORDINATE, Case.objects.filter(pk=OuterRef("case")))
        rows = Step.objects.filter(OPEN, owned_by(self.user, "case__coordinator"))
        elsewhere = ~Q(agency__in=[a.pk for a in self.agencies])
        others = Q(owner__isnull=False) & ~Q(owner=self.user) | Q(owner=None) & elsewhere
        return rows.filter(others, Exists(mine))

    def _info(self) -> QuerySet[Step]:
        since = timezone.now() - LATELY
        inside = Case.objects.filter(grants__user=self.user.pk, grants__ended_at=None)
        ids = list(policy.visible(self.user, Act.VIEW, inside).order_by().values_list("pk", flat=True).distinct())
        rows = Step.objects.filter(case__in=ids, withdrawn_at=None)
        rows = rows.filter(Q(requested_at__gte=since) | Q(completed_at__gte=since))
        others = rows.filter(~Q(owner=self.user) | Q(owner=None))
        return others.annotate(moved_at=Coalesce("completed_at", "requested_at"))

    def _done(self) -> QuerySet[Step]:
        done = Step.objects.filter(completed_by=self.user, completed_at__isnull=False)
        return policy.visible(self.user, Act.SEE_COVER, done)


def doable(user: Any, rows: QuerySet[Step]) -> QuerySet[Step]:
    """Narrow ``rows`` to the steps that ``user`` may do now, each by the act of its kind."""
    each = (policy.visible(user, act, rows.filter(kind__in=kinds)) for act, kinds in _kinds_by_act().items())
    return reduce(or_, each)


def subjects(user: Any, steps: list[Step]) -> dict[Any, str]:
    """Return whom the cases of ``steps`` are about (initials and year), where ``user`` may see the case."""
    there = Person.objects.filter(case__in={s.case_id for s in steps}, role=Person.Role.CHILD)
    people = policy.visible(user, Act.VIEW, there.exclude(case__confidentiality__gte=HIGHEST))
    return {p.case_id: str(p.listed_as) for p in people}


def colleagues(step: Step) -> QuerySet[User]:
    """Return who of the step's agency may do it, less the one who has it."""
    people = policy.people_who_can(act_of(step.kind), step.case, agency=step.agency)
    return people.exclude(pk=step.owner_id).order_by("first_name", "last_name")


def followers(step: Step) -> QuerySet[Step]:
    """Return the open steps that came of completing ``step``."""
    rows = Step.objects.filter(OPEN, case=step.case_id, requested_at__gte=step.completed_at)
    return rows.exclude(pk=step.pk).select_related("agency", "owner").order_by("due_at", "id")


def chosen_to_move(user: Any, keys: list[str]) -> list[Step]:
    """Return the open steps among ``keys`` that ``user`` may move; what is no key of such a step is passed over."""
    try:
        rows = Step.objects.open().filter(pk__in=keys[:MOST_MOVED])
    except (ValueError, ValidationError):
        return []
    rows = policy.visible(user, Act.REASSIGN, rows).select_related("case", "agency", "owner")
    return list(rows.order_by("due_at", "pk"))


def people_for(steps: list[Step]) -> QuerySet[User]:
    """Return the people of the agencies of ``steps``, less the one who has them all."""
    there = Membership.objects.live().filter(agency__in={step.agency_id for step in steps})
    people = User.objects.filter(is_active=True, pk__in=there.values("user"))
    owners = {step.owner_id for step in steps}
    if len(owners) == 1:
        people = people.exclude(pk__in=[pk for pk in owners if pk])
    return people.order_by("first_name", "last_name")


def _kinds_by_act() -> dict[Act, list[str]]:
    found: dict[Act, list[str]] = {}
    for kind in TITLES:
        found.setdefault(act_of(kind), []).append(kind)
    return found


def _at_most(rows: QuerySet[Step]) -> Func:
    ids = ArraySubquery(rows.order_by().values("pk")[:AT_MOST])
    typed = Cast(ids, ArrayField(UUIDField()))  # Where there can be none, Django sends an array of no type.
    return Func(typed, function="CARDINALITY", output_field=IntegerField())
