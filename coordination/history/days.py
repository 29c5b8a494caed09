"""How rows of the history are shown: by days, with the time of day beside each."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.history.kinds import GROUPS, EventKind, reading_label
from coordination.history.models import Reading
from coordination.history.queries import ENDS_SOON


def by_day(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with ``at`` as days with their rows, in the order they came."""
    groups = groupby(rows, key=lambda row: timezone.localtime(row["at"]).date())
    return [
        {"day": day, "rows": [row | {"time": timezone.localtime(row["at"])} for row in same]} for day, same in groups
    ]


def told_readings(rows: list[Reading]) -> list[dict[str, Any]]:
    """Return readings as rows of a list."""
    return [{"at": r.at, "text": reading_label(r.what), "actor": str(r.reader), "agency": ""} for r in rows]


def stamp(at: datetime) -> str:
    """Write a moment so that a spreadsheet can sort it."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def group(kind: EventKind | None) -> str:
    """Return what a kind of event is about."""
    return str(GROUPS[kind.group]) if kind else ""


def audited(case: Any) -> dict[str, Any]:
    """Return a case as a row of the audit page: by reference and kind, with what deviates as tags."""
    return {
        "url": reverse("case_history", args=[case.reference]),
        "reference": case.reference,
        "kind": case.get_kind_display(),
        "status": case.get_status_display(),
        "coordinator": case.coordinator,
        "agency": case.lead_agency,
        "tags": deviations(case) if case.is_open else [],
    }


def deviations(case: Any) -> list[dict[str, Any]]:
    """Return what deviates in an audited case, as tags."""
    found = []
    if case.frozen_at:
        found.append({"kind": "lock", "text": _("Frozen")})
    if case.overdue:
        late = (timezone.localdate() - timezone.localtime(case.overdue_since).date()).days
        found.append({"kind": "bad", "text": _("A step is %(days)s days late") % {"days": late}})
    if case.consent_ends and case.consent_ends < timezone.now() + ENDS_SOON:
        day = date_format(timezone.localtime(case.consent_ends), "DATE_FORMAT")
        found.append({"kind": "warn", "text": _("Consent ends on %(day)s") % {"day": day}})
    return found
