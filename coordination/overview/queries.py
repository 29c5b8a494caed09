"""What the page of a case shows, read for one person at a time."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from coordination.cases.models import Case, Participation
from coordination.cases.stand_ins import owned_by
from coordination.history.models import Event
from coordination.history.sentences import sentences
from coordination.meetings.models import Meeting
from coordination.plans.models import Goal, Plan
from coordination.sharing.queries import Cover
from coordination.steps.kinds import act_of
from coordination.steps.models import Step
from permissions import grants, policy
from permissions.roles import Act

EVENTS = 6


def case_for(user: Any, act: Act, reference: str) -> Case:
    """Return the case with its people, or raise Http404 if ``user`` may not ``act`` on it."""
    rows = Case.objects.select_related("coordinator", "lead_agency", "municipality").prefetch_related("people")
    return get_object_or_404(policy.visible(user, act, rows), reference=reference)


def steps_for(user: Any, acts: set[Act], rows: Any) -> list[Step]:
    """Return the open steps in ``rows`` that are the user's own, or free for them to take, soonest first."""
    allowed = Q(pk__in=policy.visible(user, Act.WRITE, rows).values("pk"))
    allowed |= Q(pk__in=policy.visible(user, Act.ANSWER, rows).values("pk"))
    found = rows.open().filter(allowed, owned_by(user) | Q(owner=None)).select_related("agency", "case", "owner")
    return [step for step in found.order_by("due_at", "pk") if step.owner_id == user.pk or act_of(step.kind) in acts]


def waiting_steps(user: Any, case: Case, own: list[Step]) -> list[Step]:
    """Return the open steps of the case that somebody else must do."""
    rows = policy.visible(user, Act.VIEW, case.steps.open()).exclude(pk__in=[s.pk for s in own])
    return list(rows.select_related("agency", "owner").order_by("requested_at", "pk"))


def parties(case: Case) -> list[dict[str, Any]]:
    """Return the agencies of the case, those that take part first, each with its people who have access."""
    people = defaultdict(list)
    for grant in grants.of_case(case).live():
        people[grant.agency_id].append(grant)
    rows = Participation.objects.filter(case=case).select_related("agency", "basis", "invited_by", "answered_by")
    order = {"accepted": 0, "invited": 1, "declined": 2, "left": 3}
    found = sorted(rows, key=lambda p: (order[p.status], not p.is_lead, p.agency.name, p.invited_at))
    return [
        {"there": p, "agency": p.agency, "grants": people[p.agency_id] if p.status == "accepted" else []} for p in found
    ]


def news(user: Any, case: Case) -> list[dict[str, Any]]:
    """Return the latest events of the case, as sentences."""
    rows = policy.visible(user, Act.READ_HISTORY, Event.objects.filter(case=case))
    return [{**told, "who": told["agency"]} for told in sentences(rows.select_related("step")[:EVENTS])]


def next_meeting(user: Any, case: Case) -> Meeting | None:
    """Return the next meeting of the case to which the user's agency is called."""
    rows = policy.visible(user, Act.VIEW, Meeting.objects.filter(case=case, status=Meeting.Status.CALLED))
    return rows.filter(starts_at__gte=timezone.now()).order_by("starts_at").first()


def plan_of(user: Any, case: Case) -> Plan | None:
    """Return the plan in force, or the one proposed, with its goals and how many actions are done."""
    rows = policy.visible(user, Act.VIEW, Plan.objects.filter(case=case, status__in=["agreed", "proposed"]))
    rows = rows.annotate(all_actions=Count("actions"), done_actions=Count("actions", filter=Q(actions__status="done")))
    goals = Prefetch("goals", Goal.objects.order_by("position"))
    return rows.prefetch_related(goals).order_by("-status", "-version").first()


def ground(case: Case) -> dict[str, Any]:
    """Return who must consent and has not, and for each agency until when the consents cover it."""
    cover = Cover(case)
    said = {c.giver_id for c in cover.consents}
    return {
        "missing": list(case.people.filter(pk__in=cover.required - said)),
        "until": {pk: until for pk, agency in cover.agencies.items() if (until := cover.until(agency))},
        "first_end": min((c.valid_until for c in cover.consents), default=None),
    }
