"""How a confidentiality class is shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coordination.cases.models import Confidentiality

ICONS = {0: "lock-open", 1: "shield", 2: "shield-alert", 3: "lock"}
TAGS = {0: "mute", 1: "info", 2: "warn", 3: "lock"}
HINTS = {
    0: _("Nothing about a person."),
    1: _("What a joint case usually holds."),
    2: _("Violence, details of health, who has reported, or a protected person."),
    3: _("Assumed identity, exit from crime, threats. Only persons named by two see that the case is there."),
}


def class_tag(value: int) -> dict[str, Any]:
    """Return how a class is shown: a tag with an icon of its own and its name."""
    return {"kind": TAGS[value], "text": Confidentiality(value).label, "icon": ICONS[value]}
