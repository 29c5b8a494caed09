"""Closing the minutes: who came, and what was written together becomes an entry that is read by those chosen."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.agencies.models import Agency
from coordination.history.recording import record
from coordination.meetings.actions import lock
from coordination.meetings.covering import PLAN_TOPIC, gaps, name_of
from coordination.meetings.decisions import for_everybody
from coordination.meetings.models import AgendaItem, Decision, Invitee, Meeting
from coordination.meetings.queries import people_of
from coordination.people.protecting import must_not_tell_where
from coordination.sharing.actions import write_entry
from coordination.sharing.models import Entry

Handled = Mapping[str, tuple[str, str]]  # by the key of the invitee: how it was handled, and in words
CLOSED = ["minutes", "status", "chair", "note_taker", "correcting"]


class MinutesConflict(Exception):
    """Somebody wrote in the minutes, or closed them, in between: read them before they are closed."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.pk)
        self.meeting = meeting


def version_of(meeting: Meeting) -> str:
    """Return the mark of what the minutes of a meeting were when they were read."""
    parts = ".".join(str(version) for version in meeting.agenda.order_by("position").values_list("version", flat=True))
    return f"{meeting.minutes_id or 'none'}:{parts}"


@transaction.atomic
def close_minutes(
    meeting: Meeting,
    *,
    by: Any,
    attended: Any,
    share_with: list[Agency] | tuple = (),
    handled: Handled | None = None,
    version: str | None = None,
    chair: Any = None,
    note_taker: Any = None,
) -> Entry:
    """Close the minutes as they are written: no part can be changed any more. Returns their entry.

    They are an entry of the lead agency, read by ``share_with`` (called agencies only) besides; a part that not all
    may see is an entry of its own. Closed after a correction they supersede the former ones. Raises MinutesConflict if
    something was written since ``version``; ValidationError where an agency came that might not hear all of it and
    ``handled`` does not say how that was handled, or a SIP meeting lacks its ``chair`` or ``note_taker``.
    """
    meeting = lock(meeting, by)
    if version is not None and version != version_of(meeting):
        raise MinutesConflict(meeting)
    _must_be_open(meeting)
    if meeting.kind == Meeting.Kind.SIP and not (chair and note_taker):
        raise ValidationError(_("Name who chaired the SIP meeting and who took the notes."))
    called = {i.agency_id for i in meeting.invitees.all()}
    if any(agency.pk not in called for agency in share_with):
        raise ValidationError(_("The minutes can only be shared with agencies that were called to the meeting."))
    _note_who_came(meeting, {str(pk) for pk in attended}, handled or {}, by=by)
    entry = _write(meeting, list(share_with), by=by)
    meeting.minutes, meeting.status, meeting.correcting = entry, Meeting.Status.HELD, False
    meeting.chair, meeting.note_taker = chair, note_taker
    meeting.save(update_fields=CLOSED)
    told = people_of(meeting.case, [meeting.case.lead_agency, *share_with])
    record(meeting.case, "meeting-held", actor=by, tell=told, meeting=str(meeting.pk))
    return entry


@transaction.atomic
def reopen_minutes(meeting: Meeting, *, by: Any) -> Meeting:
    """Open closed minutes to be corrected; those who may read them go on reading them. What was decided stays."""
    meeting = lock(meeting, by)
    if meeting.status != Meeting.Status.HELD or meeting.correcting:
        raise ValidationError(_("Only closed minutes can be opened to be corrected."))
    meeting.correcting = True
    meeting.save(update_fields=["correcting"])
    record(meeting.case, "minutes-reopened", actor=by, tell=[], meeting=str(meeting.pk))
    return meeting


def attendance(meeting: Meeting) -> list[str]:
    """Return who came, and how it was handled where somebody might not hear all of it, as lines of text."""
    rows = [i for i in meeting.invitees.select_related("agency", "person") if i.attended]
    if not rows:
        return []
    lines = [_("Came: %(who)s.") % {"who": "; ".join(name_of(i) for i in rows)}]
    words = _("%(who)s: %(why)s. %(how)s. %(more)s")
    return lines + [
        (
            words
            % {
                "who": name_of(i),
                "why": i.get_uncovered_display(),
                "how": i.get_handled_display(),
                "more": i.handled_how,
            }
        ).strip()
        for i in rows
        if i.uncovered
    ]


def _must_be_open(meeting: Meeting) -> None:
    if meeting.status == Meeting.Status.CANCELLED:
        raise ValidationError(_("The meeting was cancelled."))
    if not meeting.is_open:
        raise ValidationError(_("The minutes are closed already."))
    if not meeting.agenda.exists():
        raise ValidationError(_("Write at least one row on the agenda."))


def _note_who_came(meeting: Meeting, attended: set[str], handled: Handled, *, by: Any) -> None:
    rows = list(meeting.invitees.select_related("agency", "person"))
    came = [i for i in rows if str(i.pk) in attended]
    found, missing = gaps(meeting, came), []
    for invitee in rows:
        was = invitee.uncovered
        invitee.attended, invitee.uncovered = invitee in came, found.get(invitee.pk, "")
        how, more = handled.get(str(invitee.pk), ("", "")) if invitee.uncovered else ("", "")
        if invitee.uncovered and (how not in Invitee.Handled.values or (how == "ground" and not more.strip())):
            missing.append(invitee)
        must_not_tell_where(meeting.case, more)
        invitee.handled, invitee.handled_how = how, more.strip()[:300]
        invitee.save(update_fields=["attended", "uncovered", "handled", "handled_how"])
        if invitee.uncovered and not was and not missing and invitee.agency_id:
            record(
                meeting.case, "attendance-uncovered", actor=by, agency=invitee.agency,
                within=meeting.case.lead_agency, tell=[], meeting=str(meeting.pk),
            )  # fmt: skip
    if missing:
        names = ", ".join(name_of(i) for i in missing)
        raise ValidationError(
            _("Say how it was handled that these were there: %(who)s. For another ground, say which.") % {"who": names}
        )


def _write(meeting: Meeting, share_with: list[Agency], *, by: Any) -> Entry:
    """Write the parts that all may read as one entry, and each of the others as its own."""
    items = list(meeting.agenda.prefetch_related("decisions__agency", "without", "kept_from").order_by("position"))
    shared = set(for_everybody(meeting.agenda.all()).values_list("pk", flat=True))
    common = {"by": by, "agency": meeting.case.lead_agency, "kind": Entry.Kind.MINUTES, "topic": PLAN_TOPIC}
    for item in items:
        _keep_apart(item, share_with, common) if item.pk not in shared else _join(item)
    former = meeting.minutes
    open_parts = enumerate((item for item in items if item.pk in shared), start=1)
    texts = ["\n".join(attendance(meeting)), *(_as_text(item, f"{number}. ") for number, item in open_parts)]
    return write_entry(
        meeting.case,
        **common,
        title=str(meeting),
        text="\n\n".join(text for text in texts if text),
        data={"meeting": str(meeting.pk)},
        supersedes=former,
        share_with=share_with,
        **_audience_of(former),
    )


def _keep_apart(item: AgendaItem, share_with: list[Agency], common: dict[str, Any]) -> None:
    away, hidden = {agency.pk for agency in item.without.all()}, list(item.kept_from.all())
    item.entry = write_entry(
        item.case,
        **common,
        title=_("%(meeting)s, a part of its own") % {"meeting": item.meeting},
        text=_as_text(item),
        data={"meeting": str(item.meeting_id), "part": str(item.pk)},
        supersedes=item.entry,
        share_with=[agency for agency in share_with if agency.pk not in away],
        confidentiality=item.confidentiality,
        kept_from=hidden,
        kept_from_why=gettext_noop("Chosen for this part of the minutes") if hidden else "",
    )
    item.save(update_fields=["entry"])


def _join(item: AgendaItem) -> None:
    if item.entry_id:
        item.entry = None
        item.save(update_fields=["entry"])


def _audience_of(former: Entry | None) -> dict[str, Any]:
    """Return the class of the former minutes, and from whom they were kept: corrected ones keep it."""
    if former is None:
        return {}
    hidden = {"kept_from": former.kept_from.all(), "kept_from_why": former.kept_from_why}
    return {"confidentiality": former.confidentiality, **hidden}


def _as_text(item: AgendaItem, number: str = "") -> str:
    """Write a part as plain text, so that the entry can be read alone."""
    lines = [f"{number}{item.heading}", item.notes, *(_decided(d) for d in item.decisions.all())]
    return "\n".join(line for line in lines if line)


def _decided(decision: Decision) -> str:
    if decision.due_on is None:
        return _("Noted: %(decision)s") % {"decision": decision.text}
    return _("Decision: %(decision)s (%(who)s, by %(day)s)") % {
        "decision": decision.text,
        "who": ", ".join(str(one) for one in (decision.person, decision.agency) if one),
        "day": date_format(decision.due_on, "DATE_FORMAT"),
    }
