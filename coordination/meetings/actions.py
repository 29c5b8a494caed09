"""What people do with meetings: call, change and cancel. The minutes are in `writing` and `closing`."""

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
from coordination.meetings.queries import agencies_to_invite, people_called
from coordination.people.models import Person
from coordination.people.wishes import kept_out_of_meetings
from permissions import policy
from permissions.roles import Act

FIELDS = ["kind", "starts_at", "minutes_long", "place", "link"]
LONGEST = 8 * 60
OUT_OF_THE_WAY = 1000  # Added to positions while rows are put in their new order.


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
    _set_agenda(meeting, agenda)
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
    meeting = lock(meeting, by)
    _must_be_called(meeting)
    told = people_called(meeting)
    _fill(meeting, kind=kind, starts_at=starts_at, minutes_long=minutes_long, place=place, link=link)
    meeting.save(update_fields=FIELDS)
    _invite(meeting, agencies, people, against_wish=against_wish)
    _set_agenda(meeting, agenda)
    tell = told + people_called(meeting)
    record(meeting.case, "meeting-changed", actor=by, tell=tell, meeting=str(meeting.pk))
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Any) -> Meeting:
    """Cancel a meeting that has not been held. It stays to be seen, as cancelled."""
    meeting = lock(meeting, by)
    _must_be_called(meeting)
    meeting.status = Meeting.Status.CANCELLED
    meeting.save(update_fields=["status"])
    record(meeting.case, "meeting-cancelled", actor=by, tell=people_called(meeting), meeting=str(meeting.pk))
    return meeting


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


def lock(meeting: Meeting, by: Any) -> Meeting:
    """Return the meeting as it is now, locked until the transaction ends, for who coordinates its case."""
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


def _set_agenda(meeting: Meeting, headings: Any) -> None:
    """Put the agenda in this order: a heading that is there keeps its part; a part without a heading here goes."""
    wanted = [heading.strip() for heading in headings if heading.strip()]
    if not wanted:
        raise ValidationError(_("Write at least one row on the agenda."))
    present = list(meeting.agenda.all())
    kept = [_taken(present, heading) for heading in wanted]
    if any(is_written(item) for item in present):
        raise ValidationError({"agenda": _("A row about which something is written already cannot be taken away.")})
    for item in present:
        item.without.clear()
        item.kept_from.clear()
        item.delete()
    meeting.agenda.update(position=F("position") + OUT_OF_THE_WAY)
    for position, (heading, found) in enumerate(zip(wanted, kept, strict=True), start=1):
        item = found or AgendaItem(meeting=meeting, case=meeting.case)
        item.position, item.heading = position, heading
        item.clean_fields(exclude=["meeting", "case", "written_by", "entry"])
        item.save()


def is_written(item: AgendaItem) -> bool:
    """Say whether somebody has written in a part of the minutes."""
    return item.version > 0


def _taken(present: list[AgendaItem], heading: str) -> AgendaItem | None:
    """Take the part with this heading out of ``present``."""
    found = next((item for item in present if item.heading == heading), None)
    if found:
        present.remove(found)
    return found
