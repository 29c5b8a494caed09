"""Reports of concern: Henrik's about Albin and Saga, and what is needed to make others."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from coordination.reports.actions import register_report, send_report
from workflows.forms import FORMS
from workflows.runs import complete

ALBIN = {"given_name": "Albin", "family_name": "Vikner", "identity_number": "20150724-2392"}
ALBIN |= {"birth_date": date(2015, 7, 24)}
SAGA = {"given_name": "Saga", "family_name": "Vikner", "identity_number": "20130301-2387"}
SAGA |= {"birth_date": date(2013, 3, 1)}
ELIN = {"given_name": "Elin", "family_name": "Vikner", "custody": "yes"}
TOLD: dict[str, Any] = {
    "facts": "Albin har blåmärken på båda armarna.",
    "interpretation": "Vi tror att någon har hållit fast honom.",
    "injuries": "yes",
    "injuries_text": "Blåmärken",
    "child_words": "Jag vill inte gå hem.",
    "duty": True,
    "wants_feedback": True,
}


@pytest.fixture
def send(cast):
    """Return a function that sends a report; by Henrik of the school about Albin unless said."""

    def send(by="henrik", agency="A3", to="A1", children=(ALBIN,), **told):
        people = {"children": list(children), "guardians": [ELIN]}
        return send_report(
            by=cast.users[by], agency=cast.agencies[agency], to=cast.agencies[to], told=TOLD | told, **people
        )

    return send


@pytest.fixture
def register(cast):
    """Return a function with which Mira writes down a report of a private person."""

    def register(source="private", by="mira", to="A1", **row):
        from django.utils import timezone

        about = {"channel": "phone", "arrived_at": timezone.now(), "children": [ALBIN], "told": {"facts": "Skrik."}}
        notifier = {"notifier_name": "Greta Granne", "notifier_phone": "070-1740690"}
        return register_report(
            by=cast.users[by], to=cast.agencies[to], source=source, notifier=notifier, **(about | row)
        )

    return register


@pytest.fixture
def decided(cast):
    """Return a function that takes a case up to where it is decided what comes of the report, by the real forms."""

    def decided(case, outcome="open"):
        mira = cast.users["mira"]
        said: dict[str, dict[str, Any]] = {
            "decide_open": {"outcome": outcome, "reasons": "Skäl", "decided_by": "Samira", "decided_on": today()},
            "tell_family": {"who": ["guardian"], "how": "Brev"},
        }
        while case.steps.open().filter(kind__in=["protect", "offer_meeting", "pre_assess", *said]).exists():
            step = case.steps.open().order_by("requested_at", "pk").first()
            form = None if step.kind not in said else FORMS[step.kind](step, mira, posted(said[step.kind]))
            assert form is None or form.is_valid(), form.errors
            plain = "safe" if step.kind == "protect" else "done"
            complete(step, by=mira, apply=form.apply if form else lambda run, plain=plain: plain)
        case.refresh_from_db()
        return case

    return decided


def today() -> str:
    """Today, as a browser sends it."""
    return timezone.localdate().isoformat()


def posted(said: dict[str, Any]) -> QueryDict:
    """What a browser sends."""
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.fixture
def report(send):
    """Henrik's report about Albin."""
    return send()
