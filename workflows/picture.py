"""How far a case has come: a list of steps for people, drawn from the flow and the case's real steps."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.rules.models import Rule
from coordination.rules.own import left_out
from coordination.steps.kinds import act_of, title_of
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act
from workflows import graph
from workflows.drawing import bpmn, svg
from workflows.flows import flow_of
from workflows.gateways import PASSED_BY
from workflows.models import CaseProcess

__all__ = ["bpmn", "chart_svg", "chart_text", "step_list"]

Row = dict[str, Any]


def step_list(case: Any, user: Any) -> list[Row]:
    """Return the steps of a case in order, done and to come, for the component ``steps``; none if hidden from ``user``.

    Branches that run side by side are one row with a line for each agency.
    """
    if not policy.can(user, Act.READ_HISTORY, case):
        return []
    return _Picture(case, user).rows()


def chart_svg(case: Any, user: Any) -> str:
    """Return the same as a drawing, with a title and a description for those who do not see it."""
    rows = step_list(case, user)
    return svg(rows, title=_("How far the case has come"), description=" ".join(chart_text(case, user, rows)))


def chart_text(case: Any, user: Any, rows: list[Row] | None = None) -> list[str]:
    """Return the same as sentences."""
    found = rows if rows is not None else step_list(case, user)
    said = ((row, "; ".join(_sentence(row, part) for part in row["sub"] or [row])) for row in found)
    return [f"{row['number']}. {row['title']}: {words}." for row, words in said]


def _sentence(row: Row, part: Row) -> str:
    said = [part["state_text"], part["meta"]] if part is row else [part["title"], part["state_text"], part["meta"]]
    return ", ".join(str(word) for word in said if word)


class _Picture:
    """What is needed to draw one case for one reader."""

    def __init__(self, case: Any, user: Any) -> None:
        rows = case.steps.select_related("agency", "completed_by", "owner").order_by("requested_at", "round", "pk")
        self.case, self.flow = case, flow_of(case)
        self.steps: list[Step] = list(rows)
        self.run = CaseProcess.objects.filter(case=case, flow_class=self.flow).order_by("pk").first()
        self.own = set(policy.agencies_for(user, Act.VIEW, case))
        self.mine = self._mine(user)
        self.passed, self.coming = self._passed_by(), self._to_be_left_out()
        self.ranks = {node.name: (rank, node) for rank, node in enumerate(graph.in_order(self.flow))}
        self.here = self._position()

    def rows(self) -> list[Row]:
        """Return all rows, numbered."""
        kinds = [*self.ranks, *(k for k in dict.fromkeys(s.kind for s in self.steps) if k not in self.ranks)]
        found = [self._row(kind) for kind in kinds]
        begun = next((i for i, row in enumerate(found) if row["state"] != "skipped"), 0)
        return [row | {"number": number} for number, row in enumerate(found[begun:], start=1)]

    def _mine(self, user: Any) -> set:
        mine: set = set()
        waiting = self.case.steps.open()
        for act in {act_of(s.kind) for s in self.steps if s.is_open}:
            allowed = policy.visible(user, act, waiting)
            mine |= {s.pk for s in allowed if act_of(s.kind) == act and s.owner_id in (None, user.pk)}
        return mine

    def _passed_by(self) -> dict[str, Rule]:
        """Return the kinds of step that this case came by while its municipality left them out, each with the rule."""
        if self.run is None:
            return {}
        tasks = self.run.task_set.filter(flow_task_type="HUMAN", data__has_key=PASSED_BY).order_by("pk")
        found = {task.flow_task.name: task.data[PASSED_BY] for task in tasks}
        rules = Rule.objects.in_bulk(set(found.values())) if found else {}
        return {kind: rules[pk] for kind, pk in found.items() if pk in rules}

    def _to_be_left_out(self) -> dict[str, Rule]:
        """Return the kinds of step that the municipality leaves out today."""
        if not self.case.is_open:
            return {}
        return left_out(self.flow.rules, graph.optional(self.flow), self.case.municipality)

    def _position(self) -> int:
        """Return the place of the earliest step that the case's own run waits for; beyond the last if for none."""
        if self.run is None or self.run.finished:
            return len(self.ranks)
        waiting = Step.objects.open().filter(link__task__process=self.run.pk).values_list("kind", flat=True)
        return min((self.ranks[kind][0] for kind in waiting if kind in self.ranks), default=len(self.ranks))

    def _row(self, kind: str) -> Row:
        steps = _latest(s for s in self.steps if s.kind == kind)
        rank, node = self.ranks.get(kind, (len(self.ranks), None))
        parts = [self._part(step, str(step.agency)) for step in steps]
        if not any(s.is_open for s in steps) and self._comes_again(rank, steps):
            return self._empty(kind, rank)
        if len(parts) == 1 and not getattr(node, "_multi_instance", False):
            text = _("Waiting for %(agency)s") % {"agency": parts[0]["title"]}
            said = {"state_text": text} if parts[0]["state"] == "waiting" else {}
            return {**parts[0], "title": title_of(kind), "sub": [], **said}
        return {"title": title_of(kind), "meta": "", "url": "", "sub": parts} | _sum(parts)

    def _comes_again(self, rank: int, steps: list[Step]) -> bool:
        """Say whether there is nothing to show of a kind, or only a former round of what is still to come."""
        return not steps or rank > self.here

    def _empty(self, kind: str, rank: int) -> Row:
        state, text = ("todo", _("Not begun")) if rank > self.here else ("skipped", _("Not needed"))
        meta = ""
        if rule := (self.coming if rank > self.here else self.passed).get(kind):
            state, text = "skipped", _("Left out here")
            meta = f"{self.case.municipality}: {rule.source}"
        return {"title": title_of(kind), "state": state, "state_text": text, "meta": meta, "url": "", "sub": []}

    def _part(self, step: Step, title: str) -> Row:
        url = step.get_absolute_url() if step.agency_id in self.own or step.pk in self.mine else ""
        state, text, meta = self._words(step)
        return {"title": title, "state": state, "state_text": text, "meta": meta, "url": url}

    def _words(self, step: Step) -> tuple[str, str, str]:
        if step.completed_at:
            return "done", _("Done"), f"{_day(step.completed_at)}, {step.completed_by}"
        if step.withdrawn_at:
            return "skipped", _("Not needed"), ""
        due = _("Due %(day)s") % {"day": _day(step.due_at)}
        if step.is_overdue:
            days = max(1, (timezone.localdate() - timezone.localdate(step.due_at)).days)
            return "overdue", ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}, due
        if step.pk in self.mine:
            return "now", _("Your step"), due
        return "waiting", _("Waiting"), due


def _latest(steps: Iterable[Step]) -> list[Step]:
    """Return each agency's last step, in the order of the agencies' names."""
    newest = {step.agency_id: step for step in steps}
    return sorted(newest.values(), key=lambda s: s.agency.name)


def _sum(parts: list[Row]) -> dict[str, str]:
    """Say in one word how parallel branches stand: what hurts most first."""
    states = {part["state"] for part in parts}
    state = next((s for s in ("overdue", "now", "waiting", "done") if s in states), "skipped")
    needed = [part for part in parts if part["state"] != "skipped"]
    if state in ("done", "skipped"):
        return {"state": state, "state_text": _("Done") if state == "done" else _("Not needed")}
    done = sum(part["state"] == "done" for part in needed)
    return {"state": state, "state_text": _("%(done)s of %(all)s done") % {"done": done, "all": len(needed)}}


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "MONTH_DAY_FORMAT")
