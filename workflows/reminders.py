"""The timers on the border of every step: they tell people, and leave the step as it is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.boundary import TimerBoundary, TimerBoundaryActivation
from viewflow.workflow.status import STATUS

from coordination.steps import actions

TELL: dict[str, Callable[[Any], bool]] = {
    "remind": actions.remind,
    "overdue": actions.tell_overdue,
    "escalate": actions.escalate,
}
TITLES = {"remind": _("Remind"), "overdue": _("Say that it is overdue"), "escalate": _("Tell the unit manager")}


class ReminderActivation(TimerBoundaryActivation):
    """One armed timer of one step."""

    moment: datetime

    @property
    def step(self) -> Any:
        """The step the timer watches."""
        return self.task.previous.get().link.step

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        """Wait for the moment."""
        self.task.scheduled = self.moment
        self.task.save()

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
        moment = host.moments[self.what]
        if self.what == "remind" and moment <= timezone.now():
            return
        timer = self.activation_class.create(self, host, host.task.token)
        timer.moment = moment
        timer.activate()


def disarm(task: Any) -> None:
    """Cancel the timers of a step's task that have not fired."""
    armed = task.leading.filter(flow_task_type=Reminder.task_type, status=STATUS.SCHEDULED)
    armed.update(status=STATUS.CANCELED, finished=timezone.now())
