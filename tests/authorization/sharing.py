"""What the world has of the sharing desk, of approvals, of requests for information and of advice without names."""

from datetime import date
from typing import Any

from coordination.consulting.actions import ask as consult
from coordination.models import Case, Disclosure, Entry, LegalBasis, ShareDraft, User
from coordination.sharing.actions import disclose, write_entry
from coordination.sharing.asking.actions import ask


def records(case: Case, users: dict, agencies: dict, entry: Entry) -> dict[str, Any]:
    """Ulrika (A3) shares ``entry`` and waits for an approval; Leyla (A4) asks her; A3 asks A4 for advice."""
    ulrika, school, leisure = users["ulrika"], agencies["A3"], agencies["A4"]
    question = {"what": "KANARIBEGARAN", "why": "KANARIBEGARAN"}
    return {
        "share_draft": _at_the_desk(case, ulrika, school, leisure, entry),
        "waiting": _waiting(case, ulrika, school, leisure),
        "info_request": ask(case, by=users["leyla"], agency=leisure, to=school, **question),
        "consultation": consult(by=ulrika, agency=school, to=leisure, question="KANARIRAD"),
    }


def _at_the_desk(case: Case, ulrika: User, school: Any, leisure: Any, entry: Entry) -> ShareDraft:
    what = {"agency": [str(leisure.pk)], "entries": [str(entry.pk)]}
    return ShareDraft.objects.create(owner=ulrika, case=case, agency=school, data={"what": what})


def _waiting(case: Case, ulrika: User, school: Any, leisure: Any) -> Disclosure:
    basis = LegalBasis.objects.create(
        code="SE-TEST-9",
        country="SE",
        kind="permission",
        name_sv="Prov",
        name_fi="Koe",
        name_en="Test",
        needs_approver=True,
        valid_from=date(2020, 1, 1),
        source="tests",
    )
    entry = write_entry(
        case, by=ulrika, agency=school, kind="note", topic="school", title="Väntar", text="KANARIVANTAR"
    )
    return disclose(entry, leisure, by=ulrika, basis=basis, reason="x")
