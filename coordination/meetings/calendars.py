"""A called meeting as a file for a calendar (RFC 5545). A calendar lies outside the product: it names nobody.

It holds when the meeting is, the reference of the case and the way to the
meeting's page; neither the place nor who comes, what it is about or the link
of the video meeting. By hand: it is one event of ten lines.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history.models import Event
from coordination.meetings.models import Meeting

LONGEST_LINE = 75  # octets
MOVED = ("meeting-changed", "meeting-cancelled")
STATUS = {Meeting.Status.CANCELLED: "CANCELLED"}


def calendar_file(meeting: Meeting) -> bytes:
    """Return the meeting as an iCalendar file in the language spoken now.

    The same meeting has the same UID each time, and a higher SEQUENCE after each change, so that a calendar moves its
    entry instead of adding another; a cancelled meeting is taken out of it.
    """
    url = settings.SITE_URL + reverse("meeting", args=[meeting.pk])
    title = _("Samverkan meeting %(reference)s") % {"reference": meeting.case.reference}
    more = _("Time, place and agenda stand in Samverkan: %(url)s") % {"url": url}
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes_long)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Samverkan//Meetings//EN",
        "BEGIN:VEVENT",
        f"UID:{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{_utc(timezone.now())}",
        f"SEQUENCE:{_times_changed(meeting)}",
        f"DTSTART:{_utc(meeting.starts_at)}",
        f"DTEND:{_utc(ends_at)}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(more)}",
        f"URL:{url}",
        f"STATUS:{STATUS.get(Meeting.Status(meeting.status), 'CONFIRMED')}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """Return a line as the format wants it: at most 75 octets, the rest on lines that begin with a space."""
    parts, room = [b""], LONGEST_LINE
    for sign in line:
        data = sign.encode()
        if len(parts[-1]) + len(data) > room:
            parts.append(b"")
            room = LONGEST_LINE - 1
        parts[-1] += data
    return b"\r\n ".join(parts) + b"\r\n"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _times_changed(meeting: Meeting) -> int:
    rows = Event.objects.filter(case=meeting.case_id, kind__in=MOVED, facts__meeting=str(meeting.pk))
    return rows.count()
