"""The usual agenda of each kind of meeting."""

from typing import Any

from django.utils.translation import gettext as _

from coordination.cases.models import Case
from coordination.meetings.models import Meeting


def usual_agenda(kind: str) -> list[str]:
    """Return the headings a meeting of this kind usually has, in the reader's language."""
    return {
        Meeting.Kind.NETWORK: [
            _("Who is here, and why"),
            _("The child's own words"),
            _("What works well"),
            _("What each of us sees"),
            _("What we want to reach"),
            _("Who does what, and by when"),
            _("When we meet again"),
        ],
        Meeting.Kind.FOLLOW_UP: [
            _("The child's own words"),
            _("What was promised, and what was done"),
            _("Where we are with each goal"),
            _("What we change"),
            _("When we meet again"),
        ],
        Meeting.Kind.AFTER: [
            _("The child's own words"),
            _("How things have been since the end"),
            _("What still helps, and who is there"),
        ],
        Meeting.Kind.SIP: [
            _("What matters to the person"),
            _("The questions of the call"),
            _("Which help is needed, and which principal answers for it"),
            _("What others do"),
            _("Who has overall responsibility"),
            _("When we follow up"),
        ],
    }[Meeting.Kind(kind)]


def usual_kind(case: Any) -> str:
    """Return the kind of meeting that comes next at this stage of the case."""
    if case.kind == Case.Kind.SIP and case.status not in ("active", "aftercare"):
        return Meeting.Kind.SIP.value
    stages = {"weekly": Meeting.Kind.FOLLOW_UP, "active": Meeting.Kind.FOLLOW_UP, "aftercare": Meeting.Kind.AFTER}
    return stages.get(case.status, Meeting.Kind.NETWORK).value


def is_usual(agenda: list[str]) -> bool:
    """Say whether an agenda is the untouched usual one of any kind, so that it may follow the kind."""
    return any(agenda == usual_agenda(kind) for kind in Meeting.Kind.values)


def what_to_bring(meeting: Meeting) -> str:
    """Say in a few words what an agency prepares for the meeting."""
    if meeting.kind == Meeting.Kind.AFTER:
        return _("How things have been since the end, seen from here")
    if meeting.kind == Meeting.Kind.SIP:
        return _("What it can do, and a mandate to decide about that")
    if meeting.kind == Meeting.Kind.NETWORK:
        return _("Its own picture: what works, what worries, what it can do")
    return _("How its own actions in the plan have gone")
