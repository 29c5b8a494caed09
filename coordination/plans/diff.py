"""What changed between two versions of a plan."""

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.plans.models import Action, Goal, Plan
from coordination.plans.points import points_of, said

Change = dict[str, str]


def changes(old: Plan | None, new: Plan) -> list[Change]:
    """Return what ``new`` says otherwise than ``old``, field by field, goal by goal, action by action."""
    if old is None:
        return []
    texts = [
        (_("Why we do this together"), old.summary, new.summary),
        (_("If it gets worse"), old.crisis, new.crisis),
    ]
    texts += _points(old, new)
    found = [{"label": str(label), "before": a, "after": b} for label, a, b in texts if a != b]
    found += _pairs(_("Goal"), list(old.goals.all()), list(new.goals.all()), _goal)
    found += _pairs(_("Action"), list(old.actions.all()), list(new.actions.all()), _action)
    return found


def _points(old: Plan, new: Plan) -> list[tuple[str, str, str]]:
    before, after = (dict(said(points)) if (points := points_of(plan)) else {} for plan in (old, new))
    return [(title, before.get(title, ""), after.get(title, "")) for title in dict.fromkeys([*before, *after])]


def _pairs(label: str, old: list, new: list, say: Any) -> list[Change]:
    """Match rows by what they continue; a row without a match is new, or gone."""
    before, found = {row.pk: row for row in old}, []
    for row in new:
        earlier = before.pop(row.continues_id, None)
        then, now = say(earlier) if earlier else "", say(row)
        if then != now:
            found.append({"label": label, "before": then, "after": now})
    return found + [{"label": label, "before": say(row), "after": _gone(row)} for row in before.values()]


def _gone(row: Any) -> str:
    done = isinstance(row, Action) and row.status in (Action.Status.DONE, Action.Status.DROPPED)
    return str(row.get_status_display()) if done else ""


def _goal(goal: Goal) -> str:
    return _("%(words)s (from %(start)s to %(target)s)") % {
        "words": goal.words,
        "start": goal.start,
        "target": goal.target,
    }


def _action(action: Action) -> str:
    return f"{action.text} – {action.person}, {action.agency}, {date_format(action.due_on, 'DATE_FORMAT')}"
