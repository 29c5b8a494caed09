"""A case walked through its flow on the pages themselves, by its people in their browsers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.cases.actions import open_case
from coordination.meetings.closing import version_of
from coordination.models import Step
from coordination.sharing.models import Topic
from tests.conftest import EBBE, MALIN, PETER

ALL_TOPICS = Topic.values


def day(days: int) -> str:
    """A day from today, as a browser sends it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


class Desk:
    """The people of the cast at their desks, around one case."""

    def __init__(self, case, cast):
        self.case, self.cast, self.clients = case, cast, {}

    def at(self, name) -> Client:
        """The browser of a person."""
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self.cast.users[name])
        return self.clients[name]

    def step(self, kind, agency="A1") -> Step:
        """The open step of that kind."""
        return self.case.steps.open().get(kind=kind, agency=self.cast.agencies[agency])

    def url(self, kind, agency="A1") -> str:
        return self.step(kind, agency).get_absolute_url()

    def get(self, name, kind, agency="A1"):
        return self.at(name).get(self.url(kind, agency))

    def post(self, name, kind, agency="A1", /, **data):
        step = self.step(kind, agency)
        return self.at(name).post(step.get_absolute_url(), {"version": step.draft_version, **data})

    def done(self, name, kind, agency="A1", /, **data):
        """Post what completes the step, and follow to the confirmation."""
        step = self.step(kind, agency)
        answer = self.at(name).post(step.get_absolute_url(), {"version": step.draft_version, **data})
        assert answer.status_code == 302, [str(e) for e in answer.context["errors"]]
        step.refresh_from_db()
        assert step.completed_at
        return self.at(name).get(answer.url)

    def inform(self, **more):
        return self.done("petra", "inform", how="meeting", told_on=day(0), **more)

    def consent_data(self, *keys, answer="yes", topics=ALL_TOPICS):
        data = {}
        for giver in self.case.people.filter(consent_required=True):
            p = f"p{giver.pk.hex}"
            data |= {f"{p}-answer": answer, f"{p}-agencies": [str(self.cast.agencies[k].pk) for k in keys]}
            data |= {f"{p}-topics": topics, f"{p}-form": "written", f"{p}-valid_until": day(180)}
            data |= {f"{p}-said_on": day(0), f"{p}-told": ["info", "withdraw", "refusal"]}
        return data

    def to_mapping(self, *keys):
        """Go to the mapping with these agencies in the case."""
        self.inform()
        self.done("petra", "consent", **self.consent_data(*keys))
        self.done("petra", "screen", known="no", outcome="proceed")
        self.done("petra", "invite", agencies=[str(self.cast.agencies[k].pk) for k in keys], message="Välkomna")
        for key, contact, worker in (("A3", "henrik", "ulrika"), ("A4", "leyla", "leyla")):
            if key in keys:
                self.answer(contact, key, worker)

    def answer(self, contact, key, worker):
        step = self.step("answer", key)
        data = {"version": 0, "answer": "accepted", "people": [self.cast.users[worker].pk]}
        answer = self.at(contact).post(step.get_absolute_url(), data)
        assert answer.status_code == 302
        return answer

    def to_review(self):
        self.to_mapping("A3", "A4")
        lead = str(self.cast.agencies["A1"].pk)
        self.done("ulrika", "map", "A3", **{"school-now": "Frånvaron ökar", "share": [lead]})
        self.done("leyla", "map", "A4", **{"leisure-now": "Kommer på fredagar", "share": [lead]})
        self.done("petra", "map", **{"home-now": "Lugnt hemma"})

    def to_plan(self):
        self.to_review()
        self.done("petra", "review", outcome="enough")
        called = [str(self.cast.agencies[k].pk) for k in ("A3", "A4")]
        self.done(
            "petra",
            "call_meeting",
            kind="network",
            day=day(7),
            time="13:00",
            minutes_long=60,
            place="Rum 2",
            agencies=called,
            agenda="Läget\nNästa steg",
        )
        meeting = self.case.meetings.get()
        came = [str(i.pk) for i in meeting.invitees.all()]
        self.done("petra", "hold_meeting", base=version_of(meeting), share="came", attended=came)

    def plan_data(self):
        who = {k: f"{self.cast.agencies[k].pk}:{self.cast.users[u].pk}" for k, u in (("A1", "petra"), ("A3", "ulrika"))}
        data = {"summary": "Tillsammans", "crisis": "", "follow_up_on": day(42), "goal-count": 1, "action-count": 2}
        data |= {"goal-0-words": "Vara i skolan", "goal-0-start": 3, "goal-0-target": 8}
        for n, key in enumerate(who):
            data |= {f"action-{n}-text": f"Gör {n}", f"action-{n}-who": who[key], f"action-{n}-goal": "1"}
            data |= {f"action-{n}-starts_on": day(0), f"action-{n}-due_on": day(30)}
        return data

    def to_follow_up(self):
        self.to_plan()
        self.post("petra", "draft_plan", begin="1")
        page = self.get("petra", "draft_plan")
        self.done("petra", "draft_plan", base=page.context["form"].base, **self.plan_data())
        for step in list(self.case.steps.open().filter(kind="approve")):
            name = "ulrika" if step.agency == self.cast.agencies["A3"] else "petra"
            key = "A3" if name == "ulrika" else "A1"
            self.done(name, "approve", key, outcome="approved")

    def marks(self, now=6):
        goal = self.case.plans.get(status="agreed").goals.get()
        return {"goal-count": 1, "goal-0-pk": str(goal.pk), "goal-0-now": now, "goal-0-result": "Bättre"}

    def own_actions(self):
        data = {}
        for action in self.case.plans.get(status="agreed").actions.filter(agency=self.cast.agencies["A1"]):
            data |= {f"a{action.pk.hex}-status": "going", f"a{action.pk.hex}-note": "På gång"}
        return data


def desk_of(cast, kind):
    """A new case of a way of working about Ebbe, with everybody at their desks."""
    people = [EBBE, MALIN, PETER]
    petra, agency = cast.users["petra"], cast.agencies["A1"]
    return Desk(open_case(by=petra, agency=agency, title="Stöd", purpose="Stöd", people=people, kind=kind), cast)


@pytest.fixture
def desk(case, cast):
    """Ebbe's case at its first step, and everybody at their desks."""
    return Desk(case, cast)


@pytest.fixture
def consultation(cast):
    """A case opened without names, with its desk."""
    case = open_case(
        by=cast.users["petra"], agency=cast.agencies["A1"], title="Rådfrågan", purpose="Råd", consultation=True
    )
    return Desk(case, cast)


def person_data(prefix, given, family, number):
    """A person as typed."""
    data = {"given_name": given, "family_name": family, "identity_number": number, "protection": "none"}
    return {f"{prefix}-{name}": value for name, value in data.items()}
