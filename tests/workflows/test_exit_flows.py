"""Exit support, the support after a message, and the Ankkuri team: every path to every end, and nothing is stuck."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS

from coordination.cases.actions import open_case
from coordination.cases.inviting import leave
from coordination.models import Case, ThreatLevel
from coordination.steps.kinds import title_of
from tests.workflows.going import Going
from workflows import graph
from workflows.demo.people import EETU, KIM, LEO, PAIVI
from workflows.flows import flow_of
from workflows.flows.renewing import ThreatRenewalFlow
from workflows.gateways import Outcome
from workflows.models import CaseProcess
from workflows.picture import step_list

pytestmark = pytest.mark.django_db

TO_NEEDS = "refer:proceed first_contact:reached consent:given invite answer "
TO_TERMS = TO_NEEDS + "needs:proceed threat "
TO_PLAN = TO_TERMS + "police_terms:met decide_help:granted call_meeting hold_meeting draft_plan approve "
TO_HOME = TO_PLAN + "follow_exit:pass_on choose_home:invited answer "
EXIT = {
    "refer:not_target": "not_target",
    "refer:proceed first_contact:again first_contact:declined": "declined",
    "refer:proceed first_contact:reached consent:refused": "declined",
    "refer:proceed first_contact:reached consent:again first_contact:reached consent:partial invite answer "
    "needs:close close:interrupted": "interrupted",
    TO_NEEDS + "needs:close close:declined": "declined",
    TO_TERMS + "police_terms:not_yet needs:proceed threat police_terms:not_open close:interrupted": "interrupted",
    TO_TERMS + "police_terms:met decide_help:refused close:declined": "declined",
    TO_PLAN + "follow_exit:continue follow_exit:replan draft_plan approve:returned draft_plan approve "
    "follow_exit:close close:completed": "completed",
    TO_PLAN + "follow_exit:threat threat follow_exit:close close:relapse": "relapse",
    TO_PLAN + "follow_exit:pause resume:wait resume:resume follow_exit:pause resume:threat threat "
    "follow_exit:pause resume:close close:interrupted": "interrupted",
    TO_HOME + "pass_on:given receive:more pass_on:given receive:received follow_exit:close "
    "close:moved_handover": "moved_handover",
    TO_HOME + "pass_on:not_yet follow_exit:pass_on choose_home:not_yet follow_exit:close "
    "close:completed": "completed",
    TO_PLAN + "follow_exit:pass_on choose_home:invited answer:declined follow_exit:close close:relapse": "relapse",
    "refer:proceed first_contact:reached consent:given invite answer:declined needs:proceed no_police:go_on "
    "needs:proceed no_police:invite invite answer needs:proceed threat police_terms:not_open "
    "close:declined": "declined",
    "refer:proceed first_contact:reached consent:given invite answer:declined needs:proceed no_police:end "
    "close:interrupted": "interrupted",
}  # fmt: skip
TO_SUPPORT = "offer reach:reached consent:given invite answer support draft_plan approve "
GVI = {
    "offer reach:again reach:no_contact": "no_contact",
    "offer reach:declined": "declined",
    "offer reach:exit": "opened_exit_case",
    "offer reach:reached consent:refused": "declined",
    "offer reach:reached consent:again reach:reached consent:partial invite answer:declined support draft_plan "
    "approve:returned draft_plan approve follow_up:replan draft_plan approve follow_up:close close:stable": "stable",
    TO_SUPPORT + "follow_up:continue follow_up:close close:opened_exit_case": "opened_exit_case",
    TO_SUPPORT + "follow_up:close close:no_contact": "no_contact",
    TO_SUPPORT + "follow_up:close close:declined": "declined",
}  # fmt: skip
TO_MEETING = "team_contact team_screen:meet consent:given invite answer call_meeting hold_meeting "
ANKKURI = {
    "team_contact team_screen:no_need": "no_need",
    "team_contact team_screen:child_report child_report": "child_report_made",
    "team_contact team_screen:refer refer_on": "referred",
    "team_contact team_screen:meet consent:again team_screen:meet consent:refused": "declined",
    TO_MEETING + "team_decide:more call_meeting hold_meeting team_decide:refer refer_on": "referred",
    TO_MEETING + "team_decide:child_report child_report": "child_report_made",
    "team_contact team_screen:meet consent:partial invite answer:declined call_meeting hold_meeting "
    "team_decide:no_need": "no_need",
}  # fmt: skip
WAYS = {"exit": EXIT, "gvi": GVI, "ankkuri": ANKKURI}
LED = {"exit": ("A2", "robert", [KIM]), "gvi": ("A2", "jonas", [LEO]), "ankkuri": ("A9", "aino", [EETU, PAIVI])}
PARTNERS = {"exit": {"A5": "ali"}, "gvi": {"A8": "viktor"}, "ankkuri": {"A11": "mikko"}}
# What no step can come out with: consent is given by answers, not by the plain outcome of another.
NEVER = {"consent": {"partial"}}


@pytest.fixture
def begins(cast):
    """Begin a case of a way of working."""

    def begin(way):
        agency, coordinator, people = LED[way]
        case = open_case(
            by=cast.users[coordinator],
            agency=cast.agencies[agency],
            title="Stöd",
            purpose="Stöd",
            people=people,
            kind=way,
        )
        home = "A13" if way == "exit" else ""
        return Going(case, cast, coordinator=coordinator, partners=PARTNERS[way], elsewhere=home)

    return begin


def pairs():
    return [(way, path, end) for way, paths in WAYS.items() for path, end in paths.items()]


@pytest.mark.parametrize(("way", "path", "end"), pairs())
def test_a_path_leads_to_its_end_and_leaves_nothing_behind(begins, way, path, end):
    going = begins(way).goes(path)
    assert (going.case.status, going.case.end_state) == (Case.Status.CLOSED, end)
    assert going.open() == []
    assert going.run.status == PROCESS.DONE
    assert not Task.objects.filter(process__caseprocess__case=going.case, finished=None).exists()


@pytest.mark.parametrize("way", WAYS)
def test_the_paths_go_every_way_that_is_drawn(way):
    walked = {tuple(word.split(":")) for path in WAYS[way] for word in path.split() if ":" in word}
    flow = flow_of(Case(kind=way, municipality=_place(way)))
    gates = [node for node in graph.nodes(flow) if isinstance(node, Outcome)]
    assert {(gate.of, outcome) for gate in gates for outcome in gate.outcomes()} <= walked


@pytest.mark.parametrize("way", WAYS)
def test_the_paths_reach_every_end_state_of_the_way_of_working(way):
    wanted = {
        "exit": {"completed", "interrupted", "relapse", "moved_handover", "declined", "not_target"},
        "gvi": {"no_contact", "opened_exit_case", "stable", "declined"},
        "ankkuri": {"referred", "no_need", "child_report_made", "declined"},
    }
    assert set(WAYS[way].values()) == wanted[way]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(6))
def test_wherever_it_goes_somebody_can_go_on(begins, way, seed):
    """Forty steps, chosen anew for each number: after each the case is closed, or somebody may do something."""
    dice, going = Random(seed), begins(way)
    for _number in range(40):
        waiting = going.doable()
        if not going.case.is_open:
            break
        assert waiting, going.open()
        step = dice.choice(sorted(waiting, key=lambda s: (s.kind, str(s.agency))))
        going.does(step, dice.choice(sorted(going.ways(step.kind))))
    assert going.case.is_open or going.open() == []


@pytest.mark.parametrize(
    ("path", "left"),
    [
        (TO_NEEDS + "needs:proceed", "no_police"),
        (TO_TERMS, "no_police"),
        (TO_PLAN + "follow_exit:threat", "follow_exit"),
        (TO_PLAN, "follow_exit"),
    ],
)
def test_when_the_police_leave_the_coordinator_goes_on(begins, path, left):
    going = begins("exit").goes(path)
    leave(going.case.participations.get(agency__kind="police"), by=going.coordinator, reason="Byte")
    assert going.open() == [left]
    assert going.doable()


def test_when_who_takes_over_leaves_the_support_is_followed_up_here(begins):
    going = begins("exit").goes(TO_HOME + "pass_on:given")
    assert going.open() == ["receive", "renew_threat"]
    leave(going.case.participations.get(agency=going.elsewhere), by=going.coordinator, reason="Flyttar inte")
    assert going.open() == ["follow_exit", "renew_threat"]


def test_a_level_that_runs_out_is_assessed_anew_until_there_is_no_threat(begins):
    going = begins("exit").goes(TO_TERMS)
    assert going.open() == ["police_terms", "renew_threat"]
    renew = going.case.steps.open().get(kind="renew_threat")
    assert timezone.localdate(renew.due_at) == ThreatLevel.objects.get().valid_until
    going.goes("renew_threat:low")
    assert going.open() == ["police_terms", "renew_threat"]
    going.goes("renew_threat:none")
    assert going.open() == ["police_terms"]
    assert CaseProcess.objects.get(flow_class=ThreatRenewalFlow).status == PROCESS.DONE


def test_a_new_assessment_replaces_what_waited_for_the_former(begins):
    going = begins("exit").goes(TO_PLAN + "follow_exit:threat threat")
    assert going.open() == ["follow_exit", "renew_threat"]
    assert list(CaseProcess.objects.filter(flow_class=ThreatRenewalFlow, finished=None).values_list("case")) == [
        (going.case.pk,)
    ]
    assert going.case.steps.filter(kind="renew_threat", withdrawn_at__isnull=False).count() == 1


def test_the_follow_up_is_weekly_in_the_acute_phase_and_then_monthly(begins):
    from coordination.exits.actions import set_phase

    going = begins("exit").goes(TO_PLAN)
    going.case.exit_support.refresh_from_db()
    assert going.case.exit_support.phase == "acute"
    assert _due(going) == timezone.localdate() + timedelta(days=7)
    set_phase(going.case, "stabilise", by=going.coordinator)
    going.goes("follow_exit:continue")
    assert _due(going) == timezone.localdate() + timedelta(days=30)


def test_a_paused_support_says_so_and_goes_on(begins):
    going = begins("exit").goes(TO_PLAN + "follow_exit:pause")
    assert going.case.status == Case.Status.PAUSED
    going.goes("resume:resume")
    assert going.case.status == Case.Status.ACTIVE


def test_the_page_shows_the_steps_in_the_order_of_the_work(begins):
    going = begins("exit").goes(TO_HOME + "pass_on:given receive:received")
    rows = {row["title"]: row["state"] for row in step_list(going.case, going.coordinator)}
    titles = [str(title_of(kind)) for kind in flow_of(going.case).order]
    assert [title for title in rows if title in titles] == titles
    states = [rows[title] for title in titles]
    assert states == ["done"] * 6 + ["skipped"] + ["done"] * 7 + ["skipped"] + ["done"] * 3 + ["now", "todo", "todo"]
    assert {step.name for step in graph.steps(flow_of(going.case))} == set(flow_of(going.case).order)


def test_exit_support_and_the_support_after_a_message_are_sensitive_from_the_start(begins):
    assert begins("exit").case.confidentiality == 2
    assert begins("gvi").case.confidentiality == 2
    assert begins("ankkuri").case.confidentiality == 1


def _due(going):
    return timezone.localdate(going.case.steps.open().get(kind="follow_exit").due_at)


def _place(way):
    from coordination.models import Municipality

    return Municipality(country="FI" if way == "ankkuri" else "SE")
