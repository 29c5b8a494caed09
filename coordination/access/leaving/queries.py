"""The people of a unit, and what lies on each of them, as far as their unit manager may know."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from coordination.access.absence_models import Absence
from coordination.agencies.models import Agency, Membership, User
from coordination.cases.models import Case
from coordination.steps.models import Step
from permissions import policy
from permissions.models import Grant
from permissions.roles import Act, Post

CLOSED = Case.Status.CLOSED


@dataclass
class Colleague:
    """One of the unit's people, with what lies on them."""

    user: User
    posts: list[Membership] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)


@dataclass
class Burden:
    """Everything that must find somebody else, or end, when a person leaves the units of one manager."""

    cases: list[Case]
    steps: list[Step]
    grants: list[Grant]
    posts: list[Membership]
    absences: list[Absence]
    lone_contact: list[Agency]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left."""
        return not (self.cases or self.steps or self.grants or self.posts or self.absences)


def people_of(by: Any) -> list[Colleague]:
    """Return the people of the units that ``by`` manages, each with their counts, by name."""
    units = policy.managed_agencies(by)
    rows = Membership.objects.live().filter(agency__in=units).exclude(user=by.pk).select_related("user", "agency")
    found: dict[Any, Colleague] = {}
    for post in rows.order_by("user__first_name", "user__last_name", "agency__name", "post"):
        found.setdefault(post.user_id, Colleague(post.user)).posts.append(post)
    counted = {
        "steps": _count(_steps(by, units).filter(owner__in=found), "owner"),
        "cases": _count(_cases(by, units).filter(coordinator__in=found), "coordinator"),
        "grants": _count(_grants(by, units).filter(user__in=found), "user"),
    }
    for absence in _absences(found):
        found[absence.user_id].absences.append(absence)
    for pk, colleague in found.items():
        colleague.counts = {name: numbers.get(pk, 0) for name, numbers in counted.items()}
        colleague.counts["posts"] = len(colleague.posts)
    return list(found.values())


def burden_of(user: Any, by: Any) -> Burden:
    """Return what lies on ``user`` in the units where ``by`` is their manager."""
    units = policy.manages(by, user)
    cases = _cases(by, units).filter(coordinator=user)
    steps = _steps(by, units).filter(owner=user)
    given = _grants(by, units).filter(user=user)
    posts = Membership.objects.live().filter(user=user, agency__in=units).select_related("agency")
    absences = Absence.objects.filter(Q(user=user) | Q(substitute=user), ended_at=None)
    return Burden(
        cases=list(cases.select_related("lead_agency").order_by("reference")),
        steps=list(steps.select_related("case", "agency", "owner").order_by("case__reference", "due_at", "pk")),
        grants=list(
            given.select_related("content_object", "agency", "permission", "participation", "user").order_by(
                "content_object__reference", "pk"
            )
        ),
        posts=list(posts.order_by("agency__name", "post")),
        absences=[a for a in absences.select_related("user", "substitute") if a.state in ("now", "coming")],
        lone_contact=[p.agency for p in posts if p.post == Post.CONTACT.value and not _other_contact(p)],
    )


def successors(user: Any, by: Any) -> QuerySet[User]:
    """Return the other people of the units where ``by`` manages ``user``."""
    rows = Membership.objects.live().filter(agency__in=policy.manages(by, user))
    people = User.objects.filter(is_active=True, pk__in=rows.values("user"))
    return people.exclude(pk=user.pk).order_by("first_name", "last_name")


def _cases(by: Any, units: list) -> QuerySet[Case]:
    rows = Case.objects.exclude(status=CLOSED).filter(lead_agency__in=units)
    return policy.visible(by, Act.REASSIGN, rows)


def _steps(by: Any, units: list) -> QuerySet[Step]:
    return policy.visible(by, Act.REASSIGN, Step.objects.open().filter(agency__in=units))


def _grants(by: Any, units: list) -> QuerySet[Grant]:
    seen = policy.visible(by, Act.ADMIT, Case.objects.all())
    return Grant.objects.live().filter(agency__in=units, content_object__in=seen.values("pk"))


def _absences(people: Any) -> list[Absence]:
    rows = Absence.objects.filter(user__in=people, ended_at=None).select_related("substitute", "user")
    return [absence for absence in rows.order_by("valid_from") if absence.state in ("now", "coming")]


def _count(rows: QuerySet, key: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(key).annotate(n=Count("pk")))


def _other_contact(post: Membership) -> bool:
    rows = Membership.objects.live().filter(agency=post.agency, post=Post.CONTACT.value, user__is_active=True)
    return rows.exclude(user=post.user_id).exists()
