"""What people do with meetings: call, change, cancel, and write the minutes."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.history.recording import record
from coordination.meetings.models import AgendaItem, Invitee, Meeting
from coordination.meetings.queries import PLAN_TOPIC, agencies_to_invite, people_called, people_of
from coordination.people.models import Person
from coordination.people.wishes import kept_out_of_meetings
from coordination.sharing.actions import write_entry
from coordination.sharing.models import Entry
from permissions import policy
from permissions.roles import Act

FIELDS = ["kind", "starts_at", "minutes_long", "place", "link"]
LONGEST = 8 * 60
OUT_OF_THE_WAY = 1000  # Added to positions while rows are put in their new order.


class MinutesConflict(Exception):
    """Somebody wrote the minutes in between; both versions must be shown."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.pk)
        self.meeting = meeting


@transaction.atomic
def call_meeting(
    case: Case,
    *,
    by: Any,
    kind: str,
    starts_at: datetime,
    minutes_long: int = 60,
    place: str = "",
    link: str = "",
    agencies: list[Agency] | tuple = (),
    people: list[Person] | tuple = (),
    agenda: list[str] | tuple = (),
    against_wish: bool = False,
) -> Meeting:
    """Call a meeting of the case; the lead agency is always part of it. Tells the people of the agencies called.

    Raises ValidationError if an agency is not covered by a ground in force, a
    person is not of the case, nobody else is called, or time, place or agenda is missing; and for
    somebody the child does not want at meetings, unless ``against_wish`` says that this is known.
    """
    policy.require(by, Act.COORDINATE, case)
    meeting = Meeting(case=case, called_by=by)
    _fill(meeting, kind=kind, starts_at=starts_at, minutes_long=minutes_long, place=place, link=link)
    meeting.save()
    _invite(meeting, agencies, people, against_wish=against_wish)
    _set_agenda(meeting, [{"heading": heading} for heading in agenda])
    record(case, "meeting-called", actor=by, tell=people_called(meeting), meeting=str(meeting.pk))
    return meeting


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    by: Any,
    kind: str,
    starts_at: datetime,
    minutes_long: int = 60,
    place: str = "",
    link: str = "",
    agencies: list[Agency] | tuple = (),
    people: list[Person] | tuple = (),
    agenda: list[str] | tuple = (),
    against_wish: bool = False,
) -> Meeting:
    """Change a meeting that has not been held. Tells those called before and those called now."""
    meeting = _lock(meeting, by)
    _must_be_called(meeting)
    told = people_called(meeting)
    _fill(meeting, kind=kind, starts_at=starts_at, minutes_long=minutes_long, place=place, link=link)
    meeting.save(update_fields=FIELDS)
    _invite(meeting, agencies, people, against_wish=against_wish)
    _set_agenda(meeting, [{"heading": heading} for heading in agenda])
    tell = told + people_called(meeting)
    record(meeting.case, "meeting-changed", actor=by, tell=tell, meeting=str(meeting.pk))
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Any) -> Meeting:
    """Cancel a meeting that has not been held. It stays to be seen, as cancelled."""
    meeting = _lock(meeting, by)
    _must_be_called(meeting)
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    record(meeting.case, "meeting-cancelled", actor=by, tell=people_called(meeting), meeting=str(meeting.pk))
    return meeting


@transaction.atomic
def write_minutes(
    meeting: Meeting,
    *,
    by: Any,
    attended: Any,
    rows: list[dict],
    share_with: list[Agency] | tuple = (),
    version: str | None = None,
    chair: Any = None,
    note_taker: Any = None,
) -> Entry:
    """Write the minutes: who came, and notes and decision for each row of the agenda.

    They are an entry of the lead agency, read by ``share_with`` (called
    agencies only) besides. Written anew they supersede the former ones. A row
    may carry the ``pk`` of the agenda item it is about. ``version`` is `version_of`
    the meeting the writer began from: raises MinutesConflict if they were written since.
    A SIP meeting names its ``chair`` and ``note_taker``: ValidationError without them.
    """
    meeting = _lock(meeting, by)
    if version is not None and version != version_of(meeting):
        raise MinutesConflict(meeting)
    if meeting.status == Meeting.Status.CANCELLED:
        raise ValidationError(_("The meeting was cancelled."))
    if meeting.kind == Meeting.Kind.SIP and not (chair and note_taker):
        raise ValidationError(_("Name who chaired the SIP meeting and who took the notes."))
    called = {i.agency_id for i in meeting.invitees.all()}
    if any(agency.pk not in called for agency in share_with):
        raise ValidationError(_("The minutes can only be shared with agencies that were called to the meeting."))
    _note_who_came(meeting, {str(pk) for pk in attended})
    items = _set_agenda(meeting, rows)
    entry = write_entry(
        meeting.case,
        by=by,
        agency=meeting.case.lead_agency,
        kind=Entry.Kind.MINUTES,
        topic=PLAN_TOPIC,
        title=str(meeting),
        text=_as_text(items),
        data={"meeting": str(meeting.pk)},
        supersedes=meeting.minutes,
        share_with=share_with,
    )
    meeting.minutes, meeting.status = entry, Meeting.Status.HELD
    meeting.chair, meeting.note_taker = chair, note_taker
    meeting.save(update_fields=["minutes", "status", "chair", "note_taker"])
    told = people_of(meeting.case, [meeting.case.lead_agency, *share_with])
    record(meeting.case, "meeting-held", actor=by, tell=told, meeting=str(meeting.pk))
    return entry


def version_of(meeting: Meeting) -> str:
    """Return the mark of which minutes a meeting had when it was read."""
    return str(meeting.minutes_id or "none")


def check_link(link: str, case: Case) -> None:
    """Refuse a link that is not safe to send: other than https, with a log-in in it, or naming someone of the case."""
    parts = urlsplit(link)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise ValidationError({"link": _("Give a full link that begins with https://.")})
    words = set(re.findall(r"[^\W\d_]+", link.lower()))
    digits = re.sub(r"\D", "", link)
    for person in case.people.all():
        names = set(re.findall(r"[^\W\d_]{3,}", person.full_name.lower()))
        number = re.sub(r"\D", "", person.identity_number)
        if names & words or (number and number[-10:] in digits):
            raise ValidationError({"link": _("The link contains personal data. Make one without names and numbers.")})


def _lock(meeting: Meeting, by: Any) -> Meeting:
    policy.require(by, Act.COORDINATE, meeting)
    rows = Meeting.objects.select_for_update(of=["self"])
    return rows.select_related("case", "case__lead_agency", "minutes").get(pk=meeting.pk)


def _must_be_called(meeting: Meeting) -> None:
    if meeting.status != Meeting.Status.CALLED:
        raise ValidationError(_("The meeting has been held or cancelled already."))


def _fill(meeting: Meeting, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    if not 5 <= meeting.minutes_long <= LONGEST:
        raise ValidationError({"minutes_long": _("Give a length between 5 minutes and 8 hours.")})
    if not meeting.place and not meeting.link:
        raise ValidationError({"place": _("Give a place or a link.")})
    if meeting.link:
        check_link(meeting.link, meeting.case)
    meeting.full_clean(exclude=["case", "called_by", "minutes"], validate_unique=False, validate_constraints=False)


def _invite(meeting: Meeting, agencies: Any, people: Any, *, against_wish: bool) -> None:
    """Make exactly these the ones called, and the lead agency; those already called keep their row."""
    case = meeting.case
    allowed = {a.pk for a in agencies_to_invite(case, meeting.kind)}
    for agency in agencies:
        if agency.pk not in allowed:
            raise ValidationError(_("No consent in force lets %(agency)s be called.") % {"agency": agency})
    family = {p.pk for p in case.people.all()}
    if any(person.pk not in family for person in people):
        raise ValidationError(_("Only people of the case can be called."))
    wishes = kept_out_of_meetings(case, on=timezone.localdate(meeting.starts_at))
    unwanted = {person.pk for person in people if person.pk in wishes}
    if unwanted and not against_wish:
        raise ValidationError({"against_wish": _("The child does not want this person at meetings.")})
    keys = {(a.pk, None) for a in agencies} | {(None, p.pk) for p in people} | {(case.lead_agency_id, None)}
    if len(keys) < 2:
        raise ValidationError(_("Call at least one more agency or family member."))
    present = {(i.agency_id, i.person_id): i.pk for i in meeting.invitees.all()}
    meeting.invitees.filter(pk__in=[pk for key, pk in present.items() if key not in keys]).delete()
    Invitee.objects.bulk_create(
        Invitee(meeting=meeting, case=case, agency_id=agency, person_id=person)
        for agency, person in sorted(keys - set(present), key=str)
    )
    meeting.invitees.filter(person__in=unwanted).update(against_wish=True)


def _set_agenda(meeting: Meeting, rows: list[dict]) -> list[AgendaItem]:
    """Put the agenda in this order: rows with a ``pk`` keep their item, others are new, items without a row go."""
    rows = [row for row in rows if row.get("heading", "").strip()]
    if not rows:
        raise ValidationError(_("Write at least one row on the agenda."))
    present = {str(i.pk): i for i in meeting.agenda.all()}
    kept = [present.pop(str(row.get("pk")), None) or _by_heading(present, row) for row in rows]
    if any(item.actions.exists() for item in present.values()):
        raise ValidationError(_("A row that a plan action comes from cannot be taken away."))
    AgendaItem.objects.filter(pk__in=[i.pk for i in present.values()]).delete()
    meeting.agenda.update(position=F("position") + OUT_OF_THE_WAY)
    items = []
    for position, (row, item) in enumerate(zip(rows, kept, strict=True), start=1):
        item = item or AgendaItem(meeting=meeting, case=meeting.case)
        item.position, item.heading = position, row["heading"].strip()
        item.notes, item.decision = row.get("notes", "").strip(), row.get("decision", "").strip()
        item.clean_fields(exclude=["meeting", "case"])
        item.save()
        items.append(item)
    return items


def _by_heading(present: dict[str, AgendaItem], row: dict) -> AgendaItem | None:
    """Take the item with the same heading out of ``present``, for callers that send no keys."""
    if row.get("pk"):
        return None
    key = next((pk for pk, item in present.items() if item.heading == row["heading"].strip()), None)
    return present.pop(key) if key else None


def _note_who_came(meeting: Meeting, attended: set[str]) -> None:
    for invitee in meeting.invitees.all():
        invitee.attended = str(invitee.pk) in attended
        invitee.save(update_fields=["attended"])


def _as_text(items: list[AgendaItem]) -> str:
    """Write the minutes as plain text, so that the entry can be read alone."""
    return "\n\n".join(_row_text(item) for item in items)


def _row_text(item: AgendaItem) -> str:
    lines = [f"{item.position}. {item.heading}", item.notes]
    if item.decision:
        lines.append(_("Decision: %(decision)s") % {"decision": item.decision})
    return "\n".join(line for line in lines if line)
