"""Minutes, written part by part and closed, for tests that begin after them."""

from datetime import timedelta

from django.utils import timezone

from coordination.meetings.writing import add_part, write_part
from coordination.plans.actions import close_minutes_with_decisions


def write(meeting, *, by, rows):
    """Write these parts: the heading, and notes and decisions if there are any."""
    for row in rows:
        part = meeting.agenda.filter(heading=row["heading"]).first()
        part = part or add_part(meeting, by=by, heading=row["heading"])
        write_part(part, by=by, notes=row.get("notes", ""), decisions=row.get("decisions", []))


def written(meeting, *, by, rows, attended=(), **details):
    """Write these parts and close the minutes. Returns their entry."""
    write(meeting, by=by, rows=rows)
    return close_minutes_with_decisions(meeting, by=by, attended=attended, **details)


def decided(text, agency=None, person=None, *, days=10, **more):
    """Return a decision as a part takes it; without an agency it is only noted."""
    due_on = timezone.localdate() + timedelta(days=days) if agency else None
    return {"text": text, "agency": agency, "person": person, "due_on": due_on, **more}
