"""The process engine of the product: beginning, moving on and ending the runs of a case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from coordination.cases.process import Busy
from coordination.clocks.actions import drop_clocks, meet_with
from coordination.steps import actions
from coordination.steps.actions import StepClosed
from coordination.steps.models import Step
from workflows.flows import DecisionFlow, JoiningFlow, NewReportFlow, SettlingFlow, flow_of
from workflows.locking import waiting
from workflows.models import CaseProcess
from workflows.reminders import disarm

__all__ = ["Busy", "RunEngine", "StepClosed", "complete"]

WAITING = [STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED]


@dataclass
class Completion:
    """The step being completed, and whether its own work ended the run meanwhile."""

    task: int
    stopped: bool = False


_completion: ContextVar[Completion | None] = ContextVar("completion", default=None)


def complete(step: Any, *, by: Any, apply: Callable[[CaseProcess], str]) -> Any:
    """Do the work of ``step`` and move the process on, whole or not at all. Returns the completed step.

    ``apply(run)`` does the work with domain actions and returns the outcome.
    Raises StepClosed if somebody was first, Busy if somebody else moves this
    very run on, Http404 or PermissionDenied if ``by`` may not do the step; an
    error of ``apply`` comes through, and nothing has happened.
    """
    with waiting():
        task = Task.objects.get(link__step=step.pk)
        with task.activation() as activation:
            if task.status != STATUS.NEW:
                raise StepClosed(actions.lock(step))
            run = activation.process
            with _completing(task) as state:
                done = actions.complete_step(step, by=by, work=lambda: _work(step, run, by, apply))
            _move_on(activation, stopped=state.stopped)
            return done


def _work(step: Any, run: CaseProcess, by: Any, apply: Callable[[CaseProcess], str]) -> str:
    """Meet what law wants done with the step first: the work itself may close the case, which drops the rest."""
    meet_with(step, by=by)
    return apply(run)


def _move_on(activation: Any, *, stopped: bool) -> None:
    run = activation.process
    run.save(update_fields=["data"])
    run.refresh_from_db(fields=["case"])
    activation.close()
    if stopped:
        _end(run)
        return
    activation.activate_next()
    if run.data.pop("ask_reason", None):  # The steps have it now; what people wrote has no place here.
        run.save(update_fields=["data"])


@contextmanager
def _completing(task: Task) -> Iterator[Completion]:
    state = Completion(task.pk)
    token = _completion.set(state)
    try:
        yield state
    finally:
        _completion.reset(token)


class RunEngine:
    """Implements `coordination.cases.process.Engine` with Viewflow. Every method may raise Busy."""

    def start(self, case: Any, *, by: Any) -> None:
        """Begin the flow of the case's way of working. Raises LookupError for one that has none."""
        self._begin(flow_of(case), case)

    def stop(self, case: Any, *, by: Any) -> None:
        """End every run of the case: open steps are withdrawn, timers disarmed. A closed one keeps no deadline."""
        with waiting():
            if not case.is_open:
                drop_clocks(case, by=by, reason=gettext_noop("The case was closed"))
            for run in _runs(case):
                with run.flow_class.lock(run.pk):
                    _stop(run)

    def settle(self, case: Any, *, by: Any) -> None:
        """End every other run and begin what remains after consent was withdrawn; once."""
        with waiting():
            if _runs(case).filter(flow_class=SettlingFlow).exists():
                return
            self.stop(case, by=by)
            self._begin(SettlingFlow, case)

    def join(self, participation: Any, *, by: Any) -> None:
        """Begin the answering and mapping of an agency invited while the flow already runs."""
        case, agency = participation.case, participation.agency
        if not case.steps.open().filter(kind="answer", agency=agency).exists():
            self._begin(JoiningFlow, case, {"agency": str(agency.pk)})

    def leave(self, participation: Any, *, by: Any) -> None:
        """Withdraw the open steps of an agency that left, and go on without them."""
        case, agency = participation.case, participation.agency
        with waiting():
            for run in _runs(case):
                with run.flow_class.lock(run.pk):
                    _skip(run, agency, by=by)
            drop_clocks(case, by=by, agency=agency, reason=gettext_noop("The agency has left the case"))

    def wait_for(self, case: Any) -> None:
        """Lock every open run of the case, in the order in which the others lock them."""
        with waiting():
            for run in _runs(case):
                with run.flow_class.lock(run.pk):
                    continue

    def hold_reminders(self, step: Any) -> None:
        """Disarm the timers of a step."""
        disarm(Task.objects.get(link__step=step.pk))

    def rearm_reminders(self, step: Any) -> None:
        """Set the timers of an open step anew, by the moment it is due now."""
        task = Task.objects.get(link__step=step.pk)
        task.flow_task.activation_class(task).rearm(step.due_at)

    def due_with(self, deadline: Any) -> list[Any]:
        """Return the open steps that are due with a deadline without meeting it: those that lead up to it."""
        rows = Task.objects.filter(
            process__caseprocess__case=deadline.case_id, status=STATUS.NEW, link__step__agency=deadline.agency_id
        )
        tasks = [t for t in rows.order_by("pk") if getattr(t.flow_task, "due_with", "") == deadline.code]
        return [task.link.step for task in tasks]

    def report(self, child: Any, *, by: Any) -> None:
        """Begin the protection assessment of a report that was added to an open case."""
        self._begin(NewReportFlow, child.case, {"child": str(child.pk)})

    def decide(self, decision: Any, *, by: Any) -> None:
        """Ask an agency for the step by which it carries out what a meeting decided."""
        self._begin(DecisionFlow, decision.case, {"decision": str(decision.pk)})
        run = _runs(decision.case).filter(flow_class=DecisionFlow, data__decision=str(decision.pk)).get()
        decision.step = Step.objects.get(link__task__process=run)
        decision.save(update_fields=["step"])

    def _begin(self, flow: Any, case: Any, data: dict | None = None) -> None:
        with waiting():
            flow.start.run(case=case, data=data)


def end_run(run: CaseProcess) -> None:
    """Withdraw what waits in one run of a case, and end it: for a flow that begins it anew. May raise Busy."""
    with waiting(), run.flow_class.lock(run.pk):
        _stop(run)


def _runs(case: Any) -> Any:
    return CaseProcess.objects.filter(case=case, finished=None).order_by("pk")


def _stop(run: CaseProcess) -> None:
    now = _completion.get()
    for task in run.task_set.filter(status__in=WAITING).order_by("pk"):
        if now and task.pk == now.task:
            now.stopped = True
            continue
        activation = task.flow_task.activation_class(task)
        if hasattr(activation, "cancel") and activation.cancel.can_proceed():
            activation.cancel()
    _end(run)


def _end(run: CaseProcess) -> None:
    """Mark the run as ended, unless a part of it is at work right now and will reach the end itself."""
    if not run.task_set.filter(finished=None).exists():
        run.status, run.finished = PROCESS.CANCELED, timezone.now()
        run.save(update_fields=["status", "finished"])


def _skip(run: CaseProcess, agency: Any, *, by: Any) -> None:
    open_tasks = run.task_set.filter(
        flow_task_type="HUMAN", status=STATUS.NEW, link__step__agency=agency, link__step__withdrawn_at=None
    )
    for task in open_tasks.order_by("pk"):
        task.flow_task.activation_class(task).skip(by=by)
