"""Events as sentences in the reader's language, with the names looked up for all of them at once.

An event keeps ids and codes only. What they stand for is put in here, when it
is read; an id or a code that nobody knows any more is said politely. No
sentence holds a title or a text that an agency wrote.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency, User
from coordination.history.kinds import KINDS
from coordination.history.models import Event

# Where the words of a code in ``facts`` are: fact, model, field.
CODES = (
    ("status", "coordination.Case", "status"),
    ("end", "coordination.Case", "end_state"),
    ("entry_kind", "coordination.Entry", "kind"),
    ("paper_kind", "coordination.Paper", "kind"),
    ("countersign", "coordination.Countersignature", "kind"),
    ("decision", "coordination.Review", "decision"),
    ("level", "coordination.Obstacle", "level"),
    ("phase", "coordination.ExitSupport", "phase"),
    ("confidentiality", "coordination.Case", "confidentiality"),
    ("answer", "coordination.ReportedChild", "feedback"),
)


def sentences(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Return the events as the component ``events`` draws them. Two queries, however many there are."""
    found = list(events)
    names = _names(found)
    return [
        {
            "event": event,
            "text": _sentence(event, names),
            "at": event.at,
            "who": who_of(event, names),
            "actor": actor_of(event, names),
            "agency": names.get(str(event.acting_agency_id), ""),
        }
        for event in found
    ]


def sentence(event: Event) -> str:
    """Return one event as a sentence. For a list use `sentences`, which looks names up once."""
    return _sentence(event, _names([event]))


def kind_label(kind: str) -> str:
    """Say what a kind of event is, for a choice between kinds: its sentence about nobody in particular."""
    about = {"actor": _("Somebody"), "agency": _("an agency"), "person": _("somebody"), "step": "…", "what": "…"}
    about["absent"] = _("a colleague")
    text = str(KINDS[kind].sentence) % about
    return text[:1].upper() + text[1:]


def actor_of(event: Event, names: dict[str, str]) -> str:
    """Return who did it, and for which absent colleague: both names, wherever the history is shown."""
    name = names.get(str(event.actor_id)) or _("Samverkan")
    if event.on_behalf_of_id is None:
        return name
    absent = names.get(str(event.on_behalf_of_id)) or _("Somebody")
    return _("%(actor)s for %(absent)s") % {"actor": name, "absent": absent}


def who_of(event: Event, names: dict[str, str]) -> str:
    """Return who did it, and for which agency."""
    if event.actor_id is None:
        return _("Samverkan")
    return ", ".join(n for n in (actor_of(event, names), names.get(str(event.acting_agency_id))) if n)


def _sentence(event: Event, names: dict[str, str]) -> str:
    kind = KINDS.get(event.kind)
    if kind is None:
        return _("Something happened in the case")
    facts = event.facts if isinstance(event.facts, dict) else {}
    return str(kind.sentence) % {
        "actor": actor_of(event, names),
        "agency": names.get(str(facts.get("agency"))) or _("An agency"),
        "person": names.get(str(facts.get("person"))) or _("Somebody"),
        "absent": names.get(str(facts.get("absent"))) or _("Somebody"),
        "step": _step_title(facts.get("step")),
        "what": _words(facts),
    }


def _step_title(kind: Any) -> str:
    try:
        return str(apps.get_model("coordination.Step")(kind=kind).title)
    except (KeyError, TypeError):
        return _("a step")


def _words(facts: dict) -> str:
    if "clock" in facts:
        return str(apps.get_model("coordination.Deadline")(code=str(facts["clock"])).title)
    for fact, label, field in CODES:
        if fact in facts:
            choices = dict(apps.get_model(label)._meta.get_field(field).flatchoices)
            by_text = {str(code): words for code, words in choices.items()}
            return str(by_text.get(str(facts[fact])) or _("something else"))
    return _("something else")


def _names(events: list[Event]) -> dict[str, str]:
    facts = [e.facts for e in events if isinstance(e.facts, dict)]
    users = {e.actor_id for e in events} | {e.on_behalf_of_id for e in events}
    users |= {_number(f.get(fact)) for f in facts for fact in ("person", "absent")}
    agencies = {e.acting_agency_id for e in events} | {_uuid(f.get("agency")) for f in facts}
    people = User.objects.filter(pk__in=[pk for pk in users if pk is not None])
    places = Agency.objects.filter(pk__in=[pk for pk in agencies if pk is not None])
    return {str(u.pk): u.get_full_name() or _("Somebody") for u in people} | {str(a.pk): str(a) for a in places}


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
