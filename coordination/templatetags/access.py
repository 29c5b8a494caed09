"""Tags of access: who searched for somebody in a case."""

from typing import Any

from django import template

from coordination.access.pointing import searches_in

register = template.Library()
MOST = 50


@register.inclusion_tag("access/_searches.html", takes_context=True)
def pointer_searches(context: Any, case: Any) -> dict[str, Any]:
    """List the latest searches that met the case, to who audits it."""
    return {"searches": searches_in(context["request"].user, case)[:MOST]}
