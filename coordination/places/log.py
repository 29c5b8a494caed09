"""What can happen in the work on places, the sentence that says it, and the one way to write it down."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coordination.places.models import PlaceEvent
from permissions import places

KINDS: dict[str, Any] = {
    "report-made": _("%(actor)s reported something"),
    "report-read": _("%(actor)s read a report"),
    "gate-read": _("%(actor)s looked through the reports"),
    "report-checked": _("%(actor)s checked a report"),
    "report-bounced": _("%(actor)s sent a report back: it told who somebody is. Its words are gone"),
    "report-merged": _("%(actor)s put two reports of the same thing together"),
    "report-closed": _("%(actor)s decided that nothing can be done about a report"),
    "report-moved": _("%(actor)s decided that a report belongs elsewhere"),
    "report-placed": _("%(actor)s said at which place it was"),
    "reports-archived": _("%(actor)s archived old reports"),
    "area-added": _("%(actor)s added an area to the map"),
    "place-added": _("%(actor)s added a place to the list"),
    "place-changed": _("%(actor)s changed a place of the list"),
    "week-made": _("%(actor)s made the picture of a week"),
    "week-read": _("%(actor)s read the picture of a week"),
    "week-changed": _("%(actor)s wrote about the picture of a week"),
    "week-decided": _("%(actor)s closed the priority list of a week"),
    "priority-added": _("%(actor)s put something on the priority list"),
    "priority-carried": _("%(actor)s took a priority over into the next week"),
    "priority-closed": _("%(actor)s closed a priority"),
    "action-added": _("%(actor)s wrote down an action"),
    "action-changed": _("%(actor)s told how an action goes"),
    "walk-planned": _("%(actor)s planned a safety walk"),
    "walk-moved": _("%(actor)s took a safety walk one step further"),
    "walk-read": _("%(actor)s read a safety walk"),
    "stop-added": _("%(actor)s wrote down a stop of a safety walk"),
    "stop-answered": _("%(actor)s answered for a stop of a safety walk"),
    "stop-done": _("%(actor)s told that what was promised at a stop is done"),
    "review-opened": _("%(actor)s began to review a detailed plan"),
    "review-moved": _("%(actor)s took the review of a detailed plan one step further"),
    "review-read": _("%(actor)s read the review of a detailed plan"),
    "checklist-answered": _("%(actor)s answered the checklist of a detailed plan"),
    "opinion-asked": _("%(actor)s put somebody on the consultation list"),
    "opinion-came": _("%(actor)s wrote down what somebody said about a plan"),
    "opinion-answered": _("%(actor)s answered what somebody said about a plan"),
    "paper-made": _("%(actor)s made a paper"),
}


def note(municipality: Any, kind: str, *, by: Any, about: Any = None, **facts: Any) -> PlaceEvent:
    """Append to the log, in the caller's transaction. ``facts`` are ids and codes only, never words people wrote."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of event: {kind}")
    return PlaceEvent.objects.create(
        municipality=municipality,
        kind=kind,
        actor=by,
        acting_agency_id=places.acting_agency(by, municipality),
        about=about.pk if about is not None else None,
        facts=facts,
    )


def sentences(events: Iterable[PlaceEvent]) -> list[dict[str, Any]]:
    """Return events to be read: ``text``, ``who`` (the agency) and ``at``."""
    return [
        {"text": gettext(str(KINDS[e.kind])) % {"actor": e.actor}, "who": e.acting_agency or "", "at": e.at}
        for e in events
    ]
