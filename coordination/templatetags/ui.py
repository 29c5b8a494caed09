"""Tags of the user interface: icons, status tags, dates in words, and components with a body."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lucide.templatetags.lucide import lucide

from coordination.forms.errors import list_errors
from coordination.reasons import in_words

register = template.Library()

TAG_ICONS = {
    "ok": "check",
    "info": "circle-dot",
    "warn": "clock",
    "bad": "triangle-alert",
    "lock": "lock",
    "mute": "circle-dashed",
}
STEP_KINDS = {"done": "ok", "now": "info", "overdue": "bad", "waiting": "warn", "todo": "mute", "skipped": "mute"}
MESSAGE_KINDS = {"debug": "info", "info": "info", "success": "ok", "warning": "warn", "error": "bad"}
MESSAGE_ICONS = {"info": "info", "ok": "circle-check", "warn": "circle-alert", "bad": "triangle-alert"}


@lru_cache(maxsize=512)
def draw(name: str, size: int, classes: str) -> SafeString:
    """Draw an icon once; drawing costs more than a whole component."""
    extra = {"class": f"lucide {classes}".strip()}
    return SafeString(lucide(name, size=size, aria_hidden="true", focusable="false", **extra))


@register.simple_tag
def icon(name: str, size: int = 20, css: str = "") -> SafeString:
    """Draw a decorative icon; the words beside it carry the meaning."""
    return draw(str(name), int(size), str(css))


@register.simple_tag
def tag(kind: str, text: object, icon_name: str = "") -> SafeString:
    """Draw a status tag: text, icon and border, never colour alone."""
    kind = kind if kind in TAG_ICONS else "mute"
    return format_html('<span class="tag {}">{}{}</span>', kind, draw(icon_name or TAG_ICONS[kind], 16, ""), text)


@register.filter
def step_kind(state: str) -> str:
    """Return the kind of tag for the state of a step."""
    return STEP_KINDS.get(state, "mute")


@register.filter
def message_kind(level_tag: str) -> str:
    """Return the kind of block for the level of a message."""
    return MESSAGE_KINDS.get(level_tag, "info")


@register.filter
def message_icon(level_tag: str) -> str:
    """Return the icon for the level of a message."""
    return MESSAGE_ICONS[message_kind(level_tag)]


@register.filter
def relative_days(value: date | datetime | None) -> str:
    """Say how many days are left until, or have passed since, a last day."""
    if not value:
        return ""
    days = (day_of(value) - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}


register.filter("in_words", in_words)


@register.filter
def is_late(value: date | datetime | None) -> bool:
    """Answer whether a last day has passed."""
    return value is not None and day_of(value) < timezone.localdate()


@register.simple_tag
def date_words(value: date | datetime | None, relative: bool = True, weekday: bool = False) -> SafeString | str:
    """Write a last day as a date first and in days second, both as text."""
    if not value:
        return ""
    day = day_of(value)
    words = f"{date_format(day, 'l')} {short(day)}" if weekday else short(day)
    when = format_html('<time datetime="{}">{}</time>', day.isoformat(), words)
    return format_html("{} ({})", when, relative_days(day)) if relative else when


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """Write when something happened: the day and the time of day."""
    if not value:
        return ""
    at = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} {}</time>', at.isoformat(), short(at.date()), date_format(at, "TIME_FORMAT")
    )


@register.filter
def initials(person: object) -> str:
    """Return the initials of a user, a person or a name."""
    name = person.get_full_name() if hasattr(person, "get_full_name") else str(person or "")
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | None) -> dict[str, Any]:
    """List the errors of all forms of the page, with links to their fields."""
    return {"errors": list_errors(forms)}


@register.inclusion_tag("components/error_summary.html")
def all_errors(forms: Iterable[BaseForm]) -> dict[str, Any]:
    """List the errors of a page with any number of forms."""
    return {"errors": list_errors(forms)}


@register.simple_block_tag(end_name="endcard")
def card(
    content: str, title: object = "", *, id: str = "", note: object = "", css: str = "", level: int = 2
) -> SafeString:
    """Wrap ``content`` in a card with a heading that names the section."""
    return component("card", content=content, title=title, id=id, note=note, css=css, level=level)


@register.simple_block_tag(end_name="endcallout")
def callout(
    content: str,
    title: object = "",
    *,
    kicker: object = "",
    kind: str = "info",
    icon_name: str = "",
    id: str = "callout",
) -> SafeString:
    """Wrap ``content`` in the one thing on the page that must not be missed."""
    icons = {"info": "circle-arrow-right", "ok": "circle-check", "warn": "circle-alert", "bad": "triangle-alert"}
    parts = {"title": title, "kicker": kicker, "kind": kind, "icon_name": icon_name or icons[kind], "id": id}
    return component("callout", content=content, **parts)


@register.simple_block_tag(end_name="endfilters")
def filters(
    content: str, *, clear_url: str = "", chips: Iterable[dict[str, Any]] = (), open: bool = False
) -> SafeString:
    """Wrap the fields of a filter in a search form; chosen values are links that take themselves away."""
    return component("filters", content=content, clear_url=clear_url, chips=list(chips), open=open)


def component(name: str, **parts: Any) -> SafeString:
    """Draw the component ``name``."""
    return render_to_string(f"components/{name}.html", parts)


def day_of(value: date | datetime) -> date:
    """Return the day of ``value`` where the users live."""
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def short(day: date) -> str:
    """Write a day with the year only when it is not this year."""
    same_year = day.year == timezone.localdate().year
    return date_format(day, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT")
