"""How the case of the world comes to the middle of mapping, through the real actions."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from coordination.cases.actions import open_case
from coordination.cases.inviting import answer_invitation, invite
from coordination.models import Case, User
from coordination.sharing.consent import record_consent
from coordination.sharing.models import Topic
from workflows.runs import complete


def opened(petra: User, agency: Any) -> Case:
    child = {
        "role": "child",
        "given_name": "Kanaribarn",
        "family_name": "KANARIBARN",
        "identity_number": "20130310-2394",
        "birth_date": date(2013, 3, 10),
    }
    mother = {
        "role": "guardian",
        "given_name": "Malin",
        "family_name": "KANARIMAMMA",
        "phone": "KANARITELEFON",
        "birth_date": date(1982, 4, 25),
    }
    return open_case(by=petra, agency=agency, title="KANARITITEL", purpose="KANARISYFTE", people=[child, mother])


def walk_to_mapping(case: Case, cast: Any) -> None:
    petra, agencies = cast.users["petra"], cast.agencies
    _do(case, "inform", petra, lambda run: "done")
    _do(case, "consent", petra, lambda run: _consent(case, petra, [agencies[k] for k in ("A3", "A4", "A6")]))
    _do(case, "screen", petra, lambda run: "proceed")
    _do(case, "invite", petra, lambda run: [invite(case, agencies[k], by=petra) for k in ("A3", "A4")] and "done")
    for key, contact, worker in (("A3", "henrik", "ulrika"), ("A4", "leyla", "leyla")):
        there = case.participations.get(agency=agencies[key])
        _do(
            case,
            "answer",
            cast.users[contact],
            lambda run, t=there, c=contact, w=worker: (
                answer_invitation(t, by=cast.users[c], accept=True, people=[cast.users[w]]) and "accepted"
            ),
            agency=agencies[key],
        )
    _do(case, "map", cast.users["ulrika"], lambda run: "done", agency=agencies["A3"])


def _consent(case: Case, petra: User, agencies: list) -> str:
    mother = case.people.get(role="guardian")
    record_consent(
        mother,
        by=petra,
        given=True,
        agencies=agencies,
        topics=Topic.values,
        form="written",
        valid_until=timezone.now() + timedelta(days=180),
        view_of_child="KANARISYN",
    )
    return "given"


def _do(case: Case, kind: str, by: User, apply: Any, agency: Any = None) -> None:
    rows = case.steps.open().filter(kind=kind)
    complete(rows.get(agency=agency) if agency else rows.get(), by=by, apply=apply)
