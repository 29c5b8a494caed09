"""The case history on paper."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from coordination.history import queries
from coordination.history.kinds import reading_label
from coordination.history.sentences import sentences
from coordination.papers.registry import Content, builds
from permissions import policy
from permissions.roles import Act

MOST = 3000  # rows; a longer history is made in parts


@builds("history")
def history(paper: Any) -> Content:
    """What happened, as far as the reader may know, and for auditors who read what."""
    reader, case = paper.requested_by, paper.case
    get_object_or_404(policy.visible(reader, Act.READ_HISTORY, type(case).objects.all()), pk=case.pk)
    events = queries.events_of(reader, case)
    readings = queries.readings_of(reader, case)
    context = {
        "events": sentences(events[:MOST]),
        "more": max(0, events.count() - MOST),
        "readings": [
            {"at": r.at, "text": reading_label(r.what), "who": r.reader.get_full_name()} for r in readings[:MOST]
        ],
        "audits": policy.can(reader, Act.AUDIT, case),
    }
    return Content("history.html", _("Case history"), context)
