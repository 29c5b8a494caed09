"""Events as sentences in the reader's language, with the names looked up for all of them at once."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from coordination.history.kinds import KINDS
from coordination.history.models import Event

# Where the words of a code in ``facts`` are: fact, model, field.
CODES = (
    ("status", "coordination.Case", "status"),
    ("end", "coordination.Case", "end_state"),
    ("entry_kind", "coordination.Entry", "kind"),
    ("paper_kind", "coordination.Paper", "kind"),
)


def sentences(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return the events as the component ``events`` draws them. Two queries, however many there are."""
    found = list(events)
    names = _names(found)
    return [
        {"event": event, "text": _sentence(event, names), "at": event.at, "who": who_of(event, names)}
        for event in found
    ]


def who_of(event: Event, names: dict[str, str]) -> str:
    """Return who did it, and for which agency."""
    if event.actor_id is None:
        return _("Samverkan")
    return ", ".join(n for n in (names.get(str(event.actor_id)), names.get(str(event.acting_agency_id))) if n)


def _sentence(event: Event, names: dict[str, str]) -> str:
    facts = event.facts
    return str(KINDS[event.kind].sentence) % {
        "actor": names.get(str(event.actor_id)) or _("Samverkan"),
        "agency": names.get(str(facts.get("agency"))) or _("An agency"),
        "person": names.get(str(facts.get("person"))) or _("Somebody"),
        "step": event.step.title if event.step_id else "",
        "what": _words(facts),
    }


def _words(facts: dict) -> str:
    for fact, label, field in CODES:
        if fact in facts:
            choices = dict(apps.get_model(label)._meta.get_field(field).flatchoices)
            return str(choices.get(facts[fact], facts[fact]))
    return ""


def _names(events: list[Event]) -> dict[str, str]:
    users = {e.actor_id for e in events} | {e.facts.get("person") for e in events}
    agencies = {str(e.acting_agency_id) for e in events} | {e.facts.get("agency") for e in events}
    people = apps.get_model("coordination.User").objects.filter(pk__in=users - {None})
    places = apps.get_model("coordination.Agency").objects.filter(pk__in=agencies - {None, "None"})
    return {str(u.pk): str(u) for u in people} | {str(a.pk): str(a) for a in places}
