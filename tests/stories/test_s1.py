"""Ebbe's story, from the first concern to the look back, as the demonstration tells it."""

from datetime import UTC, datetime

import pytest

from coordination.models import Case, Consent, Event, Plan
from coordination.rules.loading import load
from permissions import policy
from permissions.roles import Act
from tests.stories.oracle import about, disagreements, entries_read_by
from workflows.demo.stories import EBBE, at_the_beginning, begin

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SCHOOL, LEISURE, POLICE, SOCIAL = (
    "Åbrinkens skola",
    "Kultur och fritid",
    "Polisen Lindåker",
    "Socialtjänsten mottagning",
)
PEOPLE = ("petra", "ulrika", "leyla", "ali", "henrik", "samira", "tove")


class Moment:
    """What could be seen at one moment of the story."""

    def __init__(self, cast, moment):
        self.case = Case.objects.get()
        self.status = self.case.status
        users = [cast.users[key] for key in PEOPLE]
        read = entries_read_by(users)
        self.disagreements = disagreements(moment, read)
        self.reads = {key: about(read[cast.users[key]]) for key in PEOPLE}
        pairs = policy.pairs_that_can(Act.VIEW, users, [self.case.pk])
        self.views = {key for key in PEOPLE if (cast.users[key].pk, self.case.pk) in pairs}
        self.open = sorted((s.kind, str(s.agency)) for s in self.case.steps.open().select_related("agency"))
        plan = self.case.plans.filter(status=Plan.Status.AGREED).first()
        self.goals = [(g.words, g.now, g.target) for g in plan.goals.all()] if plan else []


class Told:
    """The story, stopped at some of its days."""

    def __init__(self, cast, stage, days):
        self.cast, self.moments = cast, {}
        for number, hour in ((3, "12:00"), (6, "18:00"), (20, "18:00"), (29, "12:00"), (32, "12:00"), (40, "12:00")):
            self.stop(stage, days, number, hour)
        for number in (64, 120, 200, 355):
            self.stop(stage, days, number, "12:00")

    def stop(self, stage, days, number, hour):
        moment = days.at(number, hour)
        stage.until(moment)
        self.moments[number] = Moment(self.cast, moment)

    def __getitem__(self, number):
        return self.moments[number]


@pytest.fixture(scope="module")
def ebbe(one_transaction):
    with one_transaction():
        load()
        with at_the_beginning((EBBE,), NOW) as clock:
            cast, stage = begin((EBBE,), clock, NOW)
            yield Told(cast, stage, EBBE.days(cast, NOW))


def test_it_begins_without_a_name(ebbe):
    assert ebbe[3].status == "consultation"
    assert ebbe[3].open == [("consult", SOCIAL)]
    assert ebbe[3].views == {"petra"}


def test_consent_is_partial_and_leaves_the_police_out(ebbe):
    assert ebbe[6].open == [("screen", SOCIAL)]
    consent = Event.objects.get(kind="step-completed", step__kind="consent")
    assert consent.facts["outcome"] == "partial"
    first = Consent.objects.filter(giver__given_name="Malin").earliest("recorded_at")
    assert {str(a) for a in first.agencies.all()} == {SOCIAL, SCHOOL, LEISURE}


def test_before_the_police_join_they_see_nothing_of_the_case(ebbe):
    assert ebbe[29].views == {"petra", "ulrika", "leyla"}
    assert ebbe[29].reads["ali"] == set()


def test_each_agency_reads_its_own_and_what_was_shared_with_it(ebbe):
    assert ebbe[29].reads["leyla"] >= {(LEISURE, "leisure"), (SCHOOL, "school"), (SOCIAL, "plan")}
    assert (SOCIAL, "home") not in ebbe[29].reads["leyla"]
    assert (SOCIAL, "home") in ebbe[29].reads["ulrika"]
    assert {agency for agency, _topic in ebbe[29].reads["petra"]} == {SOCIAL, SCHOOL, LEISURE}


def test_the_police_join_after_the_mother_extends_her_consent_and_read_only_what_is_shared(ebbe):
    assert "ali" in ebbe[32].views
    assert ebbe[32].reads["ali"] == set()
    assert ("map", POLICE) in ebbe[32].open
    assert ebbe[40].reads["ali"] == {(POLICE, "crime"), (SCHOOL, "strengths")}
    assert (POLICE, "crime") in ebbe[40].reads["ulrika"]


def test_strangers_and_managers_never_read_an_entry(ebbe):
    for moment in ebbe.moments.values():
        assert moment.reads["tove"] == moment.reads["samira"] == moment.reads["henrik"] == set()


def test_nobody_reads_an_entry_without_a_ground_at_any_moment(ebbe):
    assert {number: moment.disagreements for number, moment in ebbe.moments.items() if moment.disagreements} == {}


def test_the_plan_is_agreed_by_all_who_have_actions_in_it_and_its_goals_rise(ebbe):
    assert ebbe[20].status == "active"
    words = ["Ebbe ska vara i skolan minst 90 %", "Tränar två gånger i veckan"]
    assert [w for w, _now, _target in ebbe[20].goals] == words
    marks = [[now for _words, now, _target in ebbe[number].goals] for number in (20, 64, 120, 200)]
    assert marks == [[4, 1], [7, 5], [8, 7], [9, 8]]
    assert all(now >= target for _words, now, target in ebbe[200].goals)


def test_a_decision_of_each_meeting_became_an_action_of_the_plan(ebbe):
    decided = ebbe[200].case.plans.filter(actions__decision__isnull=False).values_list("version", "actions__text")
    assert {text for _version, text in decided} == {
        "Kort avstämning med Ebbe varje morgon klockan 8.10",
        "Ali träffar Ebbe på Navet en gång i månaden",
    }
    assert list(ebbe[200].case.plans.order_by("version").values_list("version", "status")) == [
        (1, "replaced"),
        (2, "agreed"),
    ]


def test_after_the_end_only_the_school_stays_for_the_look_back(ebbe):
    assert ebbe[200].status == "aftercare"
    assert ebbe[200].open == [("after_follow_up", SOCIAL)]
    assert ebbe[200].views == {"petra", "ulrika"}
    assert {topic for agency, topic in ebbe[200].reads["ulrika"] if agency != SCHOOL} <= {"school", "plan"}


def test_the_case_is_closed_with_its_goals_met_and_the_familys_ratings(ebbe):
    case = Case.objects.get()
    assert (case.status, case.end_state) == ("closed", "goals_met")
    assert (case.child_rating, case.guardian_rating) == (9, 8)
    assert ebbe[355].open == []
    assert ebbe[355].views == {"petra"}


def test_the_history_tells_the_milestones_in_their_order(ebbe):
    milestones = [
        "case-opened", "consent-recorded", "agency-accepted", "meeting-held", "plan-agreed", "consent-changed",
        "meeting-held", "followed-up", "plan-agreed", "case-closed",
    ]  # fmt: skip
    told = list(Event.objects.order_by("at", "pk").values_list("kind", flat=True))
    assert told[0] == "case-opened"
    assert told[-1] == "case-closed"
    remaining = iter(told)
    assert all(kind in remaining for kind in milestones)
    ids = list(Event.objects.order_by("at", "pk").values_list("pk", flat=True))
    assert ids == sorted(ids)
