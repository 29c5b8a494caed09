"""What somebody must know before a meeting, or when they take over: what changed, what was promised, who waits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.cases.models import Case
from coordination.history import queries as history
from coordination.history.models import Event, Reading
from coordination.history.sentences import sentences
from coordination.meetings.covering import named_gaps
from coordination.meetings.models import Meeting
from coordination.meetings.queries import agenda_for
from coordination.plans.models import Action, Plan
from coordination.plans.queries import OPEN, is_overdue
from coordination.sharing.models import Entry
from coordination.sharing.queries import readable
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act

SINCE = {
    "meeting": _("The last meeting"),
    "look": _("My last visit on another day"),
    "month": _("The last 30 days"),
    "start": _("The beginning"),
}
MONTH = timedelta(days=30)
MOST = 40  # Events on the page; the whole history is one click away.


def last_meeting(user: Any, case: Case) -> Meeting | None:
    """Return the meeting held last of which ``user`` may know."""
    held = policy.visible(user, Act.VIEW, Meeting.objects.filter(case=case, status=Meeting.Status.HELD))
    return held.select_related("case", "minutes").order_by("-starts_at").first()


def moments(user: Any, case: Case) -> dict[str, datetime]:
    """Return the moments one may ask from, by their names in `SINCE`; only those that there are."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    look = Reading.objects.filter(case=case, reader=user, at__lt=today).order_by("-at").values_list("at", flat=True)
    meeting = last_meeting(user, case)
    found = {
        "meeting": meeting.starts_at if meeting else None,
        "look": look.first(),
        "month": now - MONTH if case.opened_at < now - MONTH else None,
        "start": case.opened_at,
    }
    return {name: at for name, at in found.items() if at is not None}


def changes(user: Any, case: Case, since: datetime) -> tuple[list[dict[str, Any]], int]:
    """Return the latest events since a moment that ``user`` may know, as sentences, and how many are left out."""
    rows = policy.visible(user, Act.READ_HISTORY, Event.objects.filter(case=case, at__gte=since))
    rows = rows.select_related("step").order_by("-at", "-pk")
    return sentences(rows[:MOST]), max(0, rows.count() - MOST)


def new_entries(user: Any, case: Case, since: datetime) -> list[Entry]:
    """Return what ``user`` may read now that was written, or shared with their agency, since a moment."""
    own = policy.agencies_for(user, Act.VIEW, case)
    rows = readable(case, user)
    shared = rows.filter(disclosures__agency__in=own, disclosures__valid_from__gte=since)
    return list(rows.filter(pk__in=[*shared.values_list("pk", flat=True), *_written(rows, since)]))


def _written(rows: Any, since: datetime) -> Iterable:
    return rows.filter(written_at__gte=since).values_list("pk", flat=True)


def decided(user: Any, meeting: Meeting | None) -> list[dict[str, Any]]:
    """Return the decisions of a meeting that ``user`` may read, each with what became of it."""
    rows = agenda_for(user, meeting) if meeting else []
    return [{**decision, "heading": row["heading"]} for row in rows for decision in row.get("decisions", [])]


def uncovered(user: Any, meeting: Meeting | None) -> list[tuple[str, Any]]:
    """Return who is called to the coming meeting and may not hear all of it, with why; for who coordinates the case."""
    if meeting is None or not policy.can(user, Act.COORDINATE, meeting):
        return []
    return named_gaps(meeting)


def promises(user: Any, case: Case) -> dict[str, list[Action]]:
    """Return the open actions of the plan in force: those that are late, and those to come."""
    plan = policy.visible(user, Act.VIEW, Plan.objects.filter(case=case, status=Plan.Status.AGREED)).first()
    rows = plan.actions.filter(status__in=OPEN).select_related("agency", "person") if plan else []
    found: dict[str, list[Action]] = {"late": [], "coming": []}
    for action in rows:
        found["late" if is_overdue(action) else "coming"].append(action)
    return found


def waiting(user: Any, case: Case) -> list[Step]:
    """Return the open steps, those that have waited longest first: who waits for whom."""
    rows = policy.visible(user, Act.VIEW, case.steps.open())
    return list(rows.select_related("agency", "owner").order_by("requested_at", "pk"))


def ends_soon(user: Any, case: Case) -> datetime | None:
    """Return when the first consent ends, if that is within a month; for the agency that leads the case."""
    if case.lead_agency_id not in policy.agencies_for(user, Act.VIEW, case):
        return None
    now = timezone.now()
    ends = case.consents.live().filter(given=True).order_by("valid_until").values_list("valid_until", flat=True).first()
    return ends if ends and ends < now + history.ENDS_SOON else None
