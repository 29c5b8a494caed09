"""Every way of a report through both flows, to every end state; and nothing gets stuck."""

from datetime import timedelta

import pytest
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from coordination.models import Case
from coordination.reports.actions import register_report, send_report
from coordination.reports.taking import take_in
from workflows import graph
from workflows.flows import ConcernFlow, LastensuojeluFlow, flow_of
from workflows.forms import FORMS
from workflows.gateways import Outcome
from workflows.models import CaseProcess
from workflows.runs import complete

pytestmark = pytest.mark.django_db
WHERE = {"SE": ("henrik", "A3", "A1", "mira"), "FI": ("mikko", "A11", "A9", "aino")}


class Reported:
    """The case of a report, walked by hand: forms are left out, the process is not."""

    def __init__(self, cast, country="SE", *, private=False):
        by, agency, to, worker = WHERE[country]
        self.cast, self.to, self.worker = cast, cast.agencies[to], cast.users[worker]
        self.by, self.agency = cast.users[by], cast.agencies[agency]
        self.case = take_in(self.report(private=private).children.get(), by=self.worker)

    def report(self, *, private=False):
        about = {"told": {"facts": "Oro."}, "children": [{"given_name": "Albin"}]}
        if private:
            came = {"source": "private", "channel": "phone", "arrived_at": timezone.now()}
            return register_report(by=self.worker, to=self.to, **came, **about)
        return send_report(by=self.by, agency=self.agency, to=self.to, **about)

    def joins(self):
        """Let a new report join the case."""
        return take_in(self.report().children.get(), by=self.worker, case=self.case)

    @property
    def open(self):
        return sorted(self.case.steps.open().values_list("kind", flat=True))

    def do(self, kind, outcome="done", *, day=None):
        def apply(run):
            if day:
                run.data["look_after_on"] = day.isoformat()
            return outcome

        step = self.case.steps.open().filter(kind=kind).order_by("requested_at", "pk").first()
        complete(step, by=self.worker, apply=apply)
        self.case.refresh_from_db()

    def walk(self, way):
        """Do the steps of a way as ``kind`` or ``kind:outcome``, each the only one open."""
        for name in way.split():
            kind, _colon, outcome = name.partition(":")
            assert self.open == [kind]
            self.do(kind, outcome or "done")

    def ended(self):
        assert self.open == []
        assert not CaseProcess.objects.filter(case=self.case, finished=None).exists()
        assert not Task.objects.filter(process__caseprocess__case=self.case, finished=None).exists()
        return self.case.status == Case.Status.CLOSED and self.case.end_state


BEGUN = "protect:safe offer_meeting pre_assess"
OPENED = f"{BEGUN} decide_open:open tell_family feedback investigate"
SWEDISH = {
    f"{BEGUN} decide_open:not_open feedback conclude": "not_opened",
    f"{BEGUN} decide_open:transferred conclude": "transferred",
    f"{OPENED} communicate:ready decide:no_need conclude": "no_need",
    f"{OPENED} communicate:ready decide:support conclude": "support",
    f"{OPENED} communicate:ready decide:care conclude": "care",
    f"{OPENED} communicate:ready decide:transferred conclude": "transferred",
    f"{OPENED} communicate:more investigate communicate:ready decide:support conclude": "support",
    "protect:acute acute offer_meeting pre_assess decide_open:not_open feedback conclude": "not_opened",
}
ASSESSED = "protect:safe begin_assessment:begin assess"
FINNISH = {
    "protect:safe begin_assessment:unneeded conclude": "unneeded",
    "protect:acute acute begin_assessment:transferred conclude": "transferred",
    f"{ASSESSED} decide_service:family_service conclude": "family_service",
    f"{ASSESSED} decide_service:child_protection client_plan conclude": "child_protection",
    f"{ASSESSED} decide_service:urgent_placement client_plan conclude": "urgent_placement",
    f"{ASSESSED} decide_service:unneeded conclude": "unneeded",
    f"{ASSESSED} decide_service:transferred conclude": "transferred",
}


@pytest.mark.parametrize(("way", "end"), SWEDISH.items())
def test_every_way_in_sweden_ends_where_it_was_decided(cast, way, end):
    walk = Reported(cast)
    walk.walk(way)
    assert walk.ended() == end


@pytest.mark.parametrize(("way", "end"), FINNISH.items())
def test_every_way_in_finland_ends_where_it_was_decided(cast, way, end):
    walk = Reported(cast, "FI")
    walk.walk(way)
    assert walk.ended() == end


@pytest.mark.parametrize(("flow", "ways"), [(ConcernFlow, SWEDISH), (LastensuojeluFlow, FINNISH)])
def test_the_ways_tried_are_all_there_are(flow, ways):
    """Every outcome that is drawn is taken by some way, and every step is done; the follow-up has its own test."""
    drawn = {f"{gate.of}:{name}" for gate in graph.nodes(flow) if isinstance(gate, Outcome) for name in gate.outcomes()}
    done = {name for way in ways for name in way.split()}
    assert drawn <= done
    steps = {step.name for step in graph.steps(flow)} - {"look_after"}
    assert steps == {name.partition(":")[0] for name in done}
    if flow is ConcernFlow:
        assert set(FORMS["decide"].outcomes) == {n.partition(":")[2] for n in done if n.startswith("decide:")}


def test_after_an_investigation_without_support_there_may_be_a_follow_up(cast):
    walk = Reported(cast)
    walk.walk(f"{OPENED} communicate:ready")
    walk.do("decide", "no_need", day=timezone.localdate() + timedelta(days=90))
    walk.walk("conclude")
    assert walk.case.status == "aftercare"
    assert timezone.localdate(walk.case.steps.open().get().due_at) == timezone.localdate() + timedelta(days=90)
    walk.walk("look_after")
    assert walk.ended() == "no_need"


def test_a_private_notifier_is_not_told(cast):
    walk = Reported(cast, private=True)
    walk.walk(f"{BEGUN} decide_open:open tell_family investigate")


def test_the_stages_of_a_case_follow_its_steps(cast):
    walk = Reported(cast)
    assert walk.case.status == "assessing"
    walk.walk(f"{BEGUN} decide_open:open")
    assert walk.case.status == "investigating"


def test_a_new_report_is_assessed_beside_the_investigation_and_its_notifier_told(cast):
    walk = Reported(cast)
    walk.walk(f"{BEGUN} decide_open:open tell_family")
    walk.do("feedback")
    walk.joins()
    assert walk.open == ["investigate", "protect"]
    walk.do("protect", "acute")
    walk.do("acute")
    assert walk.open == ["feedback", "investigate"]
    walk.do("feedback")
    assert walk.open == ["investigate"]
    runs = CaseProcess.objects.filter(case=walk.case).order_by("pk")
    assert [run.status for run in runs] == [PROCESS.NEW, PROCESS.DONE]


def test_a_new_report_before_the_decision_shares_its_decision(cast):
    walk = Reported(cast)
    walk.joins()
    assert walk.open == ["protect", "protect"]
    walk.do("protect", "safe")
    walk.do("protect", "safe")
    assert walk.open == ["offer_meeting"]


def test_the_last_days_are_counted_from_when_the_report_came_in(cast):
    worker, to = cast.users["mira"], cast.agencies["A1"]
    came = timezone.now() - timedelta(days=3)
    report = register_report(
        by=worker, to=to, source="anonymous", channel="phone", arrived_at=came, told={"facts": "x"},
        children=[{"age": "5"}],
    )  # fmt: skip
    case = take_in(report.children.get(), by=worker)
    walk = Reported.__new__(Reported)
    walk.case, walk.worker = case, worker
    walk.walk(BEGUN)
    due = timezone.localdate(case.steps.open().get(kind="decide_open").due_at)
    assert due == timezone.localdate(came) + timedelta(days=14)


def test_the_flow_is_chosen_by_kind_and_country(cast, case):
    assert flow_of(Reported(cast).case) is ConcernFlow
    assert flow_of(Reported(cast, "FI").case) is LastensuojeluFlow
    assert flow_of(case).__name__ == "SspfFlow"
    with pytest.raises(LookupError):
        flow_of(Case(kind="other", municipality=case.municipality))
