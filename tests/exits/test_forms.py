"""What the forms of exit support, of the support after a message and of the Ankkuri team ask for before they let go."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from coordination.cases.actions import open_case
from coordination.cases.inviting import leave
from coordination.models import ExitSupport, KnowsWhere
from tests.workflows.going import Going
from tests.workflows.test_exit_flows import TO_PLAN
from workflows.demo.people import EETU, PAIVI
from workflows.forms import FORMS
from workflows.runs import complete

pytestmark = pytest.mark.django_db


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def filled(going, kind, by="robert", **fields):
    """The open step of a kind with its form filled in."""
    step, data = going.case.steps.open().get(kind=kind), QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, [str(v) for v in value] if isinstance(value, list) else [str(value)])
    return step, FORMS[kind](step, going.cast.users[by], data)


def wrong(going, kind, by="robert", **fields):
    """The fields that a form will not take."""
    _step, form = filled(going, kind, by, **fields)
    assert not form.is_valid()
    return set(form.main.errors)


def done(going, kind, by="robert", **fields):
    step, form = filled(going, kind, by, **fields)
    assert form.is_valid(), [str(e) for e in form.errors]
    complete(step, by=going.cast.users[by], apply=form.apply)
    going.case.refresh_from_db()


def test_the_first_contact_wants_a_safe_channel_the_police_and_that_the_person_was_told(going, cast):
    going.goes("refer:proceed")
    said = {"outcome": "reached", "named": "no", "concerned": [cast.agencies["A8"].pk]}
    assert wrong(going, "first_contact", **said) == {"channel", "concerned", "told"}
    agencies = [cast.agencies[key].pk for key in ("A5", "A8")]
    said |= {"channel": "meeting", "told": "on", "concerned": agencies, "knows": [cast.users["robert"].pk]}
    done(going, "first_contact", **said)
    assert going.open() == ["consent"]
    assert set(ExitSupport.objects.get().concerned.values_list("pk", flat=True)) == set(agencies)
    assert KnowsWhere.objects.get().user == cast.users["robert"]
    assert not going.case.countersignatures.exists()


def test_the_highest_class_is_proposed_and_asked_for_once(going, cast):
    going.goes("refer:proceed")
    _step, form = filled(going, "first_contact")
    assert form.main.fields["named"].initial == "yes"
    said = {"outcome": "reached", "named": "yes", "channel": "calls", "told": "on"}
    done(going, "first_contact", **said, concerned=[cast.agencies["A5"].pk])
    assert going.case.countersignatures.get().value == 3
    going.goes("consent:again")
    _step, form = filled(going, "first_contact")
    assert "named" not in form.main.fields


def test_the_police_say_yes_when_all_their_conditions_are_met(met):
    met.goes("threat")
    some = ["motivated", "consents", "signed"]
    assert wrong(met, "police_terms", "ali", outcome="met", conditions=some) == {"conditions"}
    done(met, "police_terms", "ali", outcome="not_yet", conditions=some)
    told = met.case.entries.get(step__kind="police_terms")
    assert [d.agency for d in told.disclosures.all()] == [met.cast.agencies["A2"]]


def test_a_refusal_comes_with_how_to_appeal_and_a_yes_with_what_is_granted(met):
    met.goes("threat police_terms:met")
    assert wrong(met, "decide_help", outcome="refused", decided_on=day(0)) == {"appeal"}
    assert wrong(met, "decide_help", outcome="granted", decided_on=day(0)) == {"help"}
    done(met, "decide_help", outcome="refused", decided_on=day(0), appeal="on")
    assert "close" in met.open()


def test_after_a_relapse_nothing_goes_on_as_if_it_had_not_happened(going):
    going.goes(TO_PLAN)
    said = {"note": "Svårt", "phase": "acute"}
    for happened in ("relapse", "threat"):
        assert wrong(going, "follow_exit", **said, happened=happened, outcome="continue") == {"outcome"}
    done(going, "follow_exit", **said, happened="relapse", outcome="threat")
    assert "threat" in going.open()


def test_a_pause_has_a_day_and_the_step_comes_on_it(going):
    going.goes(TO_PLAN)
    said = {"note": "Vill inte just nu", "phase": "stabilise", "happened": "nothing", "outcome": "pause"}
    assert wrong(going, "follow_exit", **said) == {"until"}
    assert wrong(going, "follow_exit", **said, until=day(0)) == {"until"}
    done(going, "follow_exit", **said, until=day(40))
    step = going.case.steps.open().get(kind="resume")
    assert timezone.localdate(step.due_at).isoformat() == day(40)
    assert wrong(going, "resume", note="Tyst", outcome="wait") == {"until"}
    done(going, "resume", note="Tyst", outcome="wait", until=day(60))
    done(going, "resume", note="Ringde själv", outcome="resume")
    assert "follow_exit" in going.open()


def test_without_the_police_it_is_said_why_and_how_it_goes_on(going):
    going.goes(TO_PLAN)
    leave(going.case.participations.get(agency__kind="police"), by=going.coordinator, reason="Byte")
    going.goes("follow_exit:threat")
    assert wrong(going, "no_police", outcome="go_on") == {"note"}
    done(going, "no_police", outcome="go_on", note="Väntar på svar")
    assert going.open() == ["follow_exit"]


def test_a_handover_needs_a_consent_that_names_the_other_municipality(going, cast):
    going.elsewhere = None
    going.goes(TO_PLAN + "follow_exit:pass_on")
    assert wrong(going, "choose_home", outcome="invited", agency=cast.agencies["A13"].pk) == {"agency"}
    done(going, "choose_home", outcome="not_yet")
    assert "follow_exit" in going.open()


def test_who_is_in_the_case_already_is_handed_to_without_being_asked_again(going, cast):
    going.goes(TO_PLAN + "follow_exit:pass_on choose_home:invited answer pass_on:not_yet follow_exit:pass_on")
    done(going, "choose_home", outcome="invited", agency=cast.agencies["A13"].pk)
    assert "pass_on" in going.open()


def test_the_consent_says_that_ordinary_rights_remain(going):
    going.goes("refer:proceed first_contact:reached")
    step = going.case.steps.open().get(kind="consent")
    assert "rätt till hjälp" in str(FORMS["consent"](step, going.coordinator).notice)


@pytest.fixture
def team(cast):
    """Eetu's case at its first step."""
    aino = cast.users["aino"]
    case = open_case(by=aino, agency=cast.agencies["A9"], title="A", purpose="A", people=[EETU, PAIVI], kind="ankkuri")
    return Going(case, cast, coordinator="aino", partners={"A11": "mikko"})


def test_the_team_says_who_meets_or_why_not(team, cast):
    team.goes("team_contact")
    assert wrong(team, "team_screen", "aino", outcome="meet") == {"team"}
    assert wrong(team, "team_screen", "aino", outcome="no_need") == {"note"}
    done(team, "team_screen", "aino", outcome="meet", team=[cast.agencies["A11"].pk])
    assert team.open() == ["consent"]


def test_a_child_welfare_report_says_when_and_why_the_family_does_not_know(team):
    team.goes("team_contact team_screen:child_report")
    assert wrong(team, "child_report", "aino", made_on=day(0), told="no") == {"note"}
    done(team, "child_report", "aino", made_on=day(0), told="yes")
    assert team.case.end_state == "child_report_made"
