"""The timers on the border of every step: they tell people, and leave the step as it is."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.boundary import TimerBoundary, TimerBoundaryActivation
from viewflow.workflow.status import STATUS

from coordination.steps import telling

TELL: dict[str, Callable[[Any], bool]] = {
    "remind": telling.remind,
    "overdue": telling.tell_overdue,
    "escalate": telling.escalate,
    "contact": telling.tell_contact,
    "coordinator": telling.tell_coordinator,
}
TITLES = {
    "remind": _("Remind"),
    "overdue": _("Say that it is overdue"),
    "escalate": _("Tell the unit manager"),
    "contact": _("Tell the agency contact"),
    "coordinator": _("Tell who coordinates"),
}


class ReminderActivation(TimerBoundaryActivation):
    """One armed timer of one step."""

    @property
    def step(self) -> Any:
        """The step the timer watches."""
        return self.task.previous.get().link.step

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """Tell the people. What goes wrong here goes wrong for the caller: nothing is kept of it in the task."""
        TELL[self.flow_task.what](self.step)
        self.complete()


class Reminder(TimerBoundary):
    """A timer that never interrupts its step and leads nowhere."""

    activation_class = ReminderActivation

    @property
    def task_title(self) -> Any:
        """What the timer does, for a drawing."""
        return TITLES[self.what]

    @property
    def name(self) -> str:
        """The name of the node: the step's and what is told."""
        return self.app_name

    @name.setter
    def name(self, value: str) -> None:
        self.app_name = value

    def __init__(self, what: str) -> None:
        super().__init__(None, delay=None, interrupting=False)
        self.what = what

    def _ready(self) -> None:
        # Not connected to `task_finished`: the step disarms its timers itself, also when it is cancelled.
        self._attached_to._boundary_events.append(self)

    def _arm(self, host: Any) -> None:
        moment = host.moments.get(self.what)
        if moment is None or (self.what == "remind" and moment <= timezone.now()):
            return
        task = self.flow_class.task_class(process=host.process, flow_task=self, token=host.task.token)
        task.status, task.scheduled = STATUS.SCHEDULED, moment
        task.save()
        task.previous.add(host.task)


def disarm(task: Any) -> None:
    """Cancel the timers of a step's task that have not fired."""
    armed = task.leading.filter(flow_task_type=Reminder.task_type, status=STATUS.SCHEDULED)
    armed.update(status=STATUS.CANCELED, finished=timezone.now())
