"""The forms of the steps of a report: what they ask, refuse and keep."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from coordination.models import Deadline, Entry, Event
from coordination.reports.actions import send_report
from coordination.reports.taking import take_in
from coordination.rules.queries import value_of
from workflows.forms import FORMS
from workflows.forms.assessing import CONTACTS
from workflows.forms.investigating import DecideMain
from workflows.runs import complete

pytestmark = pytest.mark.django_db
DECISION = {"reasons": "x", "decided_by": "Samira", "decided_on": "2026-11-20"}


@pytest.fixture
def case(cast):
    report = send_report(
        by=cast.users["henrik"], agency=cast.agencies["A3"], to=cast.agencies["A1"], told={"facts": "Oro."},
        children=[{"given_name": "Albin", "birth_date": None}],
    )  # fmt: skip
    return take_in(report.children.get(), by=cast.users["mira"])


def posted(said):
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def form_of(case, kind, user, **said):
    step = case.steps.open().first()
    step.kind = kind
    return FORMS[kind](step, user, posted(said))


def judged(outcome="safe", **more):
    now = timezone.localtime()
    return {"on": f"{now:%Y-%m-%d}", "at": "00:00", "sources": ["report"], "outcome": outcome, "reasons": "x"} | more


def test_the_preliminary_assessment_offers_child_guardian_and_notifier_and_nobody_else(case, cast):
    assert [value for value, _label in CONTACTS] == ["child", "guardian", "notifier"]
    form = form_of(case, "pre_assess", cast.users["mira"], contacts=["school"], police="none", assessment="x")
    assert not form.is_valid()
    assert "contacts" in form.main.errors


def test_in_danger_the_manager_of_the_unit_is_told_at_once(case, cast):
    mira, step = cast.users["mira"], case.steps.get()
    form = FORMS["protect"](step, mira, posted(judged("acute")))
    assert form.is_valid()
    complete(step, by=mira, apply=form.apply)
    event = Event.objects.get(kind="child-in-danger")
    assert [n.recipient for n in event.notifications.all()] == [cast.users["samira"]]
    assert case.steps.open().get().kind == "acute"


def test_what_was_judged_is_kept_as_a_note_and_the_clock_is_met(case, cast):
    mira, step = cast.users["mira"], case.steps.get()
    form = FORMS["protect"](step, mira, posted(judged()))
    assert form.is_valid()
    complete(step, by=mira, apply=form.apply)
    assert Entry.objects.get(step=step).data["outcome"] == "safe"
    assert Deadline.objects.get(case=case, code="SE-D01").met_at


def test_a_protection_assessment_is_not_made_tomorrow(case, cast):
    day = timezone.localdate() + timedelta(days=1)
    assert not form_of(case, "protect", cast.users["mira"], **judged(on=f"{day:%Y-%m-%d}")).is_valid()


@pytest.mark.parametrize(
    ("age", "who", "more", "enough"),
    [
        (11, ["guardians"], {}, True),
        (11, ["child"], {"suitable": "on"}, False),
        (None, ["child"], {"suitable": "on"}, False),
        (12, ["child"], {"suitable": "on"}, True),
        (14, ["child"], {}, False),
        (15, ["guardians"], {}, False),
        (15, ["guardians", "child"], {}, True),
        (15, ["child"], {"suitable": "on"}, True),
        (16, ["child"], {"suitable": "on", "placement": "on"}, False),
        (16, ["guardians", "child"], {"placement": "on"}, True),
        (11, [], {}, False),
    ],
)
def test_who_must_consent_to_support_follows_from_the_childs_age(cast, age, who, more, enough):
    town = cast.municipalities["lindaker"]
    said = {"outcome": "support", "support": "x", "consenting": who, **more, **DECISION}
    assert DecideMain(posted(said), age=age, municipality=town).is_valid() is enough


def test_the_ages_of_consent_are_rules_of_the_municipality(cast):
    rule = value_of("concern.support_consent", cast.municipalities["lindaker"])
    assert rule == {"suits_from": 12, "alone_from": 15}


def test_a_follow_up_is_for_a_decision_without_support_and_six_months_at_most(cast):
    town = cast.municipalities["lindaker"]

    def valid(outcome, days):
        day = timezone.localdate() + timedelta(days=days)
        said = {"outcome": outcome, "look_after_on": f"{day:%Y-%m-%d}", **DECISION}
        return DecideMain(posted(said), age=11, municipality=town).is_valid()

    assert valid("no_need", 170)
    assert not valid("no_need", 190)
    assert not valid("care", 100)


def test_the_case_is_not_closed_while_a_new_report_waits(case, cast):
    form = form_of(case, "conclude", cast.users["mira"], how="Brev")
    assert not form.is_valid()
    assert "skyddsbedömning" in str(form.main.non_field_errors())


def test_in_finland_a_child_of_twelve_is_heard(cast):
    make = FORMS["assess"].asks
    said = {"child": "x", "family": "x", "protection": "no", "police": "no", "summary": "x"}
    assert not make(posted(said), must_hear=True).is_valid()
    assert make(posted(said), must_hear=False).is_valid()
    assert make(posted(said | {"heard": "”En halua.”"}), must_hear=True).is_valid()
