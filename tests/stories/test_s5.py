"""Kim's exit: a level without words, a place that is kept nowhere, and a handover by one disclosure, to the end."""

import pytest
from django.apps import apps

from coordination.models import Case, Disclosure, Entry, Event, KnowsWhere, Step, ThreatLevel
from tests.stories.stops import played
from workflows.demo.s5_kim import HANDOVER, story
from workflows.demo.stories import Telling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
POLICE, PROBATION, SUPPORT = "Polisen Lindåker", "Frivården", "Socialtjänsten utredning"
KIM = Telling(story, -410)
STOPS = ((0, "13:00"), (2, "17:00"), (8, "12:00"), (27, "12:00"), (59, "12:00"), (64, "12:00"), (401, "12:00"))
CALLED, THREAT, TOGETHER, WEEKS, BEFORE, AFTER, END = range(7)


class Seen:
    """What the case was at one moment."""

    def __init__(self, cast, stop):
        self.stop, case = stop, Case.objects.get()
        self.stage, self.confidentiality = (case.status, case.end_state), case.confidentiality
        self.open = sorted(case.steps.open().values_list("kind", flat=True))
        self.phase = case.exit_support.phase if hasattr(case, "exit_support") else ""
        level = ThreatLevel.objects.first()
        self.level = level.level if level else ""


@pytest.fixture(scope="module")
def kim(one_transaction):
    with played(one_transaction, (KIM,), [(KIM, *stop) for stop in STOPS], at_each=Seen) as (_cast, found):
        yield found


def test_it_is_sensitive_at_once_and_for_named_persons_by_the_evening(kim):
    assert [s.confidentiality for s in kim] == [2, 3, 3, 3, 3, 3, 3]
    assert kim[CALLED].stop.views() == {"robert"}
    assert kim[CALLED].open == ["first_contact"]


def test_it_goes_its_phases_and_comes_to_its_end(kim):
    assert [s.phase for s in kim] == ["", "", "", "stabilise", "stabilise", "stabilise", "aftercare"]
    assert kim[THREAT].open == ["police_terms", "renew_threat"]
    assert kim[WEEKS].open == ["follow_exit", "renew_threat"]
    assert kim[AFTER].open == ["follow_exit", "renew_threat"]
    assert kim[END].stage == ("closed", "moved_handover")
    assert kim[END].open == []


def test_the_follow_up_was_weekly_while_it_was_acute(kim):
    first, second = Step.objects.filter(kind="follow_exit").order_by("requested_at")[:2]
    assert (first.due_at.date() - first.requested_at.date()).days == 7
    assert (second.due_at.date() - second.requested_at.date()).days == 7
    third = Step.objects.filter(kind="follow_exit").order_by("requested_at")[2]
    assert (third.due_at.date() - third.requested_at.date()).days == 30


def test_only_level_and_measures_leave_the_police(kim):
    assert [s.level for s in kim] == ["", "high", "high", "high", "medium", "medium", "none"]
    given = Entry.objects.filter(agency__kind="police", disclosures__isnull=False, threat_level__isnull=False)
    assert {e.disclosures.filter(agency__kind__in=["social", "probation"]).exists() for e in given} == {True}
    assert not Disclosure.objects.filter(entry__threat_level__isnull=False, agency__municipality__name__contains="Norr")
    texts = {word for e in given for word in e.data}
    assert texts == {"threat", "measures", "valid_until"}
    fields = {f.name for f in ThreatLevel._meta.get_fields()}
    assert not fields & {"text", "note", "reason", "why", "who"}


def test_the_relapse_led_back_to_the_assessment(kim):
    kinds = list(Step.objects.filter(kind__in=["threat", "follow_exit"]).order_by("requested_at"))
    again = [s for s in kinds if s.kind == "threat"]
    assert len(again) == 2
    assert kinds[kinds.index(again[1]) - 1].outcome == "threat"


def test_the_consent_lets_each_read_what_was_shared_with_it(kim):
    assert kim[TOGETHER].stop.views() == {"robert", "ali", "viktor"}
    assert (SUPPORT, "home") in kim[TOGETHER].stop.reads("ali")
    assert (SUPPORT, "home") not in kim[TOGETHER].stop.reads("viktor")
    assert {agency for agency, _topic in kim[TOGETHER].stop.reads("robert")} == {SUPPORT, POLICE, PROBATION}


def test_the_person_is_protected_and_nothing_says_where_they_live(kim):
    person = Case.objects.get().people.get()
    assert person.is_protected
    assert (person.address, person.phone, person.school) == ("", "", "")
    assert {k.user.first_name for k in KnowsWhere.objects.all()} == {"Robert"}
    assert {f.name for f in KnowsWhere._meta.concrete_fields} == {
        "id", "case", "user", "noted_by", "noted_at", "ended_at",
    }  # fmt: skip


def test_the_new_municipality_reads_the_handover_and_nothing_else(kim):
    assert "sanna" not in kim[BEFORE].stop.views()
    assert "sanna" in kim[AFTER].stop.views()
    assert kim[AFTER].stop.titles("sanna") == {"Överlämning"}
    handed = Entry.objects.get(title="Överlämning")
    assert handed.text == HANDOVER
    assert Disclosure.objects.get(entry=handed).basis.needs_consent
    assert "sanna" not in kim[END].stop.views()


def test_what_was_written_for_oneself_stays_there(kim):
    for key in ("ali", "viktor", "sanna", "samira"):
        assert "Skatteverket" not in kim[AFTER].stop.titles(key)


def test_every_step_left_its_event(kim):
    done = Step.objects.filter(completed_at__isnull=False)
    assert Event.objects.filter(kind="step-completed").count() == done.count()
    assert Event.objects.filter(kind="threat-assessed").count() == ThreatLevel.objects.count()
    assert {e.facts["phase"] for e in Event.objects.filter(kind="exit-phase")} == {
        "acute", "stabilise", "establish", "aftercare",
    }  # fmt: skip
    assert apps.get_model("workflows.CaseProcess").objects.filter(finished=None).count() == 0


def test_nobody_reads_without_a_ground_at_any_moment(kim):
    assert all(s.stop.disagreements == [] for s in kim)
