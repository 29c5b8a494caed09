"""Firing the timers whose moment has come."""

import logging

from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from coordination.alone import alone
from coordination.cases.process import Busy
from workflows.reminders import Reminder, ReminderActivation

logger = logging.getLogger(__name__)
ONE_AT_A_TIME = 7_346_902_115  # The key of the advisory lock: any number that nothing else here uses.


def fire_due_timers() -> int:
    """Fire every timer that is due, each in a transaction of its own, and return how many fired.

    One caller at a time works; another gives up quietly. Should two get past
    each other, the row lock of the run and the actions themselves see to it
    that nobody is told twice. A timer that fails stays armed for the next
    minute and does not stop the others.
    """
    with alone(ONE_AT_A_TIME) as is_alone:
        if not is_alone:
            return 0
        due = Task.objects.filter(
            flow_task_type=Reminder.task_type, status=STATUS.SCHEDULED, scheduled__lte=timezone.now()
        )
        return sum(_fire(pk) for pk in list(due.order_by("scheduled").values_list("pk", flat=True)))


def _fire(pk: int) -> bool:
    try:
        with transaction.atomic(), Task.objects.get(pk=pk).activation() as timer:
            if not isinstance(timer, ReminderActivation) or not timer.start.can_proceed():
                return False
            timer.start()
            timer.execute()
    except Busy:
        logger.info("timer %s waits: its run is being moved on", pk)
        return False
    except Exception:
        logger.exception("timer %s failed and will be tried again", pk)
        return False
    return True
