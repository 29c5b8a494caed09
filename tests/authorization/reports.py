"""What the world has of reports of concern: one that waits, a neighbour's, one taken in, one unfinished."""

from typing import Any

from django.utils import timezone

from coordination.documents import storage
from coordination.models import Report, ReportDraft, ReportFile, User
from coordination.reports.actions import register_report, send_report
from coordination.reports.taking import take_in

WORD = "KANARIANMALAN"
TOLD = dict.fromkeys(
    ("happened", "facts", "interpretation", "injuries_text", "danger_why", "child_words", "earlier"), WORD
)
TOLD |= {"danger": True, "family_told_text": WORD, "wants_feedback": True}
CHILD = dict.fromkeys(("given_name", "family_name", "age", "address", "school", "language"), "KANARIANMALD")
GUARDIAN = {"given_name": "KANARIANMALD", "family_name": "KANARIANMALD", "phone": "KANARIANMALD"}


def records(users: dict, agencies: dict) -> dict[str, Any]:
    """Leyla (A4) reports twice to A1, where Petra takes one in; Petra writes down what a neighbour said."""
    draft = ReportDraft.objects.create(owner=users["leyla"], page=5, data=_typed())
    sent = _sent(users["leyla"], agencies)
    taken = _sent(users["leyla"], agencies)
    take_in(taken.children.get(), by=users["petra"])
    return {
        "report": sent,
        "reported_child": sent.children.get(),
        "child_taken": taken.children.get(),
        "report_file": sent.files.get(),
        "report_draft": draft,
        "draft_file": _file(draft=draft, data=b"KANARIRAPPORTUTKAST"),
        "report_shielded": _from_neighbour(users["petra"], agencies),
    }


def _sent(leyla: User, agencies: dict) -> Report:
    own = ReportDraft.objects.create(owner=leyla)
    file = _file(draft=own, data=b"KANARIANMALANFIL")
    people = {"children": [CHILD], "guardians": [GUARDIAN], "files": [file]}
    report = send_report(by=leyla, agency=agencies["A4"], to=agencies["A1"], told=TOLD, **people)
    own.delete()
    return report


def _from_neighbour(petra: User, agencies: dict) -> Report:
    who = dict.fromkeys(("notifier_name", "notifier_role", "notifier_unit", "notifier_phone"), "KANARIGRANNE")
    came = {"source": "private", "channel": "phone", "arrived_at": timezone.now(), "notifier": who}
    return register_report(by=petra, to=agencies["A1"], told=TOLD, children=[CHILD], **came)


def _typed() -> dict[str, Any]:
    children = {"child-count": ["1"], "guardian-count": ["0"], "child-0-given_name": ["KANARIRAPPORTUTKAST"]}
    return {"children": children, "concern": {"facts": ["KANARIRAPPORTUTKAST"]}}


def _file(*, draft: ReportDraft, data: bytes) -> ReportFile:
    path = storage.write(data, "reports")
    return ReportFile.objects.create(
        draft=draft, name="fil.txt", content_type="text/plain", size=len(data), sha256="", path=path
    )
