"""The plan: writing, proposing, answering, agreeing, and working by it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from coordination.meetings.actions import call_meeting
from coordination.models import Action, Event, Plan
from coordination.plans.actions import (
    PlanConflict,
    agree_plan,
    answer_plan,
    begin_plan,
    change_action,
    follow_up,
    propose_plan,
    return_plan,
    save_plan,
)
from coordination.plans.actions.writing import version_of
from coordination.plans.queries import not_approved, promised, promises
from permissions import policy
from permissions.roles import Act
from tests.meetings.minutes import decided, written
from tests.plans.conftest import content

pytestmark = pytest.mark.django_db


def told(kind):
    return {n.recipient.first_name for n in Event.objects.get(kind=kind).notifications.select_related("recipient")}


def test_a_draft_is_begun_once_and_seen_by_the_lead_only(joint_case, person):
    plan = begin_plan(joint_case, by=person("petra"))
    assert begin_plan(joint_case, by=person("petra")) == plan
    assert [policy.can(person(n), Act.VIEW, plan) for n in ("petra", "ulrika", "ali")] == [True, False, False]


def test_partners_do_not_write_the_plan(joint_case, person):
    with pytest.raises(PermissionDenied):
        begin_plan(joint_case, by=person("ulrika"))


def test_a_saved_plan_has_exactly_what_was_given(draft, person, agency):
    given = content(person, agency)
    goal = draft.goals.first()
    given["goals"] = [
        {"words": "Ny", "start": 1, "target": 5},
        {"pk": goal.pk, "words": "Ändrad", "start": 3, "target": 8},
    ]
    given["actions"] = given["actions"][:1]
    save_plan(draft, by=person("petra"), **given)
    assert [(g.position, g.words) for g in draft.goals.all()] == [(1, "Ny"), (2, "Ändrad")]
    assert draft.goals.get(position=2).pk == goal.pk
    assert [a.goal.words for a in draft.actions.all()] == ["Ny"]


def test_nobody_silently_overwrites_the_plan(draft, person, agency):
    version = version_of(draft)
    save_plan(draft, by=person("petra"), **content(person, agency), version=version)
    with pytest.raises(PlanConflict):
        save_plan(draft, by=person("petra"), **content(person, agency), version=version)


@pytest.mark.parametrize(
    "wrong",
    [
        {"person": "leyla"},
        {"agency": "A5", "person": "ali"},
        {"person": "henrik"},
        {"days": -1},
        {"goal": 7},
        {"text": ""},
    ],
)
def test_an_action_needs_an_agency_with_a_person_who_has_access_and_days_in_order(draft, person, agency, wrong):
    given = content(person, agency)
    row = given["actions"][0]
    if "agency" in wrong:
        row["agency"] = agency(wrong["agency"])
    if "person" in wrong:
        row["person"] = person(wrong["person"])
    row |= {k: v for k, v in wrong.items() if k in ("goal", "text")}
    row["due_on"] += timedelta(days=wrong.get("days", 0) * 100)
    with pytest.raises(ValidationError):
        save_plan(draft, by=person("petra"), **given)
    assert draft.actions.count() == 2


def test_a_plan_without_goal_action_or_follow_up_is_not_proposed(joint_case, person):
    plan = begin_plan(joint_case, by=person("petra"))
    with pytest.raises(ValidationError) as caught:
        propose_plan(plan, by=person("petra"))
    assert len(caught.value.messages) == 3


def test_each_agency_answers_for_itself(proposed, person, agency):
    assert told("plan-proposed") == {"Ulrika", "Leyla"}
    with pytest.raises(PermissionDenied):
        answer_plan(proposed, by=person("ulrika"), agency=agency("A4"), approved=True)
    with pytest.raises(ValidationError):
        answer_plan(proposed, by=person("ulrika"), agency=agency("A3"), approved=False, reason=" ")
    with pytest.raises(ValidationError):
        answer_plan(proposed, by=person("petra"), agency=agency("A1"), approved=True)
    answer_plan(proposed, by=person("ulrika"), agency=agency("A3"), approved=True)
    assert told("plan-approved") == {"Petra"}
    assert not_approved(proposed) == [agency("A4")]
    with pytest.raises(ValidationError):
        agree_plan(proposed)


def test_a_returned_plan_is_changed_and_proposed_again(proposed, person, agency):
    answer_plan(proposed, by=person("leyla"), agency=agency("A4"), approved=False, reason="Not in July")
    return_plan(proposed)
    plan = begin_plan(proposed.case, by=person("petra"))
    assert (plan, plan.status) == (proposed, "draft")
    assert plan.approvals.get().reason == "Not in July"
    propose_plan(plan, by=person("petra"))
    assert not plan.approvals.exists()


def test_a_proposed_plan_cannot_be_changed(proposed, person, agency):
    with pytest.raises(ValidationError):
        begin_plan(proposed.case, by=person("petra"))
    with pytest.raises(ValidationError):
        save_plan(proposed, by=person("petra"), **content(person, agency))


def test_the_next_version_continues_the_agreed_one(agreed, person, agency):
    done, going = agreed.actions.order_by("due_on")
    change_action(done, by=person("ulrika"), status="done")
    plan = begin_plan(agreed.case, by=person("petra"))
    assert (plan.version, [a.continues for a in plan.actions.all()]) == (2, [going])
    change_action(going, by=person("leyla"), status="going", note="Begun")
    assert plan.actions.get().note == "Begun"
    save_plan(plan, by=person("petra"), **content(person, agency) | {"actions": []})
    assert Action.objects.filter(plan=agreed).count() == 2


def test_the_new_version_replaces_the_old_when_it_is_agreed(agreed, person, agency):
    plan = begin_plan(agreed.case, by=person("petra"))
    change_action(agreed.actions.get(agency=agency("A3")), by=person("ulrika"), status="done")
    given = content(person, agency)
    save_plan(plan, by=person("petra"), **given)
    propose_plan(plan, by=person("petra"))
    for name, key in (("ulrika", "A3"), ("leyla", "A4")):
        answer_plan(plan, by=person(name), agency=agency(key), approved=True)
    agree_plan(plan)
    agree_plan(plan)
    assert [p.status for p in Plan.objects.all()] == ["agreed", "replaced"]
    kept = promises(promised(agreed.case))
    assert (kept.total, kept.done, kept.going, kept.dropped) == (4, 1, 2, 1)


def test_only_the_responsible_agency_says_how_an_action_goes(agreed, person, agency):
    action = agreed.actions.get(agency=agency("A3"))
    for name in ("leyla", "petra"):
        with pytest.raises(PermissionDenied):
            change_action(action, by=person(name), status="done")
    with pytest.raises(ValidationError):
        change_action(action, by=person("ulrika"), status="dropped", note="")
    with pytest.raises(ValidationError):
        change_action(action, by=person("ulrika"), status="lost")
    change_action(action, by=person("ulrika"), status="going", note="Daily")
    assert told("action-changed") == {"Petra"}


def test_goals_are_marked_at_follow_up(agreed, person):
    goal = agreed.goals.get()
    day = timezone.localdate() + timedelta(days=90)
    follow_up(agreed, by=person("petra"), marks={goal.pk: (6, "Better")}, next_on=day)
    goal.refresh_from_db()
    agreed.refresh_from_db()
    assert (goal.now, goal.result, agreed.follow_up_on) == (6, "Better", day)
    with pytest.raises(ValidationError):
        follow_up(agreed, by=person("petra"), marks={goal.pk: (11, "")}, next_on=day)


def test_a_decision_of_the_minutes_becomes_an_action_of_the_plan(joint_case, person, agency):
    meeting = call_meeting(
        joint_case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now(),
        place="Navet",
        agencies=[agency("A3")],
        agenda=["Goals"],
    )
    decision = decided("Daily check-in", agency("A3"), person("ulrika"), in_plan=True)
    written(meeting, by=person("petra"), rows=[{"heading": "Goals", "decisions": [decision]}])
    made = Action.objects.get()
    assert (made.plan.status, made.decision.item, made.person) == ("draft", meeting.agenda.get(), person("ulrika"))
