"""How deadlines and their rules are said in words: the state, the time left, and how it is reckoned."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from coordination.clocks.models import Deadline
from coordination.clocks.names import in_language
from coordination.clocks.queries import due_by
from coordination.clocks.reckoning import (
    END_OF_NEXT_YEAR,
    LAST_MOMENT,
    NoLimit,
    inner_target,
    is_day_off,
    limit_of,
    working_days_between,
)
from coordination.rules.models import Rule

# The state of a deadline: the kind of tag and its words. Colour is never all that tells it.
STATES = {
    "running": ("info", gettext_lazy("On time")),
    "extended": ("info", gettext_lazy("Extended")),
    "warn_75": ("warn", gettext_lazy("Three quarters of the time used")),
    "warn_90": ("warn", gettext_lazy("Nine tenths of the time used")),
    "breached": ("bad", gettext_lazy("Missed")),
    "paused": ("mute", gettext_lazy("Stands still")),
    "met": ("ok", gettext_lazy("Met in time")),
    "late": ("bad", gettext_lazy("Met too late")),
    "dropped": ("mute", gettext_lazy("No longer applies")),
}
LENGTHS: dict[str, Any] = {
    "hours": ngettext_lazy("%(count)s hour", "%(count)s hours", "count"),
    "calendar_days": ngettext_lazy("%(count)s day", "%(count)s days", "count"),
    "working_days": ngettext_lazy("%(count)s working day", "%(count)s working days", "count"),
    "months": ngettext_lazy("%(count)s month", "%(count)s months", "count"),
}
FEW_HOURS = timedelta(hours=72)


def rows_of(deadlines: Iterable[Deadline]) -> list[dict[str, Any]]:
    """Return deadlines as lists draw them: title, tags, the time left, and where the link leads."""
    return [row_of(deadline) for deadline in deadlines]


def row_of(deadline: Deadline) -> dict[str, Any]:
    """Return one deadline as a list draws it. Of a case for named persons only it says that there is one."""
    title = _("A deadline of the law") if deadline.case.is_hushed else deadline.title
    return {"row": deadline, "title": title, "tags": tags_of(deadline), "left": left_in_words(deadline)}


def tags_of(deadline: Deadline) -> list[tuple[str, Any]]:
    """Return the state as tags, each with its words; what was extended says so also when it is late."""
    tags = [STATES[deadline.state]]
    if deadline.extended_to and deadline.state != "extended":
        tags.append(STATES["extended"])
    return tags


def left_in_words(deadline: Deadline) -> str:
    """Say how much time is left or has passed: hours when it runs in hours, working days when law counts them."""
    if not deadline.is_open:
        return ""
    if deadline.paused_at:
        return _("the time stands still")
    now = timezone.now()
    left = deadline.due - now
    if deadline.is_in_hours and abs(left) < FEW_HOURS:
        hours = int(abs(left) / timedelta(hours=1))
        if left > timedelta(0):
            return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
        return ngettext("%(count)s hour late", "%(count)s hours late", hours) % {"count": hours}
    today = now.astimezone(deadline.zone).date()
    if limit_of(deadline.rule.value)[0] == "working_days" and deadline.last_day > today:
        days = working_days_between(today, deadline.last_day, deadline.rule.country)
        return ngettext("%(count)s working day left", "%(count)s working days left", days) % {"count": days}
    return _days_left((deadline.last_day - today).days)


def facts_of(deadline: Deadline) -> list[dict[str, Any]]:
    """Return what the page of a deadline tells in short, as the component ``summary`` draws it."""
    facts: list[dict[str, Any]] = [
        {"label": _("Who must act"), "value": deadline.agency},
        {"label": _("Waits for"), "value": deadline.get_waits_for_display()},
        {"label": _("Counted from"), "value": moment_in_words(deadline.started_at, deadline.zone)},
        {"label": _("Last moment by the rule"), "value": moment_in_words(deadline.due_at, deadline.zone)},
    ]
    if deadline.extended_to:
        facts.append({"label": _("Extended to"), "value": moment_in_words(deadline.extended_to, deadline.zone)})
    if deadline.met_at:
        facts.append({"label": _("Done"), "value": moment_in_words(deadline.met_at, deadline.zone)})
    return facts


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment as a day; with the time of day unless it is the last one of the day."""
    at = moment.astimezone(zone)
    day = date_format(at.date(), "DATE_FORMAT")
    return day if at.time().replace(microsecond=0) == LAST_MOMENT else f"{day} {date_format(at, 'TIME_FORMAT')}"


def rule_in_words(rule: Rule) -> list[dict[str, Any]]:
    """Return how a rule is reckoned, as the component ``summary`` draws it."""
    value = rule.value
    return [
        {"label": _("Counted from"), "value": in_language(value["starts"])},
        {"label": _("Time"), "value": length_in_words(value)},
        {"label": _("How it is counted"), "value": _how(value)},
        {"label": _("More time"), "value": extending_in_words(value)},
        {"label": _("Standing still"), "value": _("Yes, with a reason") if value["may_pause"] else _("No")},
    ]


def length_in_words(value: dict[str, Any]) -> str:
    """Say how long a rule gives, and whether that is the law's number or the house's own."""
    try:
        unit, length = limit_of(value)
    except NoLimit:
        return _("Before the limit of the deadline that is extended")
    words = LENGTHS[unit] % {"count": length}
    if value["unit"] == "immediately":
        return _("At once. The house rule: %(time)s") % {"time": words}
    return str(words)


def extending_in_words(value: dict[str, Any]) -> str:
    """Say whether a rule allows more time, on what words of the law, and how much at most."""
    if value.get("may_extend", "none") == "none":
        return _("No")
    words = _("Only if there is what the law asks for: “%(words)s”") % {"words": value["words"]}
    most = value.get("most")
    if not most:
        return words
    return f"{words}. " + _("At most %(time)s more.") % {"time": LENGTHS[most["unit"]] % {"count": most["length"]}}


def example_of(rule: Rule, municipality: Any) -> dict[str, str]:
    """Return when a clock that starts now would end, in words; nothing for a rule that is no clock."""
    start, zone = timezone.now(), ZoneInfo(municipality.time_zone)
    try:
        due = due_by(rule, start, municipality)
    except NoLimit:
        return {}
    last = due.astimezone(zone).date()
    counts = limit_of(rule.value)[0] != "hours" and is_day_off(last, rule.country)
    return {
        "start": moment_in_words(start, zone),
        "due": moment_in_words(due, zone),
        "aim": date_format(inner_target(last, rule.country), "DATE_FORMAT") if counts else "",
    }


def _how(value: dict[str, Any]) -> str:
    """Say which days count."""
    try:
        unit, _length = limit_of(value)
    except NoLimit:
        return _("It is no clock of its own.")
    said = {
        "hours": _("Hours pass day and night, also on weekends and holidays."),
        "calendar_days": _("Every day counts, but not the first. The limit ends with the last day."),
        "months": _("To the same day of the month, or its last day. The limit ends with that day."),
        "working_days": _("Monday to Friday without holidays, and not the first day. It ends with the last day."),
    }[unit]
    if value.get("then") == END_OF_NEXT_YEAR:
        said = _("So long, and then to the end of the calendar year after.")
    return said


def _days_left(days: int) -> str:
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
