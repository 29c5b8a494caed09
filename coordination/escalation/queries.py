"""Reading about obstacles: those that stand, and the ladder each has climbed."""

from typing import Any

from django.db.models import QuerySet

from coordination.escalation.models import Obstacle


def standing(case: Any) -> QuerySet[Obstacle]:
    """Return the obstacles of a case that nobody has removed, each on the rung it stands on now."""
    return Obstacle.objects.filter(case=case, ended_on=None).select_related("raised_by", "action")


def ladder(case: Any) -> QuerySet[Obstacle]:
    """Return every rung of every obstacle of a case, in the order in which they were raised."""
    return Obstacle.objects.filter(case=case).select_related("raised_by", "action")
