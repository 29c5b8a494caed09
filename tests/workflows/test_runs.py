"""Agencies that leave or come late, withdrawn consent, and what is left behind: nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from coordination.cases import process
from coordination.cases.actions import close_case
from coordination.cases.inviting import invite, leave
from coordination.models import Step
from coordination.sharing.consent import withdraw_consent
from tests.conftest import consent_of_both
from tests.workflows.conftest import WORKER
from workflows.flows import JoiningFlow
from workflows.models import CaseProcess
from workflows.runs import complete

pytestmark = pytest.mark.django_db


def armed(case):
    return Task.objects.filter(process__caseprocess__case=case, status=STATUS.SCHEDULED).count()


def unfinished(case):
    return Task.objects.filter(process__caseprocess__case=case, finished=None).count()


def go(walk, agency="A4"):
    leave(walk.there(agency), by=walk.cast.users["petra"], reason="Ej aktuellt")


def late(walk, agency="A5"):
    consent_of_both(walk.case, walk.cast, ["A3", "A4", agency])
    return invite(walk.case, walk.cast.agencies[agency], by=walk.cast.users["petra"], late=True)


def test_a_join_does_not_wait_for_an_agency_that_left(walk):
    walk.to_mapping("A3", "A4")
    step = walk.step("map", "A4")
    walk.do("map", agency="A1")
    go(walk)
    step.refresh_from_db()
    assert step.withdrawn_at
    assert walk.open() == [("map", "A3")]
    walk.do("map", agency="A3")
    assert walk.open() == [("review", "A1")]


def test_an_agency_that_leaves_last_lets_the_others_go_on(walk):
    walk.to_mapping("A3", "A4")
    walk.do("map", agency="A1")
    walk.do("map", agency="A3")
    go(walk)
    assert walk.open() == [("review", "A1")]
    assert Step.objects.filter(kind="review").count() == 1


def test_an_agency_that_leaves_before_answering_is_not_waited_for(walk):
    walk.to_invite("A3", "A4")
    walk.invite("A3", "A4")
    walk.answer("A3")
    go(walk)
    assert walk.open() == [("map", "A1"), ("map", "A3")]


def test_when_all_partners_leave_the_lead_agency_goes_on(walk):
    walk.to_mapping("A3", "A4")
    go(walk, "A3")
    go(walk, "A4")
    walk.do("map", agency="A1")
    walk.do("review", "enough")
    assert walk.open() == [("call_meeting", "A1")]


def test_a_new_consent_that_drops_an_agency_withdraws_its_steps(walk):
    walk.to_mapping("A3", "A4")
    consent_of_both(walk.case, walk.cast, ["A3"])
    assert walk.open() == [("map", "A1"), ("map", "A3")]


def test_the_timers_of_a_withdrawn_step_are_disarmed(walk):
    walk.to_mapping("A3", "A4")
    before = armed(walk.case)
    go(walk)
    assert armed(walk.case) == before - 3


def test_a_late_agency_answers_and_maps_beside_the_others(walk):
    walk.to_plan("A3", "A4")
    late(walk)
    assert walk.open("A5") == ["answer"]
    walk.answer("A5")
    assert walk.open() == [("draft_plan", "A1"), ("map", "A5")]
    walk.do("map", agency="A5")
    assert walk.open() == [("draft_plan", "A1")]
    assert CaseProcess.objects.get(flow_class=JoiningFlow).status == PROCESS.DONE


def test_a_late_agency_that_declines_is_done(walk):
    walk.to_plan("A3", "A4")
    late(walk)
    walk.answer("A5", accept=False)
    assert walk.open("A5") == []
    assert CaseProcess.objects.get(flow_class=JoiningFlow).status == PROCESS.DONE


def test_a_late_agency_that_leaves_while_mapping_leaves_nothing_open(walk):
    walk.to_plan("A3", "A4")
    late(walk)
    walk.answer("A5")
    go(walk, "A5")
    assert walk.open("A5") == []
    assert CaseProcess.objects.get(flow_class=JoiningFlow).status == PROCESS.DONE


def test_a_late_agency_takes_part_in_the_next_round(walk):
    walk.to_follow_up("A3")
    late(walk)
    walk.answer("A5")
    walk.do("follow_up", "remap")
    assert walk.open("A5") == ["map"], "one step, not one from each run"
    walk.do("map", agency="A5")
    walk.map_all()
    walk.do("review", "enough")
    assert walk.open() == [("call_meeting", "A1")]


def test_withdrawn_consent_leaves_only_the_settling_and_closes_the_case(walk):
    walk.to_mapping("A3", "A4")
    late(walk)
    withdraw_consent(walk.case.consents.filter(ended_at=None).first(), by=walk.cast.users["petra"])
    walk.case.refresh_from_db()
    assert walk.case.status == "frozen"
    assert walk.open() == [("settle", "A1")]
    assert armed(walk.case) == len(["remind", "overdue", "escalate"])
    walk.do("settle")
    walk.case.refresh_from_db()
    assert (walk.case.status, walk.case.end_state) == ("closed", "consent_withdrawn")
    assert walk.open() == []
    assert unfinished(walk.case) == 0


def test_settling_begins_once(walk):
    process.engine().settle(walk.case, by=walk.cast.users["petra"])
    process.engine().settle(walk.case, by=walk.cast.users["petra"])
    assert walk.open() == [("settle", "A1")]


def test_consent_withdrawn_in_the_middle_of_a_step_ends_the_run(walk):
    walk.to_follow_up("A3")

    def apply(run):
        withdraw_consent(walk.case.consents.filter(ended_at=None).first(), by=walk.cast.users["petra"])
        return "continue"

    done = walk.do("follow_up", apply=apply)
    assert done.completed_at
    assert done.withdrawn_at is None
    assert walk.open() == [("settle", "A1")]
    assert walk.run.finished


def test_closing_ends_every_run_of_the_case(walk):
    walk.to_mapping("A3", "A4")
    late(walk)
    close_case(walk.case, by=walk.cast.users["petra"], end="moved")
    assert walk.open() == []
    assert unfinished(walk.case) == 0
    assert armed(walk.case) == 0
    assert not CaseProcess.objects.filter(case=walk.case, finished=None).exists()


def test_what_closes_the_case_from_one_run_ends_the_others(walk):
    walk.to_follow_up("A3")
    late(walk)
    walk.do("follow_up", "close")
    walk.do("close", "goals_met")
    assert walk.open() == []
    assert unfinished(walk.case) == 0
    assert sorted(CaseProcess.objects.values_list("status", flat=True)) == [PROCESS.CANCELED, PROCESS.DONE]


def test_a_step_belongs_to_its_run_whatever_is_asked_for(walk):
    """The run is derived from the step; there is no other number one could hand in."""
    walk.to_mapping("A3")
    step = walk.step("map", "A3")
    complete(step, by=walk.cast.users[WORKER["A3"]], apply=lambda run: "done")
    assert step.link.task.process.coerced == walk.run


def test_the_coordinator_cannot_answer_for_an_invited_agency(walk):
    walk.to_invite("A3")
    walk.invite("A3")
    with pytest.raises(PermissionDenied):
        walk.do("answer", "accepted", agency="A3", by="petra")
    assert walk.open() == [("answer", "A3")]


def test_deleting_a_user_cannot_take_the_work_with_it(walk):
    walk.to_mapping("A3")
    tasks = Task.objects.count()
    assert not Task.objects.exclude(owner=None).exists(), "the owner of the step is kept in the step"
    for user in (walk.cast.users["ulrika"], walk.cast.users["petra"]):
        with pytest.raises(ProtectedError), transaction.atomic():
            user.delete()
    assert Task.objects.count() == tasks


def test_neither_a_run_nor_a_step_is_deleted_by_deleting_the_other(walk):
    with pytest.raises(ProtectedError):
        walk.run.delete()
    with pytest.raises(ProtectedError):
        walk.step("inform").delete()
