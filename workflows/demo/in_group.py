"""The steps that a social intervention group has besides, as its people do them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.escalation.actions import raise_obstacle, remove_obstacle
from coordination.escalation.queries import standing
from coordination.plans.queries import in_force
from workflows.deadlines import rule_of
from workflows.demo.steps import Steps
from workflows.flows import SigFlow
from workflows.forms.reviewing import step_down


class InGroup(Steps):
    """A social intervention group, with a sentence for each of its own steps."""

    def nominates(self, text: str) -> None:
        """Say which circumstances there are."""
        self._writes_and("nominate", text, outcome="done")

    def checks_grounds(self, text: str, grounds: dict[str, tuple[str, str]], *, outcome: str) -> None:
        """Choose a ground each way for every agency (by key)."""
        data = {"grounds": {str(self.agency(key).pk): list(codes) for key, codes in grounds.items()}}
        self._writes_and("check_ground", text, outcome=outcome, data=data)

    def names_lead(self, text: str) -> None:
        """Name who coordinates."""
        self._writes_and("name_lead", text, outcome="done")

    def reviews_plan(self, *marks: tuple[int, str], outcome: str, kind: str = "weekly") -> None:
        """Review the plan; the day of the next review follows from the cadence of the rules."""
        follows = {"continue": kind, "monthly": "monthly", "weekly": "weekly", "escalate": "weekly"}.get(outcome)
        self.follows_up(*marks, outcome=outcome, next_on=self._in(follows) if follows else None, kind=kind)

    def escalates(self, what: str, owner: str, answer_by: int, *, action: str = "") -> None:
        """Raise an obstacle: a new one at the local council, one that stands a level up."""

        def apply(run: Any) -> str:
            before, plan = standing(self.case).first(), in_force(self.case)
            raise_obstacle(
                self.case,
                by=self.user(self.coordinator),
                what=what,
                owner=owner,
                answer_by=self.day(answer_by),
                level=before.next_level if before else "local",
                action=plan.actions.get(text=action) if plan and action else None,
                follows=before,
            )
            return "done"

        self.does("escalate", apply)

    def is_rid_of(self, result: str) -> None:
        """Say that the obstacle that stands is gone."""
        remove_obstacle(standing(self.case).get(), by=self.user(self.coordinator), result=result)

    def steps_down(self, text: str) -> Any:
        """Step down to early intervention. Returns the new case."""
        opened = []

        def apply(run: Any) -> str:
            opened.append(step_down(self.case, by=self.user(self.coordinator)))
            onwards = _("Goes on as case %(reference)s.") % {"reference": opened[0].reference}
            self.writes(self.coordinator, self.lead, f"{text}\n\n{onwards}", step=step)
            return "done"

        step = self.step("step_down")
        self.does("step_down", apply)
        return opened[0]

    def _in(self, kind: str) -> date:
        return timezone.localdate() + timedelta(days=rule_of(SigFlow, kind, self.case)["days"])
