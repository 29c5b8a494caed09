"""Invariants of the process: nothing is done twice, nothing hangs, and step and task say the same."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from coordination.cases.models import Case
from coordination.clocks.models import Deadline
from coordination.steps.models import OPEN, Step
from workflows.models import CaseProcess, StepTask
from workflows.reminders import Reminder

HUMAN, END = "HUMAN", "END"
Link = Task.previous.through


def done_twice() -> Iterator[str]:
    """I1: a step of one round is done at most once, and what follows exists exactly once."""
    return chain(_completed_twice(), _asked_twice(), _followed_twice(), _not_followed())


def hanging() -> Iterator[str]:
    """I2: an open run waits for somebody, an ended one for nobody; step and task agree."""
    return chain(_runs(), _steps_without_task(), _tasks_without_step(), _timers(), _deadlines())


def _completed_twice() -> Iterator[str]:
    done = StepTask.objects.filter(step__completed_at__isnull=False)
    rows = done.values("task__process", "step__kind", "step__round", "step__agency").annotate(n=Count("pk"))
    for row in rows.filter(n__gt=1).order_by("task__process"):
        what = f"{row['step__kind']} round {row['step__round']} of agency {row['step__agency']}"
        yield f"run {row['task__process']}: {what} is done {row['n']} times"


def _asked_twice() -> Iterator[str]:
    rows = Step.objects.open().values("case", "kind", "agency").annotate(n=Count("pk")).filter(n__gt=1)
    for row in rows.order_by("case"):
        yield f"case {row['case']}: {row['kind']} of agency {row['agency']} is open {row['n']} times"


def _followed_twice() -> Iterator[str]:
    links = Link.objects.exclude(from_task__flow_task_type=Reminder.task_type)
    links = links.annotate(agency=KeyTextTransform("agency", "from_task__data"))
    rows = links.values("to_task", "from_task__flow_task", "agency").annotate(n=Count("pk")).filter(n__gt=1)
    for row in rows.order_by("to_task"):
        yield f"task {row['to_task']}: {row['from_task__flow_task']} follows it {row['n']} times"


def _not_followed() -> Iterator[str]:
    following = Link.objects.filter(to_task=OuterRef("pk")).exclude(from_task__flow_task_type=Reminder.task_type)
    done = Task.objects.filter(status=STATUS.DONE).exclude(flow_task_type__in=[END, Reminder.task_type])
    for pk in _keys(done.exclude(process__status=PROCESS.CANCELED).filter(~Exists(following))):
        yield f"task {pk} is done and nothing follows it"


def _runs() -> Iterator[str]:
    tasks = Task.objects.filter(process=OuterRef("pk"))
    people = tasks.filter(flow_task_type=HUMAN, status=STATUS.NEW)
    for pk in _keys(CaseProcess.objects.filter(~Exists(people), finished=None)):
        yield f"run {pk} is open and waits for nobody"
    for pk in _keys(CaseProcess.objects.filter(Exists(tasks.filter(finished=None)), finished__isnull=False)):
        yield f"run {pk} has ended and something of it is still open"
    for pk in _keys(CaseProcess.objects.filter(finished=None, case__status=Case.Status.CLOSED)):
        yield f"run {pk} is open in a closed case"
    for pk in _keys(Task.objects.filter(status=STATUS.ERROR)):
        yield f"task {pk} has failed"


def _steps_without_task() -> Iterator[str]:
    active = Q(link__task__status=STATUS.NEW)
    for pk in _keys(Step.objects.filter(OPEN).exclude(active)):
        yield f"step {pk} is open and no active task stands for it"
    for pk in _keys(Step.objects.filter(completed_at__isnull=False).exclude(link__task__status=STATUS.DONE)):
        yield f"step {pk} is done and its task is not"
    for pk in _keys(Step.objects.filter(completed_at__isnull=False, withdrawn_at__isnull=False)):
        yield f"step {pk} is both done and withdrawn"


def _tasks_without_step() -> Iterator[str]:
    active = Task.objects.filter(flow_task_type=HUMAN, status=STATUS.NEW)
    waits = Q(link__step__completed_at=None, link__step__withdrawn_at=None, link__isnull=False)
    for pk in _keys(active.exclude(waits)):
        yield f"task {pk} is active and no open step stands for it"
    for pk in _keys(StepTask.objects.exclude(step__case=F("task__process__caseprocess__case"))):
        yield f"link {pk} ties a step to a task of another case"


def _timers() -> Iterator[str]:
    armed = Task.objects.filter(flow_task_type=Reminder.task_type, status=STATUS.SCHEDULED)
    waits = Exists(Link.objects.filter(from_task=OuterRef("pk"), to_task__status=STATUS.NEW))
    for pk in _keys(armed.exclude(waits)):
        yield f"timer {pk} is armed for a step that is closed"


def _deadlines() -> Iterator[str]:
    for pk in _keys(Deadline.objects.open().filter(case__status=Case.Status.CLOSED)):
        yield f"deadline {pk} is open in a closed case"
    for pk in _keys(Deadline.objects.open().filter(step__completed_at__isnull=False)):
        yield f"deadline {pk} is open and the step that meets it is done"


def _keys(rows: QuerySet) -> Iterator:
    return iter(rows.order_by("pk").values_list("pk", flat=True).iterator())
