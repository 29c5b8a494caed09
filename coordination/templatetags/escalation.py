"""The obstacles of a case in pages, composed by the name of the tag: features below need not know of them."""

from typing import Any

from django import template

from coordination.escalation.queries import ladder
from permissions import policy
from permissions.roles import Act

register = template.Library()


@register.inclusion_tag("escalation/obstacles.html", takes_context=True)
def obstacles_of(context: Any, case: Any) -> dict[str, Any]:
    """Draw every obstacle of ``case`` with the rungs it has climbed, for those who see the case."""
    if not policy.can(context["request"].user, Act.VIEW, case):
        return {"rungs": []}
    return {"rungs": list(ladder(case))}
