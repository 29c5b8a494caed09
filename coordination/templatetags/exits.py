"""What stands on the pages of exit support: the level of threat, the phase, and who knows where the person is."""

from typing import Any

from django import template

from coordination.cases.models import Case
from coordination.exits import queries
from permissions import policy
from permissions.roles import Act

register = template.Library()


@register.inclusion_tag("exits/threat.html", takes_context=True)
def threat_level(context: Any, case: Case) -> dict[str, Any]:
    """Draw the level of threat as far as the reader may know it; nothing for others, and where there is none."""
    return {"level": queries.threat_for(context["request"].user, case)}


@register.inclusion_tag("exits/card.html", takes_context=True)
def exit_card(context: Any, case: Case) -> dict[str, Any]:
    """Draw what a case of exit support has besides; nothing for other ways of working."""
    if case.kind != Case.Kind.EXIT:
        return {"case": None}
    user = context["request"].user
    return {
        "case": case,
        "support": queries.support_of(case),
        "level": queries.threat_for(user, case),
        "knows": queries.who_knows(case),
        "may_change": policy.can(user, Act.COORDINATE, case),
    }


@register.simple_tag
def threat_tag(level: Any) -> str:
    """Return how a level is shown: its tag says it in words too."""
    return {"none": "ok", "low": "info", "medium": "warn", "high": "bad"}.get(level.level, "info")
