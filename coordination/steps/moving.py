"""Moving many steps at once, for a unit manager: a result for each, and one that fails holds up no other."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from coordination.steps.actions import StepClosed, act_for, reassign
from coordination.steps.models import Step
from permissions.roles import Act


@dataclass(frozen=True)
class Moved:
    """What came of one step; ``why_not`` is empty if it was moved."""

    step: Step
    why_not: str = ""


@transaction.atomic
def reassign_many(steps: Any, *, by: Any, to: Any, reason: str) -> list[Moved]:
    """Move each of ``steps`` to ``to`` as `reassign` does, in a savepoint of its own, and say what came of each."""
    return [Moved(step, _moved(step, by, to, reason)) for step in steps]


def _moved(step: Step, by: Any, to: Any, reason: str) -> str:
    try:
        with transaction.atomic():
            reassign(step, by=by, to=to, reason=reason)
    except StepClosed:
        return _("The step is no longer open.")
    except (PermissionDenied, Http404, ValidationError) as error:
        if act_for(step) is Act.COORDINATE:
            return _("Only the coordinator can do it. Change the coordinator of the case instead.")
        return str(error) or _("It is not possible any more.")
    return ""
