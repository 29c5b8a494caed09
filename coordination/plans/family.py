"""What may be shown to one of the family: what is kept from them is left out (OSL 12:3)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from coordination.agencies.models import Agency
from coordination.meetings.models import Meeting
from coordination.people.models import Person
from coordination.plans.models import Action, Plan
from coordination.sharing.models import Entry
from coordination.sharing.queries import readable
from permissions import policy
from permissions.roles import Act


@dataclass(frozen=True)
class Extract:
    """What the reader's own agency wrote and may show ``person``, the plan in force, and the person's meetings."""

    person: Person
    agencies: list[Agency]
    entries: list[Entry]
    left_out: list[Entry]
    plan: Plan | None
    actions: list[Action]
    meetings: list[Meeting]


def extract_for(user: Any, case: Any, person: Person) -> Extract:
    """Return what ``user`` may show ``person`` of a case. Minutes are not among it: others speak in them too."""
    own = policy.agencies_for(user, Act.VIEW, case)
    mine = readable(case, user).filter(agency__in=own, excerpt_of=None).exclude(kind=Entry.Kind.MINUTES)
    hidden = set(mine.filter(kept_from=person).order_by().values_list("pk", flat=True))
    entries = list(mine.order_by("written_at"))
    plan = policy.visible(user, Act.VIEW, Plan.objects.filter(case=case, status=Plan.Status.AGREED)).first()
    return Extract(
        person=person,
        agencies=list(Agency.objects.filter(pk__in=own).order_by("name")),
        entries=[entry for entry in entries if entry.pk not in hidden],
        left_out=[entry for entry in entries if entry.pk in hidden],
        plan=plan,
        actions=list(actions_for(plan, person)) if plan else [],
        meetings=list(meetings_of(user, case, person)),
    )


def actions_for(plan: Plan, person: Person) -> QuerySet[Action]:
    """Return the actions of a plan that ``person`` may be shown."""
    rows = plan.actions.filter(for_family=True).exclude(status=Action.Status.DROPPED).exclude(kept_from=person)
    return rows.select_related("agency", "person")


def meetings_of(user: Any, case: Any, person: Person) -> QuerySet[Meeting]:
    """Return the meetings to which ``person`` is or was called, as far as ``user`` may know of them."""
    rows = policy.visible(user, Act.VIEW, Meeting.objects.filter(case=case, invitees__person=person))
    return rows.exclude(status=Meeting.Status.CANCELLED).order_by("starts_at")
