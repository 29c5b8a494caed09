"""Every way to every end, and none on which a matter is stuck."""

from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from coordination.matters import actions, stages
from coordination.matters.models import Matter
from coordination.matters.stages import Done, Status, reached, why_not

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
MONEY = {"stopped": Decimal(1000), "recovered": Decimal(500)}


def test_the_whole_way_from_signal_to_recovered(way):
    it = way()
    assert it.status == "signal"
    assert it.triaged().status == "triaged"
    actions.begin_checks(it.matter, by=it.elsa)
    assert it.status == "checking"
    assert it.sends("notify").status == "notified"
    assert it.sends("police").status == "reported"
    assert it.decides("warn", None).status == "contract_action"
    assert it.decides("claim").status == "recovering"
    it.closes("recovered", **MONEY)
    assert it.status == "closed"
    assert (it.matter.end_state, it.matter.recovered, it.matter.stopped) == ("recovered", 500, 1000)


@pytest.mark.parametrize(
    ("end", "before"),
    [
        ("unfounded", lambda it: it),
        ("unfounded", lambda it: it.triaged()),
        ("unfounded", lambda it: it.checking()),
        ("unfounded", lambda it: it.checking().sends("notify").leaves("police").decides("warn", None)),
        ("corrected", lambda it: it.checking("error")),
        ("corrected", lambda it: it.checking("safety").leaves("notify").leaves("police")),
        ("corrected", lambda it: it.checking("error").decides("stop").decides("resume", None)),
        ("recovered", lambda it: it.checking("error").decides("claim")),
        ("recovered", lambda it: it.checking("crime").leaves("notify").sends("police").decides("claim")),
        ("terminated", lambda it: it.checking().decides("stop").sends("notify").sends("police").decides("terminate")),
        ("terminated", lambda it: it.checking("error").decides("terminate", None)),
        ("reported", lambda it: it.checking("crime").sends("notify").sends("police")),
        ("reported", lambda it: it.checking("error").decides("claim").sends("notify").sends("police")),
    ],
)
def test_each_end_is_reached(way, end, before):
    it = before(way()).closes(end, **MONEY)
    assert (it.status, it.matter.end_state) == ("closed", end)
    assert it.matter.history.first().facts == {"end": end}


@pytest.mark.parametrize(
    ("end", "before", "why"),
    [
        ("corrected", lambda it: it, "must be triaged"),
        ("reported", lambda it: it.triaged(), "the checks begun"),
        ("corrected", lambda it: it.checking("fraud"), "First the paying agency is notified"),
        ("corrected", lambda it: it.checking("fraud").leaves("notify"), "First the paying agency"),
        ("terminated", lambda it: it.checking("error"), "has not been terminated"),
        ("recovered", lambda it: it.checking("error"), "No money has been claimed back"),
        ("reported", lambda it: it.checking().leaves("notify").leaves("police"), "No police report"),
        ("unfounded", lambda it: it.checking().decides("stop"), "Lift the payment stop first"),
    ],
)
def test_an_end_that_does_not_fit_is_refused_with_the_reason(way, end, before, why):
    it = before(way())
    status = it.status
    with pytest.raises(ValidationError, match=why):
        it.closes(end, **MONEY)
    assert it.status == status


def test_what_is_done_out_of_order_is_kept_and_counts_when_its_turn_comes(way):
    it = way().checking().decides("stop")
    assert it.status == "checking"
    assert it.sends("police").status == "checking"
    assert it.sends("notify").status == "contract_action"


def test_an_error_passes_by_notice_and_police_report(way):
    assert way().checking("error").decides("warn", None).status == "contract_action"


def test_a_new_triage_leads_back_from_the_checks_and_not_from_further_on(way):
    it = way().checking("error")
    assert it.triaged("crime").status == "triaged"
    actions.begin_checks(it.matter, by=it.elsa)
    it.sends("notify")
    assert it.triaged("fraud").status == "notified"
    assert it.matter.triage == "fraud"


def test_triage_takes_two_and_counts_only_when_agreed(way, person):
    it = way()
    it.matter.agency.memberships.create(user=it.gun, post="controller")
    actions.propose_triage(it.matter, by=it.gun, kind="error", reason="x")
    with pytest.raises(PermissionDenied):
        actions.rule_on_triage(it.matter, by=it.gun, agree=True)
    with pytest.raises(PermissionDenied):
        actions.rule_on_triage(it.matter, by=it.elsa, agree=True)
    actions.propose_triage(it.matter, by=it.elsa, kind="crime", reason="y")
    with pytest.raises(ValidationError):
        actions.rule_on_triage(it.matter, by=it.gun, agree=False, answer=" ")
    actions.rule_on_triage(it.matter, by=it.gun, agree=False, answer="Mer underlag")
    assert (it.status, it.matter.triage) == ("signal", "")
    with pytest.raises(ValidationError, match="No triage waits"):
        actions.rule_on_triage(it.matter, by=it.gun, agree=True)


def test_a_closed_matter_takes_nothing_more(way):
    it = way().checking().closes("unfounded")
    for act in (
        lambda: it.sends("notify"),
        lambda: it.decides("warn", None),
        lambda: it.triaged(),
        lambda: it.closes("unfounded"),
        lambda: actions.begin_checks(it.matter, by=it.elsa),
    ):
        with pytest.raises(ValidationError, match="The matter is closed"):
            act()


def test_whatever_has_been_done_there_is_a_way_to_an_end_and_a_next_step():
    matter = Matter()
    for status in stages.RECORDING:
        for bits in product((False, True), repeat=8):
            done = Done(*bits)
            matter.status = status
            ends = [end for end in Matter.End if not why_not(end, matter, done)]
            assert done.stopped or Matter.End.UNFOUNDED in ends
            assert stages.next_step(matter, done, proposed=False)["route"]
            assert list(Status).index(reached(status, done)) >= list(Status).index(status)
            if done.is_settled and not done.stopped:
                assert Matter.End.CORRECTED in ends


def test_a_matter_that_nobody_has_triaged_can_be_closed_as_unfounded():
    for status in (Status.SIGNAL, Status.TRIAGED):
        assert why_not(Matter.End.UNFOUNDED, Matter(status=status), Done()) == ""
        assert stages.next_step(Matter(status=status), Done(), proposed=False)["route"]
