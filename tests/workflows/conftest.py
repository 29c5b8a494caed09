"""A run of the real flow on the real database, walked by hand: forms are left out, their domain actions are not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.cases.actions import open_case
from coordination.cases.inviting import answer_invitation, invite
from coordination.meetings.actions import call_meeting
from coordination.plans.actions import answer_plan, begin_plan, propose_plan, save_plan
from tests.conftest import EBBE, MALIN, PETER, consent_of_both
from workflows.models import CaseProcess
from workflows.runs import complete

WORKER = {"A1": "petra", "A3": "ulrika", "A4": "leyla", "A5": "ali", "A6": "tove"}
CONTACT = {"A3": "henrik", "A4": "leyla", "A5": "ali", "A6": "tove"}
POINTS = {
    "help_needed": "Samtal och stöd hemma",
    "principals": "Regionen: samtal. Kommunen: stöd.",
    "by_others": "Inget",
}


class Walk:
    """Walks a case through its flow."""

    def __init__(self, case, cast):
        self.case, self.cast = case, cast

    @property
    def run(self):
        return CaseProcess.objects.filter(case=self.case).earliest("pk")

    def open(self, agency=None):
        """The open steps as sorted (kind, agency) pairs, or kinds for one agency."""
        keys = {a.pk: key for key, a in self.cast.agencies.items()}
        steps = [(s.kind, keys[s.agency_id]) for s in self.case.steps.open()]
        return sorted(kind for kind, key in steps if key == agency) if agency else sorted(steps)

    def there(self, agency):
        """The agency's place in the case."""
        return self.case.participations.filter(agency=self.cast.agencies[agency]).latest("invited_at")

    def step(self, kind, agency="A1"):
        return self.case.steps.open().get(kind=kind, agency=self.cast.agencies[agency])

    def do(self, kind, outcome="done", *, agency="A1", by=None, apply=None):
        """Complete the open step of that kind and agency."""
        who = self.cast.users[by or WORKER[agency]]
        return complete(self.step(kind, agency), by=who, apply=apply or (lambda run: outcome))

    def invite(self, *agencies):
        def apply(run):
            for key in agencies:
                invite(run.case, self.cast.agencies[key], by=self.cast.users["petra"])
            return "done"

        return self.do("invite", apply=apply)

    def answer(self, agency, accept=True):
        contact = self.cast.users[CONTACT[agency]]
        people = [self.cast.users[WORKER[agency]]] if accept else []
        there = self.case.participations.get(agency=self.cast.agencies[agency], status="invited")

        def apply(run):
            answer_invitation(there, by=contact, accept=accept, people=people, reason="" if accept else "Nej")
            return "accepted" if accept else "declined"

        return self.do("answer", agency=agency, by=CONTACT[agency], apply=apply)

    def consent(self, *agencies, outcome="given"):
        def apply(run):
            consent_of_both(self.case, self.cast, list(agencies))
            return outcome

        return self.do("consent", apply=apply)

    def to_invite(self, *agencies):
        self.do("inform")
        self.consent(*agencies)
        self.do("screen", "proceed")

    def to_mapping(self, *agencies):
        self.to_invite(*agencies)
        self.invite(*agencies)
        for key in agencies:
            self.answer(key)

    def map_all(self):
        for _kind, key in [pair for pair in self.open() if pair[0] == "map"]:
            self.do("map", agency=key)

    def to_plan(self, *agencies):
        self.to_mapping(*agencies)
        self.map_all()
        self.do("review", "enough")
        self.meet()

    def meet(self):
        self.do("call_meeting")
        self.do("hold_meeting")

    def propose(self, *agencies, follow_up_in=30, points=None):
        """Complete the step of writing the plan, with one action for each agency."""
        petra, today = self.cast.users["petra"], timezone.localdate()

        def apply(run):
            save_plan(
                plan := begin_plan(run.case, by=petra),
                by=petra,
                summary="Närvaro",
                crisis="",
                follow_up_on=today + timedelta(days=follow_up_in),
                goals=[{"words": "Vara i skolan", "start": 3, "target": 8}],
                actions=[
                    {
                        "text": "Daglig avstämning",
                        "agency": self.cast.agencies[key],
                        "person": self.cast.users[WORKER[key]],
                        "starts_on": today,
                        "due_on": today,
                    }
                    for key in agencies
                ],
                points=points,
            )
            propose_plan(plan, by=petra)
            return "done"

        return self.do("draft_plan", apply=apply)

    def approve(self, agency, yes=True):
        """Answer to the proposed plan for one agency."""
        who = self.cast.users[WORKER[agency]]

        def apply(run):
            plan = self.case.plans.get(status="proposed")
            answer_plan(plan, by=who, agency=self.cast.agencies[agency], approved=yes, reason="" if yes else "Nej")
            return "approved" if yes else "returned"

        return self.do("approve", agency=agency, apply=apply)

    def to_follow_up(self, *agencies):
        self.to_plan(*agencies)
        self.propose("A1", *agencies)
        for key in ("A1", *agencies):
            self.approve(key)

    @property
    def points(self):
        """The four points of the law, social services being responsible."""
        return {**POINTS, "contacts": "Petra", "responsible": self.cast.agencies["A1"]}

    def call(self, *agencies):
        """Call the principals among these agencies and invite the others to a SIP meeting."""
        petra = self.cast.users["petra"]

        def apply(run):
            there = [self.cast.agencies[key] for key in agencies]
            for agency in there:
                if not run.case.participations.filter(agency=agency).exists():
                    invite(run.case, agency, by=petra, called=agency.kind == "health")
            call_meeting(
                run.case,
                by=petra,
                kind="sip",
                starts_at=timezone.now() + timedelta(days=5),
                place="Rum 2",
                agencies=there,
                people=list(run.case.people.all()),
                agenda=["Vad behövs?"],
            )
            return "done"

        return self.do("call", apply=apply)

    def to_call(self, *agencies):
        self.do("need", "proceed")
        self.do("pre_meeting", "proceed")
        self.consent(*agencies)
        self.do("questions")

    def to_sip_plan(self, *agencies):
        self.to_call(*agencies)
        self.call(*agencies)
        for key in agencies:
            self.answer(key)
        self.do("hold_meeting")

    def to_hand_over(self, *agencies):
        self.to_sip_plan(*agencies)
        self.propose("A1", *agencies, points=self.points)
        for key in ("A1", *agencies):
            self.approve(key)

    def to_sip_follow_up(self, *agencies):
        self.to_hand_over(*agencies)
        self.do("hand_over")

    def to_weekly(self):
        """Take a social intervention group to its first weekly review, the lead agency alone in the team."""
        self.do("nominate")
        self.do("check_ground", "grounds")
        self.do("name_lead")
        self.do("invite")
        self.to_reviews()

    def to_reviews(self):
        self.map_all()
        self.do("review", "enough")
        self.meet()
        self.propose("A1", follow_up_in=7)
        self.approve("A1")


@pytest.fixture
def walk(case, cast):
    """Ebbe's case with its run, at the first step."""
    return Walk(case, cast)


def opened(cast, kind):
    """Return the walk of a new case of a way of working, about Ebbe."""
    people = [EBBE, MALIN, PETER]
    petra, agency = cast.users["petra"], cast.agencies["A1"]
    return Walk(open_case(by=petra, agency=agency, title="Stöd", purpose="Stöd", people=people, kind=kind), cast)


@pytest.fixture
def sip(cast):
    """A coordinated individual plan at its first step."""
    return opened(cast, "sip")


@pytest.fixture
def sig(cast):
    """A social intervention group at its first step."""
    return opened(cast, "sig")


@pytest.fixture
def consultation(cast):
    """A case that began without names."""
    case = open_case(
        by=cast.users["petra"],
        agency=cast.agencies["A1"],
        title="Samråd",
        purpose="Avidentifierat samråd",
        consultation=True,
    )
    return Walk(case, cast)
