"""Viewflow keeps the local variables of a failed node in its task: here only the kind of error stays."""

from typing import Any

from django.db.models.signals import pre_save
from viewflow.workflow.models import Task


def connect() -> None:
    """Clean every task before it is stored."""
    pre_save.connect(_scrub, sender=Task, dispatch_uid="scrub-errors")


def _scrub(sender: type, instance: Task, **kwargs: Any) -> None:
    failure = (instance.data or {}).pop("_exception", None)
    if failure is not None:
        last_line = failure.get("traceback", "").strip().rpartition("\n")[2]
        instance.data["error"] = last_line.partition(":")[0][:100]
