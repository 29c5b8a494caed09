"""A coordinated individual plan on its pages: the need, the person's words, the call, the four points, the survey."""

import pytest
from django.http import Http404

from coordination.documents.papers import request_paper
from coordination.documents.tasks import make_paper
from coordination.history.sentences import sentence
from coordination.meetings.closing import version_of
from coordination.models import Entry, Event, Paper
from coordination.papers.registry import BUILDERS
from tests.workflows_pages.conftest import day, desk_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sip(cast):
    """A plan at its first step, with everybody at their desks."""
    return desk_of(cast, "sip")


def keys(sip, *agencies):
    return [str(sip.cast.agencies[key].pk) for key in agencies]


def to_questions(sip):
    need = {"noticed_by": "school", "noticed_on": day(0), "note": "Samtal och stöd hemma", "outcome": "proceed"}
    sip.done("petra", "need", **need)
    sip.done("petra", "pre_meeting", told_on=day(0), matters="”Att ni pratar ihop er.”", outcome="proceed")
    sip.done("petra", "consent", **sip.consent_data("A3", "A6"))
    sip.done("petra", "questions", questions="Vem ringer jag?\nHur orkar jag skolan?")


def call_data(sip, **more):
    data = {"principals": keys(sip, "A6"), "invited": keys(sip, "A3"), "message": "Välkomna"}
    data |= {"day": day(7), "time": "13:00", "minutes_long": 60, "place": "Rum 2"}
    return data | {"agenda": "Vem ringer jag?\nHur orkar jag skolan?"} | more


def to_meeting(sip):
    to_questions(sip)
    sip.done("petra", "call", **call_data(sip))
    sip.answer("tove", "A6", "tove")
    sip.answer("henrik", "A3", "ulrika")


def minutes_data(sip, **more):
    meeting = sip.case.meetings.get(status="called")
    who = {k: f"{sip.cast.agencies[k].pk}:{sip.cast.users[u].pk}" for k, u in (("A1", "petra"), ("A6", "tove"))}
    came = [str(i.pk) for i in meeting.invitees.all()]
    data = {"base": version_of(meeting), "share": "came", "attended": came}
    return data | {"chair": who["A1"], "note_taker": who["A6"]} | more


def test_from_the_need_to_the_survey(sip):
    to_meeting(sip)
    sip.done("petra", "hold_meeting", **minutes_data(sip))
    assert sip.case.meetings.get().note_taker == sip.cast.users["tove"]
    sip.post("petra", "draft_plan", begin="1")
    page = sip.get("petra", "draft_plan")
    responsible = page.context["form"].main.fields["responsible"].queryset
    assert {a.kind for a in responsible} == {"social", "health"}
    points = {"help_needed": "Samtal", "principals": "Regionen: samtal", "by_others": "Inget"}
    points |= {"responsible": keys(sip, "A6")[0], "contacts": "Tove"}
    base = page.context["form"].base
    wrong = sip.post("petra", "draft_plan", base=base, **sip.plan_data(), **points | {"by_others": ""})
    assert wrong.status_code == 422
    assert "Regionen: samtal" in wrong.content.decode()
    sip.done("petra", "draft_plan", base=base, **sip.plan_data(), **points)
    sip.done("petra", "approve", outcome="approved")
    sip.done("ulrika", "approve", "A3", outcome="approved")
    assert "Regionen: samtal" in sip.at("tove").get(f"/cases/{sip.case.reference}/plan/").content.decode()
    child = sip.case.people.get(role="child")
    sip.done("petra", "hand_over", given_to=[str(child.pk)], how="hand", given_on=day(0), recorded="on")
    sip.done("petra", "follow_up", **sip.marks(), **sip.own_actions(), outcome="close")
    survey = {"survey-part": "yes", "survey-mattered": "partly", "survey-helped": "unasked"}
    sip.done("petra", "close", **sip.marks(8), **survey, outcome="no_longer_needed", note="")
    sip.case.refresh_from_db()
    assert (sip.case.status, sip.case.end_state) == ("closed", "no_longer_needed")
    assert Entry.objects.get(step__kind="close").data["survey"]["mattered"] == "partly"
    assert sentence(Event.objects.get(kind="plan-handed-over"))


def test_closing_offers_the_end_states_of_a_plan_only(sip):
    step = sip.case.steps.open().get()
    step.kind = "close"
    step.save()
    choices = dict(sip.get("petra", "close").context["form"].main.fields["outcome"].choices)
    assert set(choices) == {"goals_met", "no_longer_needed", "consent_withdrawn", "moved"}


def test_what_the_person_says_is_needed_and_a_no_its_reason(sip):
    sip.done("petra", "need", noticed_by="health", noticed_on=day(0), note="Samtal", outcome="proceed")
    answer = sip.post("petra", "pre_meeting", told_on=day(1), matters="", outcome="refused")
    assert answer.status_code == 422
    assert {error.target for error in answer.context["errors"]} == {"id_told_on", "id_matters", "id_reason"}


def test_the_questions_become_the_agenda_of_the_call(sip):
    to_questions(sip)
    form = sip.get("petra", "call").context["form"].main
    assert form["agenda"].value() == "Vem ringer jag?\nHur orkar jag skolan?"
    assert [a.kind for a in form.fields["principals"].queryset] == ["health"]
    assert [a.kind for a in form.fields["invited"].queryset] == ["school"]


@pytest.mark.parametrize(
    ("wrong", "field"), [({"principals": []}, "principals"), ({"agenda": ""}, "agenda"), ({"day": ""}, "day")]
)
def test_a_call_without_the_other_principal_questions_or_day_is_refused_and_nothing_is_lost(sip, wrong, field):
    to_questions(sip)
    answer = sip.post("petra", "call", **call_data(sip, **wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].main.errors
    assert "Välkomna" in answer.content.decode()
    assert not sip.case.meetings.exists()


def test_who_is_called_names_who_comes_and_cannot_decline(sip):
    to_questions(sip)
    sip.done("petra", "call", **call_data(sip))
    page = sip.get("tove", "answer", "A6").content.decode()
    assert "declined" not in page
    assert "Rum 2" in page
    assert "Vem ringer jag" not in page
    assert sip.post("tove", "answer", "A6", answer="declined").status_code == 422
    assert "declined" in sip.get("henrik", "answer", "A3").content.decode()


def test_minutes_of_a_sip_meeting_need_chair_and_note_taker(sip):
    to_meeting(sip)
    answer = sip.post("petra", "hold_meeting", **minutes_data(sip, chair=""))
    assert answer.status_code == 422
    assert "chair" in answer.context["form"].main.errors


def test_principals_and_guests_get_different_letters(sip):
    to_questions(sip)
    sip.done("petra", "call", **call_data(sip))
    meeting = sip.case.meetings.get()
    page = sip.at("petra").get(f"/meetings/{meeting.pk}/")
    letters = {kind: there for there, kind in page.context["letters"]}
    assert {kind: there.agency.kind for kind, there in letters.items()} == {
        "sip_call": "health",
        "sip_invitation": "school",
    }
    for kind, there in letters.items():
        paper = request_paper(sip.case, by=sip.cast.users["petra"], kind=kind, about=there.pk, language="sv")
        context = BUILDERS[kind](paper).context
        assert [i.heading for i in context["agenda"]] == ["Vem ringer jag?", "Hur orkar jag skolan?"]
        assert context["there"] == there
    make_paper(paper=str(paper.pk))
    paper.refresh_from_db()
    assert paper.state == Paper.State.READY


@pytest.mark.parametrize(("kind", "agency"), [("sip_call", "A3"), ("sip_invitation", "A6")])
def test_no_agency_gets_the_letter_of_the_other_sort(sip, kind, agency):
    to_questions(sip)
    sip.done("petra", "call", **call_data(sip))
    there = sip.case.participations.get(agency=sip.cast.agencies[agency])
    paper = Paper(case=sip.case, kind=kind, about=there.pk, requested_by=sip.cast.users["petra"], language="sv")
    with pytest.raises(Http404):
        BUILDERS[kind](paper)
