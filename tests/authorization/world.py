"""A world with a canary word in every field, and everybody who might try to read it.

A canary says which agency may read it: ``known`` lists, for each persona, all
canaries that persona may ever be shown. Anything else in an answer is a leak.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from coordination.access import joining
from coordination.access.classes import ask_to_name
from coordination.access.links import link
from coordination.access.reviews import ask_for_review
from coordination.cases.actions import open_case
from coordination.cases.inviting import invite
from coordination.clocks.actions import start_clock
from coordination.clocks.extending import extend_clock
from coordination.demo import cast as demo_cast
from coordination.documents.actions import add_document
from coordination.escalation.actions import raise_obstacle
from coordination.meetings.actions import call_meeting
from coordination.models import (
    Case,
    CaseDraft,
    Conflict,
    ConsentReview,
    Deadline,
    Document,
    Meeting,
    Paper,
    Person,
    Plan,
    Step,
    User,
)
from coordination.people.wishes import record_wish
from coordination.plans.actions import begin_plan, propose_plan, save_plan
from coordination.rounds import actions as rounds
from coordination.rules.loading import load
from coordination.rules.setting import set_days
from coordination.sharing.actions import write_entry
from permissions import grants
from tests.authorization import matters, people, places, reports, sharing, story

CASE_WIDE = {"KANARITITEL", "KANARISYFTE", "KANARIBARN", "KANARIMAMMA", "KANARIPLAN", "KANARIMAL", "KANARIATGARD"}
CASE_WIDE |= {"KANARIHINDER"}
COVER = {"KANARISYFTE"}
MEETING = {"KANARIMOTE", "KANARIPUNKT"}
OF_A1 = {"KANARISYSKON", "KANARIEGENSOC", "KANARISOCFIL", "KANARIUTKAST"}
PRIVATE = {"KANARITELEFON", "KANARISYN"}  # read where the case is led
TO_LAWYER = {"KANARIFRAGA"}  # asked by the coordinator, read by the lawyer
OF_A3 = {"KANARIEGENSKOLA"}
OF_MANAGER = {"KANARIJAV"}  # why somebody has a conflict of interest
EMERGENCY = {"KANARINOD"}  # why somebody opened the case in an emergency
A3_TO_A4 = {"KANARIDELAT"}
WAITS = {"KANARIVANTAR"}  # of A3, to be approved by its manager
A3_AND_A4 = {"KANARIBEGARAN"}
ADVICE = {"KANARIRAD"}  # of no case, between A3 and A4
DECIDED = {"KANARIFRIST"}  # why the school got more time: read by the school, its manager and the coordinator
MATTER = {"KANARIUTFORARE", "KANARISIGNAL", "KANARIHALVSIGNAL"}  # about a provider, of no case
ROUND = {"KANARIRUNDA"}  # of no case, kept by the police, with A7 in its steering group
ABROAD = {"KANARISUOMI"}  # the case of another municipality
LAPSED = {"KANARIUTGANGEN"}  # of the highest class, which nobody can open any more
REPORTED = {"KANARIANMALAN", "KANARIANMALD", "KANARIANMALANFIL"}  # reports of concern to A1, by A4 and a neighbour
NEIGHBOUR = {"KANARIGRANNE"}  # who reported, shielded
WRITING = {"KANARIRAPPORTUTKAST"}  # a report Leyla has not sent
PLACE_REPORTED = {"KANARITORGET"}  # of no case: a report about a place, read by who wrote it and who cares for places
PLACES = {"KANARIPLATS"}  # of no case: what the agencies that take part know of places together
OF_NO_CASE = ADVICE | ABROAD | MATTER | REPORTED | NEIGHBOUR | WRITING | ROUND | PLACE_REPORTED | PLACES


def without_access(known: dict[str, set[str]], *personas: str) -> dict[str, set[str]]:
    """Return what is known where these personas are left with what is of no case."""
    return known | {persona: known[persona] & OF_NO_CASE for persona in personas}


@dataclass
class World:
    """The case, its records by name, and the personas."""

    case: Case
    users: dict[str, User | None]
    records: dict[str, Any]
    known: dict[str, set[str]] = field(default_factory=dict)
    cookies: dict[str, Any] = field(default_factory=dict)

    def url(self, name: str, names: dict[str, str]) -> str:
        """Return the address of a route: the reference as it is, records by their keys, ``=x`` as x."""
        return reverse(name, kwargs={arg: self._value(arg, what) for arg, what in names.items()})

    def _value(self, arg: str, what: str) -> Any:
        if what.startswith("="):
            return what[1:]
        if what == "reference":
            return self.case.reference
        return getattr(self.records[what], "reference" if arg == "reference" else "pk")


ALL_CANARIES = CASE_WIDE | COVER | MEETING | OF_A1 | PRIVATE | OF_A3 | A3_TO_A4 | OF_MANAGER | EMERGENCY | TO_LAWYER
ALL_CANARIES |= WAITS | A3_AND_A4 | OF_NO_CASE | DECIDED | LAPSED
KNOWN = {
    "anonymous": set(),
    "deactivated": set(),
    "stranger": set(),
    "other_municipality": ABROAD,
    "administrator": set(),
    "police": ROUND | PLACES,
    "expired": ADVICE | PLACES,
    "invited_contact": COVER,
    "partner_manager": COVER | WAITS | ADVICE | DECIDED | PLACES,
    "lead_manager": COVER | OF_MANAGER | EMERGENCY | REPORTED | PLACES,
    "school": CASE_WIDE | COVER | OF_A3 | A3_TO_A4 | WAITS | A3_AND_A4 | ADVICE | DECIDED | PLACES,
    "leisure": (
        CASE_WIDE | COVER | MEETING | A3_TO_A4 | EMERGENCY | A3_AND_A4 | ADVICE | WRITING | PLACES | PLACE_REPORTED
    ),
    "coordinator": (
        CASE_WIDE | COVER | MEETING | OF_A1 | PRIVATE | EMERGENCY | TO_LAWYER | DECIDED | REPORTED | NEIGHBOUR
    ),
    "lawyer": TO_LAWYER | MATTER | ROUND | PLACES | PLACE_REPORTED,
}
PERSONAS = tuple(KNOWN)


def build() -> World:
    """Store the world: Ebbe's case in the middle of mapping, through the real actions."""
    load()
    cast = demo_cast.create()
    users, agencies = cast.users, cast.agencies
    case = story.opened(users["petra"], agencies["A1"])
    story.walk_to_mapping(case, cast)
    records = _records(case, cast)
    open_case(by=users["aino"], agency=agencies["A9"], title="KANARISUOMI", purpose="KANARISUOMI")
    personas = {
        "anonymous": None,
        "deactivated": people.deactivated(agencies["A3"]),
        "stranger": users["jonas"],
        "other_municipality": users["aino"],
        "administrator": User.objects.create_superuser("root@example.org", "x"),
        "police": users["ali"],
        "expired": people.expired(case, users, agencies),
        "invited_contact": users["tove"],
        "partner_manager": users["henrik"],
        "lead_manager": users["samira"],
        "school": users["ulrika"],
        "leisure": users["leyla"],
        "coordinator": users["petra"],
        "lawyer": users["gun"],
    }
    return World(case, personas, records, KNOWN)


def _records(case: Case, cast: Any) -> dict[str, Any]:
    users, agencies = cast.users, cast.agencies
    own = {"case": case, "kind": "note", "topic": "school"}
    school = {"by": users["ulrika"], "agency": agencies["A3"]}
    social = {"by": users["petra"], "agency": agencies["A1"]}
    given = write_entry(**own, **school, title="Delat", text="KANARIDELAT", share_with=[agencies["A4"]])
    mapping = Step.objects.get(case=case, kind="map", agency=agencies["A1"])
    mapping.draft, mapping.draft_version, mapping.draft_by = {"text": "KANARIUTKAST"}, 1, users["petra"]
    mapping.save()
    invited = invite(case, agencies["A6"], by=users["petra"], late=True)
    plan = _plan(case, users["petra"], users["ulrika"], agencies)
    meeting = _meeting(case, users["petra"], agencies["A4"])
    sibling = open_case(by=users["petra"], agency=agencies["A1"], title="KANARISYSKON", purpose="x")
    written = write_entry(**own, **school, title="Eget", text="KANARIEGENSKOLA")
    return {
        **sharing.records(case, users, agencies, written),
        "lapsed": _lapsed(users["petra"], agencies["A1"]),
        **matters.records(users, agencies),
        **reports.records(users, agencies),
        **places.records(cast),
        "link": link(case, sibling.reference, by=users["petra"], why="KANARISYSKON"),
        "countersignature": ask_to_name(
            case, grants.of_case(case).live().get(user=users["ulrika"]), by=users["petra"], reason="x"
        ),
        "review": ask_for_review(
            case, cause="child_role", by=users["petra"], grant=grants.of_case(case).live().get(user=users["ulrika"])
        ),
        "entry_own": written,
        "entry_shared": given,
        "entry_social": write_entry(**own, **social, title="Soc", text="KANARIEGENSOC"),
        "disclosure": given.disclosures.get(),
        "document": _document(case, users["petra"], agencies["A1"]),
        "step_social": mapping,
        "coming_days": _coming_days(users["samira"], case.municipality),
        "step_leisure": Step.objects.get(case=case, kind="map", agency=agencies["A4"]),
        "step_done": Step.objects.get(case=case, kind="map", agency=agencies["A3"]),
        "step_answer": Step.objects.get(case=case, kind="answer", agency=agencies["A6"], completed_at=None),
        "invited": invited,
        "participation": case.participations.get(agency=agencies["A4"]),
        "grant": grants.of_case(case).live().get(user=users["leyla"]),
        "conflict": Conflict.objects.create(
            case=case, user=users["mira"], why="friend", declared_by=users["petra"], note="KANARIJAV"
        ),
        "join_request": joining.ask(case.reference, by=users["jonas"], agency=agencies["A2"], reason="Utredning"),
        "emergency": people.emergency(case, agencies["A4"]),
        "child": Person.objects.get(case=case, role="child"),
        "mother": Person.objects.get(case=case, role="guardian"),
        "consent": case.consents.get(),
        "consent_review": _review(case, users["petra"]),
        "consent_review_decided": _review(
            case, users["petra"], people.lawyer(agencies["A7"], "f.d.jurist@example.org")
        ),
        "wish": _wish(case, users["petra"]),
        "plan": plan,
        "action": plan.actions.get(),
        "goal": plan.goals.get(),
        "meeting": meeting,
        "part": meeting.agenda.get(),
        "paper": _paper(case, users["petra"]),
        "draft": _draft(users["petra"], agencies["A1"]),
        "case_view": users["petra"].case_views.create(name="mina", query=""),
        "deadline": _deadline(case, agencies["A3"], users["henrik"]),
        "absence": people.absence(users["ulrika"], users["henrik"]),
        "colleague": users["ulrika"],
        "round": _round(users["ali"], agencies),
        "notification": users["petra"].notifications.first(),
        "notification_leisure": users["leyla"].notifications.first(),
    }


def _deadline(case: Case, school: Any, henrik: User) -> Deadline:
    begun = start_clock(case, "SE-D22", agency=school)
    return extend_clock(begun, by=henrik, until=timezone.localdate() + timedelta(days=60), reason="KANARIFRIST")


def _coming_days(samira: User, place: Any) -> Any:
    value = {"days": 21, "remind": 3, "escalate": 2}
    from_day = timezone.localdate() + timedelta(days=30)
    return set_days("sspf.map", place, by=samira, value=value, from_day=from_day, why="Provperiod")


def _lapsed(petra: User, agency: Any) -> Case:
    case = open_case(by=petra, agency=agency, title="KANARIUTGANGEN", purpose="KANARIUTGANGEN")
    Case.objects.filter(pk=case.pk).update(confidentiality=3)
    grants.of_case(case).update(valid_until=timezone.now())
    return case


def _round(ali: User, agencies: dict) -> Any:
    today = timezone.localdate()
    found = rounds.open_round(
        by=ali, agency=agencies["A5"], begins_on=today - timedelta(days=90), ends_on=today, areas="KANARIRUNDA"
    )
    rounds.seat(found, [agencies["A7"]], by=ali)
    rounds.note_selection(found, by=ali, selected=3)
    script = ("value", "stop", "help", "consequence")
    return rounds.note_message(found, by=ali, way="custom", script=script, called=None, came=None, visited=3)


def _plan(case: Case, petra: User, ulrika: User, agencies: dict) -> Plan:
    plan = begin_plan(case, by=petra)
    today = timezone.localdate()
    save_plan(
        plan,
        by=petra,
        summary="KANARIPLAN",
        crisis="",
        follow_up_on=today + timedelta(days=60),
        goals=[{"words": "KANARIMAL", "start": 2, "target": 8}],
        actions=[
            {
                "text": "KANARIATGARD",
                "agency": agencies["A3"],
                "person": ulrika,
                "starts_on": today,
                "due_on": today + timedelta(days=30),
                "goal": 1,
                "for_family": True,
            }
        ],
    )
    propose_plan(plan, by=petra)
    raise_obstacle(case, by=petra, what="KANARIHINDER", owner="Lokala rådet", answer_by=today + timedelta(days=5))
    return plan


def _meeting(case: Case, petra: User, leisure: Any) -> Meeting:
    return call_meeting(
        case,
        by=petra,
        kind=Meeting.Kind.NETWORK,
        starts_at=timezone.now() + timedelta(days=7),
        minutes_long=60,
        place="KANARIMOTE",
        link="",
        agencies=[leisure],
        people=[],
        agenda=["KANARIPUNKT"],
    )


def _document(case: Case, petra: User, agency: Any) -> Document:
    return add_document(case, by=petra, agency=agency, name="soc.txt", data=b"KANARISOCFIL", topic="home", title="Fil")


def _wish(case: Case, petra: User) -> Any:
    mother = Person.objects.get(case=case, role="guardian")
    return record_wish(mother, by=petra, scope="meetings", words="KANARISYN")


def _paper(case: Case, petra: User) -> Paper:
    return Paper.objects.create(case=case, kind="family_plan", requested_by=petra)


def _draft(petra: User, agency: Any) -> CaseDraft:
    opening, wrong = CaseDraft(owner=petra, page=2), {"child-given_name": ["KANARIUTKAST"]}
    opening.data = {"1": {"agency": [str(agency.pk)], "kind": ["sspf"]}, "2": wrong}
    opening.save()
    return opening


def _review(case: Case, petra: User, decided_by: User | None = None) -> ConsentReview:
    decided: dict[str, Any] = {"answer": "enough", "ground": "FB-6-13", "because": "x", "decided_by": decided_by}
    decided |= {"decided_at": timezone.now(), "enough_until": timezone.now() + timedelta(days=30)}
    mother = Person.objects.get(case=case, role="guardian")
    asked: dict[str, Any] = {"person": mother, "question": "KANARIFRAGA", "asked_by": petra}
    return ConsentReview.objects.create(case=case, **asked, **(decided if decided_by else {}))
