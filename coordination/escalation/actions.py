"""What people do with obstacles: raise them, take them a rung up, and say that they are gone."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.escalation.models import Obstacle
from coordination.history.recording import record
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def raise_obstacle(
    case: Any,
    *,
    by: Any,
    what: str,
    owner: str,
    answer_by: date,
    level: str = Obstacle.Level.LOCAL,
    action: Any = None,
    follows: Obstacle | None = None,
) -> Obstacle:
    """Raise an obstacle at a level, with who must remove it and by when.

    ``follows`` is the obstacle as it stood on the rung below, which ends with
    it. Raises ValidationError without words, owner or a day to come, for a
    rung that is not above, and for an action of another case.
    """
    policy.require(by, Act.COORDINATE, case)
    if follows is not None:
        follows = _lock(follows, case)
        if level != follows.next_level or level == follows.level:
            raise ValidationError(_("An obstacle goes one level up at a time."))
        _end(follows, _("Taken to the next level"))
    if action is not None and action.case_id != case.pk:
        raise ValidationError(_("That action is not in the plan."))
    if not what.strip() or not owner.strip():
        raise ValidationError(_("Say what stops the plan and who must remove it."))
    if answer_by < timezone.localdate():
        raise ValidationError(_("The day has passed. Choose a later one."))
    obstacle = Obstacle(
        case=case,
        level=level,
        what=what.strip(),
        action=action,
        owner=owner.strip(),
        raised_by=by,
        answer_by=answer_by,
        follows=follows,
    )
    obstacle.full_clean(exclude=["case", "action", "raised_by", "follows"], validate_constraints=False)
    obstacle.save()
    told = policy.people_who_can(Act.AUDIT, case)
    record(case, "obstacle-raised", actor=by, tell=told, obstacle=str(obstacle.pk), level=level)
    return obstacle


@transaction.atomic
def remove_obstacle(obstacle: Obstacle, *, by: Any, result: str) -> Obstacle:
    """Say that an obstacle is gone, and what came of it."""
    policy.require(by, Act.COORDINATE, obstacle)
    obstacle = _lock(obstacle, obstacle.case)
    if not result.strip():
        raise ValidationError(_("Say what came of it."))
    _end(obstacle, result.strip())
    record(obstacle.case, "obstacle-removed", actor=by, obstacle=str(obstacle.pk), level=obstacle.level)
    return obstacle


def _lock(obstacle: Obstacle, case: Any) -> Obstacle:
    found = Obstacle.objects.select_for_update(of=["self"]).filter(pk=obstacle.pk, case=case, ended_on=None).first()
    if found is None:
        raise ValidationError(_("The obstacle does not stand any more."))
    return found


def _end(obstacle: Obstacle, result: str) -> None:
    obstacle.ended_on, obstacle.result = timezone.localdate(), result[:500]
    obstacle.save(update_fields=["ended_on", "result"])
