"""A disclosure in words, with no more of it than the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.history.days import stamp
from coordination.reasons import in_words
from coordination.sharing.ledger.forms import DIRECTIONS
from coordination.sharing.models import Disclosure, Entry
from permissions import policy
from permissions.roles import Act


@dataclass(frozen=True)
class State:
    """Whether a disclosure lets anybody read, and if not, since when and why."""

    kind: str
    text: str
    why: str = ""


@dataclass(frozen=True)
class Line:
    """One disclosure as its reader sees it.

    ``is_told`` says whether what was written about it may be shown: not to
    somebody who audits. ``title`` is there for those who may read the entry.
    """

    disclosure: Disclosure
    direction: str
    title: str
    is_told: bool
    state: State

    @property
    def entry(self) -> Entry:
        """What was given."""
        return self.disclosure.entry

    @property
    def what(self) -> str:
        """Kind and topic of what was given."""
        parts = _("parts of it") if self.entry.excerpt_of_id else ""
        return ", ".join(p for p in (self.entry.get_kind_display(), self.entry.get_topic_display(), parts) if p)

    @property
    def conditions(self) -> list[str]:
        """The conditions that were ticked, in the words of that version of the ground."""
        ticked = set(self.disclosure.conditions_ticked)
        return [text for code, text in self.disclosure.basis.checklist if code in ticked]

    @property
    def how(self) -> str:
        """Whose initiative it was."""
        return _("On our own initiative") if self.disclosure.own_initiative else _("On request")

    @property
    def reason(self) -> str:
        """Why it was given."""
        return in_words(self.disclosure.reason) if self.is_told else ""

    @property
    def family(self) -> str:
        """Whether the family was told, and why not."""
        if self.disclosure.family_told:
            return _("The family was told")
        why = self.disclosure.family_not_told_why if self.is_told else ""
        return _("The family was not told: %(why)s") % {"why": why} if why else _("The family was not told")


def lines(user: Any, rows: Iterable[Disclosure], mine: Any) -> list[Line]:
    """Return disclosures as lines for ``user``, for whom ``mine`` are the own agencies. Two queries for all."""
    found = list(rows)
    entries = Entry.objects.filter(pk__in=[d.entry_id for d in found])
    read = set(policy.visible(user, Act.VIEW, entries).values_list("pk", flat=True))
    own = Disclosure.objects.filter(pk__in=[d.pk for d in found])
    told = set(policy.visible(user, Act.VIEW, own).values_list("pk", flat=True))
    return [_line(d, read, told, mine) for d in found]


def _line(disclosure: Disclosure, read: set, told: set, mine: Any) -> Line:
    is_told = disclosure.pk in told
    return Line(
        disclosure=disclosure,
        direction=_direction(disclosure, mine),
        title=str(disclosure.entry) if disclosure.entry_id in read else "",
        is_told=is_told,
        state=_state(disclosure, is_told=is_told),
    )


def _direction(disclosure: Disclosure, mine: Any) -> str:
    if disclosure.entry.agency_id in mine:
        return str(DIRECTIONS["gave"])
    return str(DIRECTIONS["got"]) if disclosure.agency_id in mine else _("Between other agencies")


def _state(disclosure: Any, *, is_told: bool) -> State:
    if disclosure.outside:
        return State("ok", _("Told, once"))
    if disclosure.ended_at:
        return State("mute", _("Ended"), _ended(disclosure, is_told=is_told))
    if disclosure.valid_until and disclosure.valid_until <= timezone.now():
        return State("mute", _("Ended"), _("The time ran out on %(day)s") % {"day": _day(disclosure.valid_until)})
    if disclosure.approval_needed and not disclosure.approved_at:
        return State("warn", _("Waiting for approval"))
    if disclosure.reads:
        return State("ok", _("In force"))
    return State("bad", _("Ended"), _("The ground no longer holds, or the agency has left the case"))


def _ended(disclosure: Disclosure, *, is_told: bool) -> str:
    facts = {"day": _day(disclosure.ended_at), "who": disclosure.ended_by or _("Samverkan")}
    text = _("%(day)s, by %(who)s") % facts
    return f"{text}: {in_words(disclosure.end_reason)}" if is_told and disclosure.end_reason else text


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""


def table(found: list[Line]) -> list[list[str]]:
    """Return lines as the rows of a spreadsheet, the heads first."""
    return [_heads(), *(_cells(line) for line in found)]


def _heads() -> list[str]:
    return [
        _("Case"),
        _("Given"),
        _("Direction"),
        _("From"),
        _("To"),
        _("What"),
        _("Heading"),
        _("Ground"),
        _("Version"),
        _("Verified"),
        _("Conditions"),
        _("Why"),
        _("Initiative"),
        _("The family"),
        _("Who"),
        _("Approved by"),
        _("Until"),
        _("State"),
        _("How it ended"),
    ]


def _cells(line: Line) -> list[str]:
    d = line.disclosure
    return [
        d.case.reference,
        stamp(d.valid_from),
        line.direction,
        str(d.entry.agency),
        d.recipient,
        line.what,
        line.title,
        str(d.basis),
        str(d.basis.version),
        _("Yes") if d.basis.verified else _("No"),
        "; ".join(line.conditions),
        line.reason,
        line.how,
        line.family,
        str(d.disclosed_by),
        str(d.approved_by or ""),
        stamp(d.valid_until) if d.valid_until else "",
        line.state.text,
        line.state.why,
    ]
