"""How notifications are listed: by days, each a sentence, and a neutral one where access has ended."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.history.models import Event, Notification
from coordination.history.sentences import sentences
from coordination.notifications.queries import cases_of, hushed, open_to

SIZE = 40

NEUTRAL = {
    "agency-left": gettext_lazy("An agency has left the case"),
    "grant-ended": gettext_lazy("An access to the case has ended"),
    "access-ran-out": gettext_lazy("An access to the case has run out"),
    "conflict-declared": gettext_lazy("A conflict of interest is noted"),
    "join-declined": gettext_lazy("Your request to join is answered: see your requests"),
    "case-frozen": gettext_lazy("The case is frozen"),
    "case-closed": gettext_lazy("The case was closed"),
    "consent-withdrawn": gettext_lazy("A consent was withdrawn"),
}


@dataclass
class Slice:
    """One page of notifications, newest first."""

    rows: list[Notification] = field(default_factory=list)
    older: int | None = None
    is_first: bool = True

    @property
    def newest(self) -> int | None:
        """The newest notification of the page."""
        return self.rows[0].pk if self.rows else None


def cut(rows: QuerySet[Notification], before: str) -> Slice:
    """Return the page of ``rows`` older than the notification ``before``; anything else gives the first page."""
    mark = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = rows.filter(pk__lt=mark) if mark else rows
    page = list(found.select_related("event").order_by("-pk")[: SIZE + 1])
    return Slice(page[:SIZE], page[SIZE - 1].pk if len(page) > SIZE else None, mark is None)


def by_day(user: Any, notifications: list[Notification]) -> list[dict[str, Any]]:
    """Return notifications as days with their rows."""
    rows = _told(user, notifications)
    groups = groupby(rows, key=lambda row: timezone.localtime(row["at"]).date())
    return [{"day": day, "rows": list(same)} for day, same in groups]


def _told(user: Any, notifications: list[Notification]) -> list[dict[str, Any]]:
    """Return each as a row: whole while the event is open to the reader, else neutral and without a way in."""
    events = [n.event for n in notifications]
    ways = open_to(user, Event.objects.filter(pk__in=[e.pk for e in events]))
    whole = {pk for way in ways for pk in way.values_list("pk", flat=True)}
    texts = {row["event"].pk: row["text"] for row in sentences([e for e in events if e.pk in whole])}
    references, quiet = cases_of(notifications), hushed(events)
    texts |= {pk: _("Something needs you") for pk in quiet & whole}
    return [
        {
            "pk": n.pk,
            "text": texts.get(n.event_id) or str(NEUTRAL.get(n.event.kind) or _("Something happened in the case")),
            "reference": references[n.event.case_id],
            "at": n.event.at,
            "unread": n.read_at is None,
            "open": n.event_id in whole,
        }
        for n in notifications
    ]
