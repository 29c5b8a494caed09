"""Whom a flow asks, and by which day: questions about the case, answered from the domain's own rows."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency
from coordination.cases.models import Participation
from coordination.meetings.models import Decision, Meeting
from coordination.plans.models import Plan
from coordination.steps.models import Step


def joining(activation: Any) -> Agency:
    """Return the agency this run was started for."""
    return Agency.objects.get(pk=activation.process.data["agency"])


def invited(activation: Any) -> QuerySet:
    """Return the agencies that have an invitation to answer and no step for it yet."""
    return _standing(activation, "answer", [Participation.Status.INVITED])


def taking_part(activation: Any) -> QuerySet:
    """Return the lead agency and those that accepted, less any that is describing the situation already."""
    return _standing(activation, "map", [Participation.Status.ACCEPTED])


def asked_again(activation: Any) -> QuerySet:
    """Return the agencies that the coordinator asks for more, if they still take part."""
    return taking_part(activation).filter(pk__in=activation.process.data.get("ask", []))


def describe(activation: Any) -> bool:
    """Whether the agencies of the case describe the situation at all, by its way of working."""
    from workflows import graph  # The flows ask here.
    from workflows.flows import flow_of

    return graph.draws(flow_of(activation.process.case), "map")


def proposed_plan(activation: Any) -> Plan:
    """Return the plan that waits for approval."""
    return Plan.objects.get(case=activation.process.case_id, status=Plan.Status.PROPOSED)


def with_actions(activation: Any) -> QuerySet:
    """Return the agencies that have actions in the proposed plan and take part in the case."""
    here = _standing(activation, "approve", [Participation.Status.ACCEPTED])
    return here.filter(actions__plan=proposed_plan(activation)).distinct()


def day_of_meeting(activation: Any) -> date | None:
    """Return the day of the meeting that was called last."""
    meetings = Meeting.objects.filter(case=activation.process.case_id, status=Meeting.Status.CALLED)
    meeting = meetings.order_by("-starts_at").first()
    return timezone.localdate(meeting.starts_at) if meeting else None


def day_of_follow_up(activation: Any) -> date | None:
    """Return the day of follow-up in the agreed plan."""
    plans = Plan.objects.filter(case=activation.process.case_id, status=Plan.Status.AGREED)
    return plans.order_by("-version").values_list("follow_up_on", flat=True).first()


def day_after(activation: Any) -> date | None:
    """Return the day chosen for the after-follow-up, if one was."""
    chosen = activation.process.data.get("after_on")
    return date.fromisoformat(chosen) if chosen else None


def decision_of(activation: Any) -> Decision:
    """Return the decision of a meeting that this run carries out."""
    rows = Decision.objects.select_related("agency", "person")
    return rows.get(pk=activation.process.data["decision"])


def decided_agency(activation: Any) -> Agency:
    """Return the agency that a meeting decided on. Raises LookupError for a decision that is only noted."""
    agency = decision_of(activation).agency
    if agency is None:
        raise LookupError("nobody has to carry out this decision")
    return agency


def decided_person(activation: Any) -> Any:
    """Return which of its people a meeting named, if it named one."""
    return decision_of(activation).person


def decided_day(activation: Any) -> date | None:
    """Return the day by which it is to be done."""
    return decision_of(activation).due_on


def _standing(activation: Any, kind: str, statuses: list) -> QuerySet:
    case = activation.process.case_id
    there = Participation.objects.filter(case=case, agency=OuterRef("pk"), status__in=statuses)
    asked = Step.objects.open().filter(case=case, agency=OuterRef("pk"), kind=kind)
    return Agency.objects.filter(Exists(there)).exclude(Exists(asked)).order_by("name")
