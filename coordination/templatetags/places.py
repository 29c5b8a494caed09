"""Tags of the pages about places: names kept as data, states as tags, and the outbox for reports."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from coordination.templatetags.ui import tag

register = template.Library()

KINDS = {
    "new": "warn",
    "checked": "info",
    "bounced_personal_data": "bad",
    "in_picture": "info",
    "prioritised": "info",
    "action": "info",
    "done": "ok",
    "going": "info",
    "planned": "mute",
    "not_done": "bad",
    "do": "ok",
    "later": "warn",
    "not": "bad",
    "met": "ok",
    "partly": "warn",
    "closed": "mute",
    "answers_due": "warn",
    "reported_back": "ok",
    "adopted": "ok",
    "built": "ok",
    "followed_up": "ok",
}


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """Return the name of a category or checklist item, by its code; the code itself if it is no longer in the list."""
    return names.get(code, code)


@register.simple_tag
def state_tag(thing: Any, field: str = "state") -> SafeString:
    """Draw the state of a report, action, walk, stop or review."""
    return tag(KINDS.get(getattr(thing, field), "mute"), getattr(thing, f"get_{field}_display")())
