"""How steps are shown: their state in words, and how long they have waited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coordination.templatetags.ui import tag

register = template.Library()

STATES = {
    "new": ("info", gettext_lazy("New")),
    "started": ("info", gettext_lazy("Started")),
    "overdue": ("bad", gettext_lazy("Overdue")),
    "done": ("ok", gettext_lazy("Done")),
    "withdrawn": ("mute", gettext_lazy("No longer needed")),
}


@register.simple_tag
def state_tag(step: Any) -> SafeString:
    """Draw the state of a step."""
    kind, text = STATES[step.state]
    if step.state == "started" and step.draft_version:
        text = gettext_lazy("Draft saved")
    return tag(kind, text)


@register.filter
def waited(since: datetime) -> str:
    """Say how many days something has waited."""
    days = (timezone.localdate() - timezone.localdate(since)).days
    if days <= 0:
        return _("came today")
    return ngettext("waiting for %(count)s day", "waiting for %(count)s days", days) % {"count": days}


@register.filter
def of(found: Mapping, key: Any) -> Any:
    """Return what ``found`` holds for ``key``, or nothing."""
    return found.get(key, "")
