"""Decisions that act: each becomes an action of the plan or a step, once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from coordination.meetings.actions import call_meeting
from coordination.meetings.agendas import proposed_agenda
from coordination.meetings.closing import MinutesConflict, close_minutes, reopen_minutes, version_of
from coordination.meetings.decisions import state_of, still_open
from coordination.meetings.writing import PartConflict, set_audience, write_part
from coordination.models import Action, Decision, Entry, Event, Notification, Step
from coordination.plans.actions import begin_plan, change_action, close_minutes_with_decisions
from coordination.steps.actions import complete_step
from permissions import policy
from permissions.roles import Act
from tests.meetings.minutes import decided, write, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(joint_case, person, agency):
    return call_meeting(
        joint_case,
        by=person("petra"),
        kind="follow_up",
        starts_at=timezone.now() + timedelta(days=1),
        place="Navet",
        agencies=[agency("A3"), agency("A4")],
        agenda=["Goals", "Rest"],
    )


@pytest.fixture
def rows(person, agency):
    return [{"heading": "Goals", "notes": "x", "decisions": [decided("Call home", agency("A3"), person("ulrika"))]}]


def came(meeting):
    return [i.pk for i in meeting.invitees.all()]


def test_without_a_plan_a_decision_is_a_step_of_the_agency_with_its_day(meeting, person, agency, rows):
    written(meeting, by=person("petra"), rows=rows, attended=came(meeting))
    decision = Decision.objects.get()
    step = decision.step
    assert (step.kind, step.agency, step.owner) == ("decided", agency("A3"), person("ulrika"))
    assert timezone.localdate(step.due_at) == decision.due_on
    assert Notification.objects.filter(event__step=step, recipient=person("ulrika")).exists()
    assert state_of(decision) == "open"


def test_any_of_the_agency_may_do_what_names_nobody(meeting, person, agency):
    rows = [{"heading": "Goals", "decisions": [decided("Call home", agency("A3"))]}]
    written(meeting, by=person("petra"), rows=rows, attended=came(meeting))
    assert Decision.objects.get().step.owner is None


def test_a_noted_decision_makes_nothing(meeting, person):
    written(meeting, by=person("petra"), rows=[{"heading": "Goals", "decisions": [decided("Police joins")]}])
    assert state_of(Decision.objects.get()) == "noted"
    assert not Step.objects.filter(kind="decided").exists()
    assert not Action.objects.exists()


def test_who_without_a_day_is_refused_and_a_day_without_who(meeting, person, agency):
    part = meeting.agenda.first()
    for half in ({"agency": agency("A3")}, {"due_on": timezone.localdate()}):
        with pytest.raises(ValidationError, match="only noted"):
            write_part(part, by=person("petra"), notes="", decisions=[{"text": "X", **half}])


def test_with_a_plan_in_force_a_promise_of_who_came_is_in_it_at_once(agreed, meeting, person, agency, rows):
    writing = begin_plan(agreed.case, by=person("petra"))
    written(meeting, by=person("petra"), rows=rows, attended=came(meeting))
    made = Action.objects.get(plan=agreed, decision__isnull=False)
    assert (made.text, made.agency, made.person) == ("Call home", agency("A3"), person("ulrika"))
    assert writing.actions.get(continues=made).text == "Call home"
    assert Event.objects.filter(kind="action-decided").exists()
    assert not Step.objects.filter(kind="decided").exists()
    change_action(made, by=person("ulrika"), status="done", note="Ringde")
    assert state_of(Decision.objects.get()) == "done"


def test_who_was_not_there_promised_nothing_and_gets_a_step(agreed, meeting, person, rows):
    written(meeting, by=person("petra"), rows=rows, attended=[])
    assert not Action.objects.filter(decision__isnull=False).exists()
    assert Decision.objects.get().step is not None


def test_while_a_version_waits_for_its_answers_a_decision_is_a_step(proposed, meeting, person, rows):
    rows[0]["decisions"][0]["in_plan"] = True
    written(meeting, by=person("petra"), rows=rows, attended=came(meeting))
    assert not Action.objects.filter(decision__isnull=False).exists()
    assert Decision.objects.get().step is not None


def test_nothing_is_made_twice_when_the_minutes_are_corrected_and_closed_again(meeting, person, agency, rows):
    petra = person("petra")
    written(meeting, by=petra, rows=rows, attended=came(meeting))
    first = Decision.objects.get()
    reopen_minutes(meeting, by=petra)
    more = [decided("Call home again", agency("A4"))]
    write_part(first.item, by=petra, notes="y", decisions=[{"pk": first.pk, "text": "Changed"}, *more])
    close_minutes_with_decisions(meeting, by=petra, attended=came(meeting))
    assert [d.text for d in Decision.objects.order_by("due_on", "position")] == ["Call home", "Call home again"]
    assert Step.objects.filter(kind="decided").count() == 2
    assert Decision.objects.get(pk=first.pk).step == first.step


def test_of_two_who_close_at_once_one_succeeds(meeting, person, rows):
    petra, version = person("petra"), version_of(meeting)
    write(meeting, by=petra, rows=rows)
    with pytest.raises(MinutesConflict):
        close_minutes_with_decisions(meeting, by=petra, attended=[], version=version)
    read = version_of(meeting)
    close_minutes_with_decisions(meeting, by=petra, attended=[], version=read)
    with pytest.raises(MinutesConflict):
        close_minutes_with_decisions(meeting, by=petra, attended=[], version=read)
    assert Step.objects.filter(kind="decided").count() == 1


def test_two_writers_of_different_parts_do_not_disturb_each_other(meeting, person):
    first, second = meeting.agenda.all()
    write_part(first, by=person("ulrika"), notes="A", version=0)
    write_part(second, by=person("leyla"), notes="B", version=0)
    with pytest.raises(PartConflict):
        write_part(first, by=person("leyla"), notes="C", version=0)
    assert [part.notes for part in meeting.agenda.all()] == ["A", "B"]
    write_part(first, by=person("ulrika"), notes="A2", version=1)
    assert Event.objects.filter(kind="minutes-part").count() == 2


def test_a_decision_for_somebody_who_cannot_act_stops_the_closing(meeting, person, agency, rows):
    from coordination.cases.inviting import leave

    write(meeting, by=person("petra"), rows=rows)
    leave(meeting.case.participations.get(agency=agency("A3")), by=person("petra"), reason="Slutar")
    with pytest.raises(ValidationError, match="does not take part"):
        close_minutes_with_decisions(meeting, by=person("petra"), attended=[])
    meeting.refresh_from_db()
    assert meeting.status == "called"


def test_a_decision_of_a_part_kept_apart_is_a_step_that_the_others_cannot_read(agreed, meeting, person, agency, rows):
    petra, part = person("petra"), meeting.agenda.get(heading="Goals")
    write(meeting, by=petra, rows=rows)
    set_audience(part, by=petra, without=[agency("A4")], confidentiality=1)
    both = [agency("A3"), agency("A4")]
    entry = close_minutes_with_decisions(meeting, by=petra, attended=came(meeting), share_with=both)
    part.refresh_from_db()
    assert Decision.objects.get().step is not None
    assert not Action.objects.filter(decision__isnull=False).exists()
    assert "Call home" not in entry.text
    assert "Call home" in part.entry.text
    assert [d.agency for d in part.entry.disclosures.all()] == [agency("A3")]
    assert proposed_agenda(meeting.case, "network").count("Call home") == 0


def test_the_plan_takes_no_decision_of_a_part_kept_apart(meeting, person, agency):
    petra, part = person("petra"), meeting.agenda.first()
    row = decided("Call home", agency("A3"), person("ulrika"), in_plan=True)
    write_part(part, by=petra, notes="", decisions=[row])
    with pytest.raises(ValidationError, match="All read the plan"):
        set_audience(part, by=petra, without=[agency("A4")], confidentiality=1)
    with pytest.raises(ValidationError, match="to carry out"):
        set_audience(part, by=petra, without=[agency("A3")], confidentiality=1)


def test_what_is_open_stands_on_the_next_agenda_until_it_is_done(meeting, person, rows):
    written(meeting, by=person("petra"), rows=rows, attended=came(meeting))
    case, decision = meeting.case, Decision.objects.get()
    for kind in ("follow_up", "network"):
        assert any("Call home" in row for row in proposed_agenda(case, kind))
    complete_step(decision.step, by=person("ulrika"), work=lambda: "done")
    assert still_open(case) == []
    assert not any("Call home" in row for row in proposed_agenda(case, "network"))


def test_a_part_of_a_higher_class_is_seen_by_who_reaches_it(meeting, person, agency):
    petra, part = person("petra"), meeting.agenda.first()
    set_audience(part, by=petra, confidentiality=2)
    close_minutes(meeting, by=petra, attended=[], share_with=[agency("A3")])
    part.refresh_from_db()
    assert part.entry.confidentiality == 2
    seen = {name: policy.can(person(name), Act.VIEW, part) for name in ("petra", "ulrika", "leyla")}
    assert seen == {"petra": True, "ulrika": True, "leyla": False}
    Entry.objects.filter(pk=part.entry_id).update(confidentiality=3)
    assert not any(policy.can(person(name), Act.VIEW, part) for name in seen)
