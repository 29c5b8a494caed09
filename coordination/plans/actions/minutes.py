"""Minutes whose decisions become actions of the plan."""

from typing import Any

from django.db import transaction

from coordination.meetings.actions import write_minutes
from coordination.meetings.models import Meeting
from coordination.plans.actions.writing import add_action, begin_plan
from coordination.sharing.models import Entry


@transaction.atomic
def write_minutes_with_actions(
    meeting: Meeting,
    *,
    by: Any,
    attended: Any,
    rows: list[dict],
    share_with: list | tuple = (),
    version: str | None = None,
    **roles: Any,
) -> Entry:
    """Write the minutes, and add the ``action`` of each row that has one to the plan in the making.

    A row's action has text, agency, person, starts_on and due_on. ``roles`` are
    chair and note_taker, as `write_minutes` takes them.
    """
    entry = write_minutes(meeting, by=by, attended=attended, rows=rows, share_with=share_with, version=version, **roles)
    written = [row for row in rows if row.get("heading", "").strip()]
    for row, item in zip(written, meeting.agenda.order_by("position"), strict=True):
        if row.get("action"):
            add_action(begin_plan(meeting.case, by=by), by=by, decided_in=item, **row["action"])
    return entry
