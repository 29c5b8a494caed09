"""The cases that the played stories begin with, made by the actions: their people are in them, and nothing is written.

Called inside a site, for its database: ``manage.py shell -c "from tests.browser.begun import begin; begin()"``.
"""

import json
from datetime import timedelta

from django.utils import timezone

from coordination.cases import process
from coordination.cases.actions import open_case
from coordination.cases.inviting import answer_invitation, invite
from coordination.meetings.actions import call_meeting
from coordination.models import Agency, Case, LegalBasis, User
from coordination.sharing.consent import record_consent
from coordination.sharing.models import Topic
from workflows.demo import people as invented

NAMES = {"A1": "mottagning", "A2": "utredning", "A3": "Åbrinkens", "A5": "Polisen", "A6": "BUP", "A13": "Norrvik"}
LATER = timedelta(days=90)


def begin() -> None:
    """Begin every story, and print their references."""
    print(json.dumps({name: case.reference for name, case in _cases()}))  # noqa: T201


def meet() -> None:
    """Call a meeting of social services, the school and BUP in a case of its own, and print its key."""
    case = _open("petra", "A1", invented.ISAK, invented.EVA)
    _consent(case, "petra", "A3", "A6")
    _joins(case, "petra", "A3", "henrik", "ulrika")
    _joins(case, "petra", "A6", "tove", "tove")
    meeting = call_meeting(
        case,
        by=_user("petra"),
        kind="network",
        starts_at=timezone.now() + timedelta(days=1),
        place="Navet",
        agencies=[_agency("A3"), _agency("A6")],
        agenda=["School", "Sleep", "Next"],
    )
    print(meeting.pk)  # noqa: T201


def _cases() -> list[tuple[str, Case]]:
    nora = _open("petra", "A1", invented.NORA, invented.CAMILLA)
    _consent(nora, "petra", "A3", "A6")
    _joins(nora, "petra", "A3", "henrik", "ulrika")
    _joins(nora, "petra", "A6", "tove", "tove")
    message, support = _open("robert", "A2", invented.LEO), _open("jonas", "A2", invented.LEO)
    _joins(message, "robert", "A5", "ali", "ali", code="SE-OSL-10-18a")
    kim = _open("robert", "A2", {**invented.KIM, "protection": "none"})
    _consent(kim, "robert", "A13")
    _joins(kim, "robert", "A13", "sanna", "sanna")
    isak = _open("petra", "A1", invented.ISAK, invented.EVA)
    _joins(isak, "petra", "A3", "henrik", "ulrika", code="SE-OSL-10-2")
    _joins(isak, "petra", "A5", "ali", "ali", code="SE-OSL-10-18a")
    return [("nora", nora), ("message", message), ("support", support), ("kim", kim), ("isak", isak)]


def invite_school() -> None:
    """Open a case to which the school is invited and has not answered, and print its reference."""
    case = _open("petra", "A1", invented.NORA, invented.CAMILLA)
    _consent(case, "petra", "A3")
    process.engine().join(invite(case, _agency("A3"), by=_user("petra")), by=_user("petra"))
    print(json.dumps(case.reference))  # noqa: T201


def _open(by: str, agency: str, *people: dict) -> Case:
    title, purpose = "Coordinated support", "To help together"
    return open_case(by=_user(by), agency=_agency(agency), title=title, purpose=purpose, people=list(people))


def _consent(case: Case, by: str, *agencies: str) -> None:
    for giver in case.people.filter(consent_required=True):
        record_consent(
            giver,
            by=_user(by),
            given=True,
            agencies=[_agency(key) for key in agencies],
            topics=Topic.values,
            form="written",
            valid_until=timezone.now() + LATER,
        )


def _joins(case: Case, by: str, agency: str, contact: str, worker: str, *, code: str = "") -> None:
    """Let an agency come in: by consent, or on the ground ``code``."""
    ground = {}
    if code:
        basis = LegalBasis.objects.filter(code=code).latest("version")
        until = timezone.now() + LATER
        ground = {"basis": basis, "conditions": basis.condition_codes, "ground_reason": "Needed", "ground_until": until}
    there = invite(case, _agency(agency), by=_user(by), **ground)
    answer_invitation(there, by=_user(contact), accept=True, people=[_user(worker)])


def _user(key: str) -> User:
    return User.objects.get(email=f"{key}@example.org")


def _agency(key: str) -> Agency:
    return Agency.objects.get(short_name__contains=NAMES[key])
