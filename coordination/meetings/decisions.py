"""What became of the decisions of a meeting: an action of the plan, a step of an agency, or nothing but a note."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.cases.models import Confidentiality
from coordination.meetings.models import AgendaItem, Decision, Meeting
from permissions import policy
from permissions.roles import Act

AT_MOST_NORMAL = {"confidentiality__lte": Confidentiality.NORMAL}
STATES = {
    "noted": ("mute", _("Noted: nobody has to act")),
    "waiting": ("info", _("When the minutes are closed")),
    "draft": ("info", _("In the plan being written")),
    "open": ("info", _("To be done")),
    "late": ("warn", _("Late")),
    "done": ("ok", _("Done")),
    "not_done": ("warn", _("Could not be done")),
    "dropped": ("mute", _("No longer needed")),
}


def state_of(decision: Decision, today: date | None = None) -> str:
    """Return how a decision stands, by its name in `STATES`."""
    if not decision.acts:
        return "noted"
    action = action_of(decision)
    if action is not None:
        return _of_action(action, today or timezone.localdate())
    step = decision.step
    if step is None:
        return "waiting"
    if step.completed_at:
        return "not_done" if step.outcome == "not_done" else "done"
    if step.withdrawn_at:
        return "dropped"
    return "late" if step.is_overdue else "open"


def action_of(decision: Decision) -> Any:
    """Return the action of the plan that a decision became, as it stands in the plan that counts now."""
    order = {"agreed": 0, "proposed": 1, "draft": 1, "replaced": 2}
    actions = sorted(decision.actions.all(), key=lambda a: (order[a.plan.status], -a.plan.version))
    return actions[0] if actions else None


def made(decision: Decision) -> bool:
    """Say whether a decision became something already, so that it is neither changed nor made again."""
    return decision.step_id is not None or decision.actions.exists()


def with_state(decisions: Iterable[Decision], *, drafts: bool = True) -> list[dict[str, Any]]:
    """Return decisions as pages and papers show them; without ``drafts`` what is in a draft of the plan is not told."""
    rows = []
    for decision in decisions:
        state = state_of(decision)
        if state == "draft" and not drafts:
            state = "open"
        kind, words = STATES[state]
        action = action_of(decision)
        note = decision.result or (action.note if action is not None and state != "draft" else "")
        rows.append({"decision": decision, "state": state, "kind": kind, "words": words, "note": note})
    return rows


def readable(user: Any, step: Any) -> Decision | None:
    """Return the decision that a step carries out, if ``user`` may know it.

    That is whoever sees its part of the minutes; and the agency that must act, unless not all may see the part.
    """
    if step.kind != "decided":
        return None
    found = Decision.objects.filter(step=step).select_related("item__meeting", "agency", "person").first()
    if found is None:
        return None
    own = found.agency_id in policy.agencies_for(user, Act.VIEW, found.case)
    parts = AgendaItem.objects.filter(pk=found.item_id)
    known = policy.visible(user, Act.VIEW, parts).exists() or (own and for_everybody(parts).exists())
    return found if known else None


def of_items(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Fetch the decisions of parts with what `state_of` asks."""
    return items.prefetch_related(
        "decisions__agency", "decisions__person", "decisions__step", "decisions__actions__plan"
    )


def for_everybody(items: QuerySet[AgendaItem]) -> QuerySet[AgendaItem]:
    """Narrow to the parts that everybody at the meeting may see, and all of the family."""
    return items.filter(**AT_MOST_NORMAL, without=None, kept_from=None)


def still_open(case: Any) -> list[Decision]:
    """Return the decisions of meetings held that are still to be carried out as steps, the soonest first.

    Only of parts that everybody may see: they stand on the next agenda, which the family gets too.
    """
    items = for_everybody(AgendaItem.objects.filter(case=case, meeting__status=Meeting.Status.HELD))
    rows = Decision.objects.filter(item__in=items, step__completed_at=None, step__withdrawn_at=None)
    return list(rows.exclude(step=None).select_related("agency").order_by("due_on", "id"))


def _of_action(action: Any, today: date) -> str:
    if action.plan.status in ("draft", "proposed") and not action.continues_id:
        return "draft"
    if action.status == "done":
        return "done"
    if action.status == "dropped" or action.plan.status == "replaced":
        return "dropped"
    return "late" if action.due_on < today else "open"
