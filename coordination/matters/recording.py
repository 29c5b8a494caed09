"""The history of a matter: what can happen in one, and writing it down; and who hears of it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from coordination.history import asides
from coordination.history.models import Aside
from coordination.matters.models import Matter, MatterEvent

KINDS = {
    "opened": _("Recorded the signal"),
    "row": _("Added an invoice row"),
    "triage-proposed": _("Proposed a triage"),
    "triage-agreed": _("Agreed to the triage"),
    "triage-refused": _("Sent the triage back"),
    "begun": _("Began the checks"),
    "check": _("Recorded a check"),
    "notice": _("Recorded what was sent"),
    "no-notice": _("Decided to send nothing"),
    "contract": _("Recorded a decision on the contract"),
    "inspection": _("Recorded a joint inspection"),
    "moved": _("The matter went on"),
    "closed": _("Closed the matter"),
    "paper": _("Made a PDF of the matter"),
    "read": _("Read the matter"),
    "read-history": _("Read the history"),
}
READINGS = ("read", "read-history")


def note(matter: Matter, kind: str, *, by: Any, **facts: Any) -> MatterEvent:
    """Append to the history of a matter what somebody did or read. ``facts`` are ids and codes, never text."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of event: {kind}")
    return MatterEvent.objects.create(matter=matter, kind=kind, actor=by, facts=facts)


def tell_working(matter: Matter, *, but: Any) -> None:
    """Let those who have done something in a matter hear that it has gone on."""
    acted = MatterEvent.objects.filter(matter=matter).exclude(kind__in=READINGS).values("actor")
    people = get_user_model()._default_manager.filter(pk__in=acted, is_active=True)
    asides.tell(Aside.Kind.MATTER_ON, matter, people, but=but)
