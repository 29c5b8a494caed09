"""Eetu's contact with the Ankkuri team: short, voluntary, and over with a referral."""

import pytest

from coordination.models import Case, Entry, Event
from tests.stories.stops import played
from workflows.demo import finnish
from workflows.demo.stories import Telling

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EETU = Telling(finnish.eetu, -45, "kaislaranta")
TEAM = {"aino", "elina", "mikko"}


class Seen:
    """What the case was at one moment."""

    def __init__(self, cast, stop):
        case = Case.objects.get()
        self.stop, self.stage = stop, (case.kind, case.status, case.end_state)
        self.open = [(s.kind, str(s.agency)) for s in case.steps.open().select_related("agency")]


@pytest.fixture(scope="module")
def eetu(one_transaction):
    stops = [(EETU, 3, "12:00"), (EETU, 22, "12:00"), (EETU, 40, "12:00")]
    with played(one_transaction, (EETU,), stops, at_each=Seen) as (_cast, found):
        yield found


def test_the_team_screens_and_meets_and_refers(eetu):
    assert [s.stage for s in eetu] == [
        ("ankkuri", "consent", ""), ("ankkuri", "planning", ""), ("ankkuri", "closed", "referred"),
    ]  # fmt: skip
    assert [s.open for s in eetu] == [[("consent", "Lastensuojelu")], [("hold_meeting", "Lastensuojelu")], []]


def test_nobody_but_the_lead_is_in_before_the_consent_and_the_team_is_in_after_it(eetu):
    assert [s.stop.views() for s in eetu[:2]] == [{"aino"}, TEAM]


def test_the_duty_to_report_was_thought_of_first_and_the_law_was_talked_about(eetu):
    assert Entry.objects.get(step__kind="team_contact").data["duty"] == "made"
    assert Entry.objects.get(step__kind="team_decide", topic="plan").data["law"] is True


def test_every_step_left_its_event(eetu):
    done = Event.objects.filter(kind="step-completed").values_list("step__kind", flat=True)
    assert set(done) == {
        "team_contact", "team_screen", "consent", "invite", "answer", "call_meeting", "hold_meeting", "team_decide",
        "refer_on",
    }  # fmt: skip


def test_nobody_reads_without_a_ground_at_any_moment(eetu):
    assert [s.stop.disagreements for s in eetu] == [[], [], []]
