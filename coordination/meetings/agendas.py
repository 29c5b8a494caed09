"""The usual agenda of each kind of meeting, and what is put on it from last time."""

import textwrap
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from coordination.cases.models import Case
from coordination.meetings.decisions import still_open
from coordination.meetings.models import LONGEST_ROW, Meeting

MOST = 8


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


def proposed_agenda(case: Any, kind: str) -> list[str]:
    """Return the usual agenda with what is still open from before: decisions, and at a follow-up promises of the plan.

    The agenda stands in the family's summons too: it names only what every one
    of the family may see in the plan, and decisions of parts that everybody saw.
    """
    rows, heading = usual_agenda(kind), _("What was promised, and what was done")
    found = [_decided(decision) for decision in still_open(case)[:MOST]]
    if kind == Meeting.Kind.FOLLOW_UP:
        found += [_promise(action) for action in _open_promises(case)]
    elif found:
        rows = [*rows[:1], heading, *rows[1:]]
    if not found:
        return rows
    after = rows.index(heading) + 1
    return [*rows[:after], *found, *rows[after:]]


def _decided(decision: Any) -> str:
    return _row(_("Decided: %(decision)s (%(agency)s)"), decision.text, agency=decision.agency, name="decision")


def _open_promises(case: Any) -> Any:
    rows = apps.get_model("coordination.Action").objects.filter(plan__status="agreed", status__in=["planned", "going"])
    return rows.filter(case=case, for_family=True, kept_from=None).select_related("agency").order_by("due_on")[:MOST]


def _promise(action: Any) -> str:
    return _row(_("Promised: %(action)s (%(agency)s)"), action.text, agency=action.agency, name="action")


def _row(words: str, text: str, *, agency: Any, name: str) -> str:
    said = words % {name: "%s", "agency": agency}
    return said.replace("%s", textwrap.shorten(text, LONGEST_ROW - len(said) + 2, placeholder="…"))


def usual_kind(case: Any) -> str:
    """Return the kind of meeting that comes next at this stage of the case."""
    if case.kind == Case.Kind.SIP and case.status not in ("active", "aftercare"):
        return Meeting.Kind.SIP.value
    stages = {"weekly": Meeting.Kind.FOLLOW_UP, "active": Meeting.Kind.FOLLOW_UP, "aftercare": Meeting.Kind.AFTER}
    return stages.get(case.status, Meeting.Kind.NETWORK).value


def is_proposed(case: Any, agenda: list[str]) -> bool:
    """Say whether an agenda is the untouched one that any kind begins with, so that it may follow the kind."""
    return any(agenda in (usual_agenda(kind), proposed_agenda(case, kind)) for kind in Meeting.Kind.values)


def what_to_bring(meeting: Meeting) -> str:
    """Say in a few words what an agency prepares for the meeting."""
    if meeting.kind == Meeting.Kind.AFTER:
        return _("How things have been since the end, seen from here")
    if meeting.kind == Meeting.Kind.SIP:
        return _("What it can do, and a mandate to decide about that")
    if meeting.kind == Meeting.Kind.NETWORK:
        return _("Its own picture: what works, what worries, what it can do")
    return _("How its own actions in the plan have gone")
