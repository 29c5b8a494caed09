"""What paper templates can draw: goal scales and tick boxes, each with its meaning in words."""

from typing import Any

from django import template

register = template.Library()

LEFT, STEP = 12, 32  # Where 0 stands and how far the next mark is, in units of the drawing.


@register.inclusion_tag("papers/_goal_scale.html")
def goal_scale(start: int | None, now: int | None, target: int | None) -> dict[str, Any]:
    """Draw the way of a goal on the scale 0-10: where it started, where it is, where it should get."""
    places = {"start": start, "now": now, "target": target}
    known = {name: LEFT + STEP * value for name, value in places.items() if value is not None}
    marks = [{"value": value, "x": LEFT + STEP * value} for value in range(11)]
    return {"values": places, "at": known, "marks": marks, "first": LEFT, "last": LEFT + STEP * 10}


@register.inclusion_tag("papers/_tick.html")
def tick(ticked: bool | None = None) -> dict[str, Any]:
    """Draw a box: ticked, crossed out, or (None) empty for a pen."""
    return {"ticked": ticked}
