"""The process in pages, composed by the name of the tag: features below need not know the engine."""

from typing import Any

from django import template

from workflows.picture import step_list

register = template.Library()


@register.inclusion_tag("components/steps.html", takes_context=True)
def case_steps(context: Any, case: Any, level: int = 3) -> dict[str, Any]:
    """Draw how far ``case`` has come, as the reader may see it."""
    return {"steps": step_list(case, context["request"].user), "level": level}
