"""What is true of a case whose process has come to its end."""

from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from coordination.models import Case


def ended(walk, end):
    """The case is closed as ``end``, nothing of its process is open."""
    walk.case.refresh_from_db()
    assert (walk.case.status, walk.case.end_state) == (Case.Status.CLOSED, end)
    assert walk.open() == []
    assert walk.run.status == PROCESS.DONE
    assert not Task.objects.filter(process__caseprocess__case=walk.case, finished=None).exists()


def status(walk):
    """The stage the case is in now."""
    walk.case.refresh_from_db()
    return walk.case.status
