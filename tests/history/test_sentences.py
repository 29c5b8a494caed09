"""Events as sentences: in each language, with whatever is in them."""

import pytest
from django.template import Context, Template
from django.utils import translation

from coordination.history.kinds import GROUPS, KINDS
from coordination.history.recording import record
from coordination.history.sentences import sentence, sentences
from coordination.models import Event

pytestmark = pytest.mark.django_db

STRANGE = [
    {},
    {"agency": "nothing", "person": "x", "step": "old-step", "status": "?", "entry_kind": 7},
    {"agency": "00000000-0000-0000-0000-000000000000", "person": 999999999999999999999, "step": None, "end": None},
    {"agency": ["x"], "person": {"a": 1}, "step": ["x"], "paper_kind": {}},
    [],
    "text",
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize("facts", STRANGE)
def test_every_kind_of_event_is_a_sentence_whatever_its_facts(case, language, facts):
    with translation.override(language):
        for kind in [*KINDS, "a-kind-of-the-future"]:
            text = sentence(Event(case=case, kind=kind, facts=facts))
            assert text
            assert "None" not in text
            assert "%(" not in text


def test_every_kind_has_a_group():
    assert {kind.group for kind in KINDS.values()} <= set(GROUPS)


def test_names_are_put_in_when_the_sentence_is_read(joint_case, person, agency):
    event = record(joint_case, "grant-given", actor=person("petra"), agency=agency("A3"), person=person("ulrika").pk)
    assert sentence(event) == "Petra Holm gave Ulrika Sand access for Åbrinkens skola"
    petra = person("petra")
    petra.last_name = "Berg"
    petra.save()
    assert sentence(event).startswith("Petra Berg")


def test_codes_are_said_in_the_readers_language(joint_case):
    event = record(joint_case, "case-closed", end="goals_met", tell=[])
    assert sentence(event) == "The case was closed: Goals met"
    event = record(joint_case, "entry-written", entry_kind="note", tell=[])
    assert sentence(event) == "Samverkan wrote: Note"


def test_a_page_of_events_costs_two_queries(joint_case, person, agency, django_assert_num_queries):
    for name in ("petra", "ulrika", "leyla"):
        for key in ("A1", "A3", "A4"):
            record(
                joint_case, "step-requested", actor=person(name), agency=agency(key), tell=[], person=person("ali").pk
            )
    events = list(Event.objects.filter(case=joint_case))
    with django_assert_num_queries(2):
        assert len(sentences(events)) == len(events)


def test_the_tag_escapes_what_people_are_called(joint_case, person, agency):
    agency("A3").short_name = "<b>Skola</b>"
    agency("A3").save()
    event = record(joint_case, "agency-accepted", agency=agency("A3"), tell=[])
    drawn = Template("{% load history %}{% sentence event %}").render(Context({"event": event}))
    assert drawn == "&lt;b&gt;Skola&lt;/b&gt; takes part"
