"""A social intervention group on its pages: grounds by agency, the team, the reviews, obstacles and stepping down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.meetings.closing import version_of
from coordination.models import Case, Entry, Obstacle, Participation
from tests.workflows_pages.conftest import day, desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sig(cast):
    """A group at its first step, with everybody at their desks."""
    return desk_of(cast, "sig")


def grounds(sig, **codes):
    """The rows of the check, by agency key."""
    return {f"a{sig.cast.agencies[key].pk.hex}-gives": code for key, code in codes.items()}


def to_invite(sig):
    sig.done("petra", "nominate", nominated_by="Polisen", nominated_on=day(0), why="Stoppades med kniv")
    sig.done("petra", "check_ground", outcome="grounds", note="Prövat", **grounds(sig, A5="SE-OSL-10-18a"))
    sig.done("petra", "name_lead", coordinator=sig.cast.users["petra"].pk)


def invite_data(sig, **more):
    row = next(iter(sig.get("petra", "invite").context["form"].rows))
    p = row.prefix
    data = {"take": "on", "conditions": row.basis.condition_codes, "reason": "Konkret risk", "until": day(90)}
    return {f"{p}-{name}": value for name, value in (data | more).items()}


def to_weekly(sig):
    to_invite(sig)
    sig.done("petra", "invite", **invite_data(sig))
    sig.answer("ali", "A5", "ali")
    sig.done("ali", "map", "A5", **{"crime-now": "Stoppades med kniv"})
    sig.done("petra", "map", **{"home-now": "Ensam efter skolan"})
    sig.done("petra", "review", outcome="enough")
    called = {"kind": "network", "day": day(3), "time": "13:00", "minutes_long": 60, "place": "Rum 3"}
    sig.done("petra", "call_meeting", **called, agencies=[str(sig.cast.agencies["A5"].pk)], agenda="Läget")
    sig.done("petra", "hold_meeting", base=version_of(sig.case.meetings.get()), share="nobody")
    sig.post("petra", "draft_plan", begin="1")
    base = sig.get("petra", "draft_plan").context["form"].base
    plan = {"summary": "Trygg", "crisis": "", "follow_up_on": day(7), "goal-count": 1, "action-count": 1}
    plan |= {"goal-0-words": "Vara trygg", "goal-0-start": 2, "goal-0-target": 8, "action-0-text": "Kontaktperson"}
    who = f"{sig.cast.agencies['A1'].pk}:{sig.cast.users['petra'].pk}"
    plan |= {"action-0-who": who, "action-0-starts_on": day(0), "action-0-due_on": day(30), "action-0-goal": "1"}
    sig.done("petra", "draft_plan", base=base, **plan)
    sig.done("petra", "approve", outcome="approved")


def review(sig, kind, outcome, **more):
    return sig.done("petra", kind, **sig.marks(), **sig.own_actions(), outcome=outcome, **more)


def test_from_the_nomination_to_a_case_of_early_intervention(sig):
    to_weekly(sig)
    review(sig, "weekly", "escalate")
    answers = {"which": "new", "what": "Ingen plats", "owner": "Lokala rådet", "answer_by": day(2)}
    sig.done("petra", "escalate", **answers)
    local = Obstacle.objects.get()
    assert (local.level, local.raised_on, local.owner) == ("local", timezone.localdate(), "Lokala rådet")
    assert "Ingen plats" in sig.at("ali").get(f"/cases/{sig.case.reference}/plan/").content.decode()
    review(sig, "weekly", "escalate")
    up = {"which": str(local.pk), "what": "", "owner": "Regionala rådet", "answer_by": day(5)}
    sig.done("petra", "escalate", **up)
    regional = Obstacle.objects.get(ended_on=None)
    assert (regional.level, regional.what) == ("regional", "Ingen plats")
    review(sig, "weekly", "monthly", **{f"o{regional.pk.hex}-result": "Platsen finns"})
    assert not Obstacle.objects.filter(ended_on=None).exists()
    plan = sig.case.plans.get(status="agreed")
    assert plan.follow_up_on == timezone.localdate() + timedelta(days=30)
    review(sig, "monthly", "step_down")
    sig.done("petra", "step_down", onwards="open", note="Lugnt sedan länge")
    sig.case.refresh_from_db()
    assert (sig.case.status, sig.case.end_state) == ("closed", "stepped_down_sspf")
    new = Case.objects.get(kind="sspf")
    assert new.reference in Entry.objects.get(step__kind="step_down").text
    assert new.people.count() == 3


def test_no_agency_comes_in_without_every_condition_a_reason_and_an_end(sig):
    to_invite(sig)
    answer = sig.post("petra", "invite", **invite_data(sig, conditions=[], reason="", until=day(0)))
    assert answer.status_code == 422
    (row,) = answer.context["form"].rows
    assert set(row.errors) == {"conditions", "reason", "until"}
    assert not Participation.objects.filter(is_lead=False).exists()


def test_an_agency_that_is_left_out_needs_nothing(sig):
    to_invite(sig)
    sig.done("petra", "invite", **invite_data(sig, take="", conditions=[], reason="", until=""))
    assert not Participation.objects.filter(is_lead=False).exists()


def test_the_ground_checked_is_the_ground_of_the_place(sig):
    to_invite(sig)
    sig.done("petra", "invite", **invite_data(sig))
    there = Participation.objects.get(is_lead=False)
    assert (there.basis.code, there.ground_reason) == ("SE-OSL-10-18a", "Konkret risk")


def test_going_on_needs_a_ground_for_somebody(sig):
    sig.done("petra", "nominate", nominated_by="Polisen", nominated_on=day(0), why="Stoppades med kniv")
    answer = sig.post("petra", "check_ground", outcome="grounds", note="Prövat")
    assert answer.status_code == 422
    assert "outcome" in answer.context["form"].main.errors
    assert sig.done("petra", "check_ground", outcome="not_target", note="Ingen grund").status_code == 200


def test_a_late_action_and_the_age_are_said_at_the_review(sig):
    to_weekly(sig)
    action = sig.case.plans.get(status="agreed").actions.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    type(action).objects.filter(pk=action.pk).update(starts_on=yesterday, due_on=yesterday)
    form = sig.get("petra", "weekly").context["form"]
    assert [a.pk for a in form.late] == [action.pk]
    assert not form.is_too_old
    child = sig.case.people.get(role="child")
    child.birth_date = child.birth_date.replace(year=timezone.localdate().year - 22)
    child.save()
    assert sig.get("petra", "weekly").context["form"].is_too_old
    review(sig, "weekly", "close")
    ends = dict(sig.get("petra", "close").context["form"].main.fields["outcome"].choices)
    assert set(ends) == {"desisted", "lvu_sis", "moved", "aged_out"}


def test_a_young_person_under_the_age_cannot_be_closed_as_too_old(sig):
    to_weekly(sig)
    review(sig, "weekly", "close")
    answer = sig.post("petra", "close", **sig.marks(), outcome="aged_out")
    assert answer.status_code == 422


def test_the_top_of_the_ladder_goes_no_further(sig):
    to_weekly(sig)
    review(sig, "weekly", "escalate")
    day_ = timezone.localdate()
    Obstacle.objects.create(
        case=sig.case, level="national", what="x", owner="y", raised_by=sig.cast.users["petra"], answer_by=day_
    )
    choices = sig.get("petra", "escalate").context["form"].main.fields["which"].choices
    assert [value for value, _label in choices] == ["new"]
