"""Reports of concern in the demonstration: sent, taken in, and worked with through the real forms."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from coordination.agencies.models import Agency, User
from coordination.cases.models import Case
from coordination.demo.cast import Cast
from coordination.history.recording import note_reading
from coordination.notifications.actions import mark_all_read
from coordination.reports.actions import open_report, register_report, send_report
from coordination.reports.drafts import Writing
from coordination.reports.models import Report, ReportDraft, ReportedChild
from coordination.reports.taking import take_in
from coordination.steps.models import Step
from workflows.demo.clock import Days
from workflows.forms import FORMS
from workflows.runs import complete

CHILD = ("given_name", "family_name", "identity_number", "birth_date", "age", "language", "school", "address")


class Reporting:
    """What happens to reports that one agency receives, and what its worker does with them."""

    def __init__(self, cast: Cast, days: Days, *, to: str, worker: str) -> None:
        self.cast, self.days = cast, days
        self.to: Agency = cast.agencies[to]
        self.worker: User = cast.users[worker]

    def at(self, number: int, hour: str) -> datetime:
        """Return a moment of the story."""
        return self.days.at(number, hour)

    def reports(self, key: str, agency: str, *people: dict, guardians: tuple = (), **told: Any) -> Report:
        """Let somebody send a report about one or several children."""
        about: dict[str, Any] = {
            "children": [_known(p) for p in people],
            "guardians": [_guardian(g) for g in guardians],
        }
        by, own = self.cast.users[key], self.cast.agencies[agency]
        return send_report(by=by, agency=own, to=self.to, told=told, **about)

    def calls(self, *people: dict, arrived_at: datetime, notifier: str, phone: str, **told: Any) -> Report:
        """Let the worker write down what a private person said on the phone."""
        who = {"notifier_name": notifier, "notifier_role": "granne", "notifier_phone": phone}
        came: dict[str, Any] = {
            "source": Report.Source.PRIVATE,
            "channel": Report.Channel.PHONE,
            "arrived_at": arrived_at,
        }
        children = [_known(p) for p in people]
        return register_report(by=self.worker, to=self.to, notifier=who, told=told, children=children, **came)

    def begins(self, key: str, typed: dict[str, str]) -> None:
        """Let somebody begin a report that they do not send."""
        user = self.cast.users[key]
        Writing(ReportDraft(owner=user), user).keep("children", _typed(typed), reached=2)

    def takes_in(self, report: Report, name: str, *, case: Case | None = None) -> Case:
        """Let the worker read a report and take it in for one child."""
        open_report(report.pk, by=self.worker)
        mark_all_read(self.worker)
        return take_in(self._child(report, name), by=self.worker, case=case)

    def does(self, case: Case, kind: str, **said: Any) -> Step:
        """Fill in the form of the open step of a kind, and complete it; the newest, where there are several."""
        step = case.steps.open().filter(kind=kind).order_by("-requested_at").first()
        if step is None:
            raise LookupError(f"no step {kind} is open in {case}")
        form = FORMS[kind](step, self.worker, _typed(said))
        if not form.is_valid():
            raise ValueError(f"{kind}: {[(e.label, e.text) for e in form.errors]}")
        note_reading(self.worker, case, "step", step)
        done = complete(step, by=self.worker, apply=form.apply)
        case.refresh_from_db()
        return done

    def judges(self, case: Case, moment: datetime, reasons: str, **more: Any) -> Step:
        """Judge the need of protection: the child is safe for now."""
        sources = more.pop("sources", ["report", "notifier"])
        when = {"on": f"{moment:%Y-%m-%d}", "at": f"{moment:%H:%M}"}
        return self.does(case, "protect", outcome="safe", reasons=reasons, sources=sources, **when, **more)

    def _child(self, report: Report, name: str) -> ReportedChild:
        return report.children.get(given_name=name)


def _typed(said: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, [str(v) for v in value] if isinstance(value, list) else [str(value)])
    return data


def _known(person: dict) -> dict[str, Any]:
    return {name: person[name] for name in CHILD if name in person}


def _guardian(person: dict) -> dict[str, Any]:
    return {name: person[name] for name in ("given_name", "family_name", "phone") if name in person} | {
        "custody": "yes"
    }
