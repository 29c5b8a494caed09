"""Closing minutes whose decisions act: each becomes an action of the plan or a step of the agency, once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases import process
from coordination.meetings.closing import close_minutes
from coordination.meetings.decisions import for_everybody
from coordination.meetings.models import Decision, Meeting
from coordination.plans.actions.working import add_promise
from coordination.plans.actions.writing import add_action, begin_plan
from coordination.plans.models import Plan
from coordination.plans.queries import in_force, in_making, who_can_act
from coordination.sharing.models import Entry


@transaction.atomic
def close_minutes_with_decisions(meeting: Meeting, *, by: Any, **details: Any) -> Entry:
    """Close the minutes as `close_minutes` does, and let every decision that somebody must carry out begin.

    A decision that belongs in the plan goes into the version being written. Of the others, what an agency that came
    promised through one of its people is an action of the plan in force; where no plan is agreed, another version
    waits for approval, the agency was not there, or not all may know of it, it is a step of the agency. What began
    already is not made again. Raises ValidationError for an agency or person who cannot act in the case now.
    """
    entry = close_minutes(meeting, by=by, **details)
    rows = Decision.objects.select_for_update(of=["self"]).exclude(agency=None)
    rows = rows.filter(item__meeting=meeting, step=None, actions=None).select_related(
        "item", "agency", "person", "case"
    )
    people = {agency.pk: {person.pk for person in there} for agency, there in who_can_act(meeting.case)}
    came = set(meeting.invitees.filter(attended=True).values_list("agency_id", flat=True))
    shared = set(for_everybody(meeting.agenda.all()).values_list("pk", flat=True))
    for decision in rows.order_by("item__position", "position"):
        _must_be_able(decision, people)
        _begin(decision, by=by, came=decision.agency_id in came, known=decision.item_id in shared)
    return entry


def _begin(decision: Decision, *, by: Any, came: bool, known: bool) -> None:
    making, agreed = in_making(decision.case), in_force(decision.case)
    waits = making is not None and making.status == Plan.Status.PROPOSED
    named = known and decision.person is not None and not waits
    if decision.in_plan and named:
        add_action(begin_plan(decision.case, by=by), by=by, **_row(decision))
    elif agreed is not None and came and named:
        add_promise(agreed, by=by, **_row(decision))
    else:
        process.engine().decide(decision, by=by)


def _row(decision: Decision) -> dict[str, Any]:
    held_on = timezone.localdate(decision.item.meeting.starts_at)
    starts_on = min(held_on, decision.due_on or held_on)
    who = {"agency": decision.agency, "person": decision.person}
    return {"text": decision.text, **who, "starts_on": starts_on, "due_on": decision.due_on, "decision": decision}


def _must_be_able(decision: Decision, people: dict[Any, set]) -> None:
    if decision.agency_id not in people:
        raise ValidationError(
            _("%(agency)s does not take part in the case now. Give “%(decision)s” to somebody else, or only note it.")
            % {"agency": decision.agency, "decision": decision.text}
        )
    if decision.person_id and decision.person_id not in people[decision.agency_id]:
        raise ValidationError(
            _("%(person)s has no access to the case for %(agency)s.")
            % {"person": decision.person, "agency": decision.agency}
        )
