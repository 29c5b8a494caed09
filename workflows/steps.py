"""The one human node of this product: a step that an agency must do."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import now
from viewflow import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Node
from viewflow.workflow.nodes import View, mixins
from viewflow.workflow.status import STATUS

from coordination.agencies.models import Agency
from coordination.cases.actions import set_status
from coordination.clocks.actions import carry, start_clock
from coordination.clocks.models import Deadline
from coordination.clocks.queries import open_clock
from coordination.rules.models import Rule
from coordination.rules.own import left_out
from coordination.rules.queries import NoSuchRule
from coordination.steps import actions
from coordination.steps.kinds import TITLES
from permissions.roles import Act
from workflows.deadlines import due_moment, moments, prefix_of, rule_of
from workflows.gateways import PASSED_BY
from workflows.models import StepTask
from workflows.reminders import TELL, Reminder, disarm


class StepActivation(mixins.NextNodeActivationMixin, Activation):
    """Keeps the domain's step and the engine's task in one state."""

    moments: dict

    @classmethod
    def create(cls, flow_task, prev_activation, token, data=None, seed=None):
        """Ask the agency for the step, in the transaction of the task."""
        activation = super().create(flow_task, prev_activation, token, data=data, seed=seed)
        activation.request()
        return activation

    def request(self) -> None:
        """Make the step of this task, due by the rule in force; one that the municipality leaves out is passed by."""
        node, run = self.flow_task, self.process
        if rule := node.left_out_in(run.case):
            self.task.data[PASSED_BY], self.moments = rule.pk, {}
            self.task.save(update_fields=["data"])
            return
        rule = rule_of(self.flow_class, node.name, run.case)
        if node.status:
            set_status(run.case, node.status)
        agency = node.agency_of(self)
        deadline = node.clock_of(run.case, agency, node.subject_of(self))
        due_at = deadline.due if deadline else due_moment(rule, run.case.municipality, node.due_on(self))
        step = actions.request_step(
            run.case,
            agency=agency,
            kind=node.name,
            due_at=due_at,
            owner=node.owner_of(self),
            reason=run.data.get("ask_reason", ""),
            round=run.case.steps.filter(kind=node.name, agency=agency).count() + 1,
        )
        StepTask.objects.create(task=self.task, step=step)
        if deadline:
            carry(deadline, step)
        self.moments = moments(due_at, rule, run.case.municipality)

    @property
    def step(self) -> Any:
        """The domain's side of this task."""
        return self.task.link.step

    @Activation.status.super()
    def activate(self):
        """Wait for the agency; where the step is left out there is nobody to wait for."""
        if PASSED_BY in self.task.data:
            self.start()

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def start(self):
        """Begin to close the task."""
        self.task.started = now()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self):
        """Close the task; its timers are disarmed before a join counts what is still open."""
        disarm(self.task)
        super().complete.original()

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.CANCELED)
    def cancel(self):
        """Withdraw the step: nothing follows. Viewflow would leave the timers armed."""
        disarm(self.task)
        actions.withdraw_step(self.step)
        self.task.finished = now()
        self.task.save()

    def rearm(self, due_at: datetime) -> None:
        """Set the timers anew, for a step that is due at another moment now."""
        disarm(self.task)
        rule = rule_of(self.flow_class, self.flow_task.name, self.process.case)
        self.moments = moments(due_at, rule, self.process.case.municipality)
        for timer in self.flow_task.timers():
            timer._arm(self)

    def close(self) -> None:
        """Close the task and stay there."""
        self.start()
        self.complete()

    def skip(self, *, by: Any) -> None:
        """Withdraw the step and go on without it, so that no join waits for it."""
        actions.withdraw_step(self.step, by=by)
        self.close()
        self.activate_next()


class AgencyStep(mixins.NextNodeMixin, Node):
    """A step for one agency. Its name in the flow is the step's kind, which gives title, form and deadline rule.

    ``agency`` and ``owner`` are asked with the activation; a step that a split
    opens for each agency needs no ``agency``. ``act`` is what the policy must
    allow. ``status`` is the stage the case enters with the step; ``due`` may
    name a day that goes before the rule's; ``due_with`` is the code of a deadline
    that the step leads up to: it is due by then, and moves with it. ``clock`` is the code of a deadline
    of the law (``SE-D02``), or one by country: the step is due with it, and
    meets it. One that runs already is taken over, else it starts with the step.
    Where several of one code may run, ``subject`` (an id) says which it is.
    ``optional`` is the outcome with which the flow goes on where a municipality
    leaves the step out; without it nobody can.
    """

    activation_class = StepActivation
    task_type = "HUMAN"
    bpmn_element = "userTask"
    shape = View.shape

    def __init__(
        self,
        *,
        act: Act | None = None,
        agency: Any = None,
        owner: Callable | None = None,
        status: str = "",
        due: Callable | None = None,
        due_with: str = "",
        clock: str | Mapping[str, str] = "",
        subject: Callable | None = None,
        optional: str = "",
    ) -> None:
        super().__init__()
        self.act, self.agency, self.owner, self.status, self.due = act, agency, owner, status, due
        self.due_with, self.subject, self.optional = due_with, subject, optional
        self.clocks = {clock[:2]: clock} if isinstance(clock, str) and clock else dict(clock or {})
        self._boundary_specs = [(what, Reminder(what)) for what in TELL]

    @property
    def task_title(self) -> Any:
        """The title of the step's kind."""
        return TITLES.get(self.name, "")

    @property
    def name(self) -> str:
        """The kind of step."""
        return self.app_name

    @name.setter
    def name(self, value: str) -> None:
        self.app_name = value

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.agency, self.owner = this.resolve(instance, self.agency), this.resolve(instance, self.owner)
        self.due = this.resolve(instance, self.due)

    def agency_of(self, activation: StepActivation) -> Agency:
        """Return who must act: named by the split that led here, else by the flow."""
        if pk := activation.task.data.get("agency"):
            return Agency.objects.get(pk=pk)
        return self.agency(activation)

    def owner_of(self, activation: StepActivation) -> Any:
        """Return the person who must act, if the flow names one."""
        return self.owner(activation) if self.owner else None

    def due_on(self, activation: StepActivation) -> Any:
        """Return the day the flow chose for this step, if any."""
        if self.due_with:
            deadline = open_clock(activation.process.case, self.due_with)
            return deadline.last_day if deadline else None
        return self.due(activation) if self.due else None

    def subject_of(self, activation: StepActivation) -> str | None:
        """Return what the deadline of this step is about, if the flow tells several of one code apart."""
        return self.subject(activation) if self.subject else None

    def clock_of(self, case: Any, agency: Agency, subject: str | None = None) -> Deadline | None:
        """Return the deadline of the law by which the step is done, if one is named: the open one, else a new one.

        Raises NoSuchRule in a country for which the step names none.
        """
        if not self.clocks:
            return None
        country = case.municipality.country
        if country not in self.clocks:
            raise NoSuchRule(f"{self.name}: no clock for {country}")
        code = self.clocks[country]
        running = open_clock(case, code, agency=agency, subject=subject)
        return running or start_clock(case, code, agency=agency, subject=subject or "", quiet=True)

    def left_out_in(self, case: Any) -> Rule | None:
        """Return the rule by which the municipality of a case leaves this step out today, if it does."""
        if not self.optional:
            return None
        return left_out(prefix_of(self.flow_class, case), [self.name], case.municipality).get(self.name)

    def timers(self) -> Iterator[Reminder]:
        """Yield the timers on this step's border."""
        yield from self._boundary_events
