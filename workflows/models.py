"""Where the engine meets the domain: two foreign keys."""

from django.db import models
from viewflow.workflow.models import Process, Task


class CaseProcess(Process):
    """One run of a flow for one case. A case may have several."""

    case = models.ForeignKey("coordination.Case", on_delete=models.PROTECT, related_name="processes")

    class Meta:
        default_permissions = ()


class StepTask(models.Model):
    """Says which step a task of the engine stands for."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="link")
    step = models.OneToOneField("coordination.Step", on_delete=models.PROTECT, related_name="link")

    def __str__(self) -> str:
        return f"task {self.task_id}, step {self.step_id}"
