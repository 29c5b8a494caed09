"""The process in pages, composed by the name of the tag: features below need not know the engine."""

from typing import Any

from django import template

from workflows.picture import chart_svg, chart_text, step_list

register = template.Library()


@register.inclusion_tag("components/steps.html", takes_context=True)
def case_steps(context: Any, case: Any, level: int = 3) -> dict[str, Any]:
    """Draw how far ``case`` has come, as the reader may see it."""
    return {"steps": step_list(case, context["request"].user), "level": level}


@register.inclusion_tag("workflows/chart.html", takes_context=True)
def case_chart(context: Any, case: Any) -> dict[str, Any]:
    """Draw the path of ``case`` through its process: a picture, the same in words, and the list on a phone."""
    user = context["request"].user
    rows = step_list(case, user)
    return {"case": case, "steps": rows, "svg": chart_svg(case, user), "sentences": chart_text(case, user, rows)}
