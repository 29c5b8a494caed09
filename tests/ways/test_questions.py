"""A municipality's own words and extra questions in a step: asked, checked and kept like everything else in it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from coordination.models import Entry, Event
from coordination.people.actions import change_person
from coordination.rules.own import set_text
from coordination.rules.questions import MOST, Question, set_questions
from coordination.sharing.queries import readable
from tests.ways.conftest import days_later, in_days
from tests.workflows_pages.conftest import Desk

pytestmark = pytest.mark.django_db
TRIP = {
    "code": "q000001",
    "label": {"sv": "Hur kommer barnet till skolan?", "en": "How does the child get to school?"},
    "sort": "short",
    "required": True,
}
LIKES = {"code": "q000002", "label": {"sv": "Vad tycker barnet om?"}, "sort": "long", "required": False}
TOLD = {"code": "q000003", "label": {"sv": "Har skolan pratat med barnet?"}, "sort": "yes_no", "required": True}
GRADE = {
    "code": "q000004",
    "label": {"sv": "Vilken årskurs?"},
    "sort": "choice",
    "required": False,
    "options": {"sv": ["Låg", "Mellan", "Hög"], "en": ["Low", "Middle", "High"]},
}
ALL_SORTS = [TRIP, LIKES, TOLD, GRADE]
ANSWERS = {"own-q000001": "Cyklar", "own-q000003": "yes", "own-q000004": "1"}


@pytest.fixture
def desk(case, cast, setting):
    """Ebbe's case with its mapping asked for after the municipality set its questions and its text."""
    setting(set_questions, "sspf.map.questions", ALL_SORTS)
    setting(set_text, "sspf.map.text", {"sv": "Skriv kort.\nRing om du undrar.", "fi": "", "en": "Be brief."})
    found = Desk(case, cast)
    with days_later(1):
        found.to_mapping("A3", "A4")
    return found


def form_of(desk, name="ulrika", agency="A3"):
    return desk.get(name, "map", agency).context["form"]


def test_the_questions_stand_at_the_end_of_the_form_and_the_text_at_its_top(desk, read_in_english):
    with days_later(1):
        page = desk.get("ulrika", "map", "A3").content.decode()
    assert "In Lindåkers kommun:" in page
    assert "Be brief." in page
    assert page.index("What has been tried?") < page.index("Questions of Lindåkers kommun")
    assert page.index("Questions of Lindåkers kommun") < page.index("How does the child get to school?")
    assert "Middle" in page


def test_the_answers_are_kept_with_the_step_for_its_agency_and_whoever_it_chose(desk, person):
    leisure = str(desk.cast.agencies["A4"].pk)
    with days_later(1):
        desk.done("ulrika", "map", "A3", **{"school-now": "Bra", "share": [leisure]}, **ANSWERS)
    entry = Entry.objects.get(step__kind="map", data__has_key="own")
    assert entry.text == (
        "Hur kommer barnet till skolan?\nCyklar\n\nHar skolan pratat med barnet?\nJa\n\nVilken årskurs?\nMellan"
    )
    assert entry.data["own"]["answers"] == {"q000001": "Cyklar", "q000003": "yes", "q000004": "1"}
    assert [row["code"] for row in entry.data["own"]["asked"]] == [row["code"] for row in ALL_SORTS]
    assert Event.objects.filter(kind="entry-written", facts__entry=str(entry.pk)).exists()
    with days_later(1):
        for name, may in (("ulrika", True), ("leyla", True), ("petra", False), ("ali", False)):
            assert readable(desk.case, person(name)).filter(pk=entry.pk).exists() is may, name
        page = desk.at("ulrika").get(entry.step.get_absolute_url()).content.decode()
    assert "Cyklar" in page


def test_what_must_be_answered_is_missed_beside_its_question_and_nothing_is_lost(desk):
    with days_later(1):
        answer = desk.post("ulrika", "map", "A3", **{"school-now": "Bra", "own-q000002": "Fotboll"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.parts["own"].errors) == {"q000001", "q000003"}
    page = answer.content.decode()
    assert "Fotboll" in page
    assert "#id_own-q000001" in page
    assert not Entry.objects.filter(step__kind="map").exists()


def test_an_option_that_is_not_offered_is_refused(desk):
    with days_later(1):
        answer = desk.post("ulrika", "map", "A3", **{"school-now": "Bra"}, **ANSWERS | {"own-q000004": "7"})
    assert answer.status_code == 422
    assert "q000004" in answer.context["form"].parts["own"].errors


def test_a_draft_keeps_the_answers(desk):
    with days_later(1):
        desk.post("ulrika", "map", "A3", **{"own-q000001": "Går", "own-q000003": "no"}, draft="1")
        form = form_of(desk)
    assert form.parts["own"]["q000001"].value() == "Går"
    assert form.parts["own"]["q000003"].value() == "no"
    assert not form.errors


def test_where_a_protected_person_is_stands_in_no_answer_and_no_draft(desk, person):
    child = desk.case.child
    with days_later(1):
        change_person(child, {"protection": "marked"}, by=person("petra"))
        text = ANSWERS | {"own-q000001": "Bor på Storgatan 12"}
        answer = desk.post("ulrika", "map", "A3", **{"school-now": "Bra"}, **text)
        assert answer.status_code == 422
        assert "q000001" in answer.context["form"].parts["own"].errors
        desk.post("ulrika", "map", "A3", **text, draft="1")
    assert "Storgatan" not in str(desk.step("map", "A3").draft)


def test_steps_asked_for_before_keep_their_questions(desk, setting):
    with days_later(1):
        setting(set_questions, "sspf.map.questions", [{**TRIP, "label": {"sv": "En ny fråga"}}])
        setting(set_text, "sspf.map.text", {"sv": ""}, tomorrow=2)
    with days_later(4):
        form = form_of(desk)
    assert next(iter(form.parts["own"].questions.values())).words == TRIP["label"]["sv"]
    assert len(form.parts["own"].questions) == len(ALL_SORTS)
    assert "Skriv kort." in form.own_words


def test_an_answer_that_the_step_refuses_is_not_kept(desk):
    """Whole or not at all: the answers are written before the rest of the step."""
    with days_later(1):
        answer = desk.post("ulrika", "map", "A3", **ANSWERS)
    assert answer.status_code == 422
    assert not Entry.objects.filter(data__has_key="own").exists()


@pytest.mark.parametrize(
    "rows",
    [
        [{**TRIP, "label": {"en": "Only in English"}}],
        [{**TRIP, "label": {"sv": "x" * 161}}],
        [{**TRIP, "sort": "number"}],
        [{**GRADE, "options": {"sv": ["Bara en"]}}],
        [{**GRADE, "options": {"en": ["Low", "High"]}}],
        [{**GRADE, "options": {"sv": ["Låg", "Hög"], "en": ["Low"]}}],
        [TRIP, TRIP],
        [{**TRIP, "code": f"q00001{n}"} for n in range(MOST + 1)],
    ],
)
def test_questions_without_sense_are_refused(setting, rows):
    with pytest.raises(ValidationError):
        setting(set_questions, "sspf.map.questions", rows)


@pytest.mark.parametrize("kind", ["answer", "consult", "threat"])
def test_steps_without_a_place_for_more_take_no_questions(client, person, setting, kind):
    with pytest.raises(ValidationError):
        setting(set_questions, f"sspf.{kind}.questions", [TRIP])
    client.force_login(person("samira"))
    way = "exit" if kind == "threat" else "sspf"
    assert client.get(reverse("way_set_step", args=[way, kind, "questions"])).status_code == 404
    assert client.get(reverse("way_set_step", args=[way, kind, "text"])).status_code == 200


def typed(**more):
    """One question as the editor posts it."""
    row = {"code": "", "label_sv": "Trivs barnet?", "sort": "yes_no", "required": "on"}
    data = {f"question-0-{name}": value for name, value in row.items()}
    return {"question-count": 1, **data, "from_day": in_days(1).isoformat(), "why": "Vi vill veta", **more}


def test_the_editor_adds_keeps_and_takes_away(client, person, place):
    client.force_login(person("samira"))
    url = reverse("way_set_step", args=["sspf", "map", "questions"])
    page = client.post(url, typed(**{"question-add": "1"}))
    assert page.status_code == 200
    assert page.context["form"].rows.count == 2
    assert "Trivs barnet?" in page.content.decode()
    assert "Vi vill veta" in page.content.decode()
    assert client.post(url, typed()).status_code == 302
    with days_later(1):
        client.force_login(person("samira"))
        (row,) = client.get(url).context["form"].rows.forms
        assert row["label_sv"].value() == "Trivs barnet?"
        code = row["code"].value()
        again = typed(**{"question-0-code": code, "question-0-label_sv": "Trivs barnet nu?"})
        assert client.post(url, again | {"from_day": in_days(1).isoformat()}).status_code == 302
    with days_later(3):
        client.force_login(person("samira"))
        (row,) = client.get(url).context["form"].rows.forms
    assert (row["code"].value(), row["label_sv"].value()) == (code, "Trivs barnet nu?")


def test_the_editor_loses_nothing_when_it_refuses(client, person):
    client.force_login(person("samira"))
    url = reverse("way_set_step", args=["sspf", "map", "questions"])
    answer = client.post(url, typed(**{"question-0-sort": "choice", "question-0-options_sv": "Bara en"}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Bara en" in page
    assert "Trivs barnet?" in page
    assert client.post(url, typed(**{"question-0-label_sv": "", "question-0-label_en": "Well?"})).status_code == 422


def test_a_text_needs_the_municipalitys_own_language_and_may_be_taken_away(setting):
    with pytest.raises(ValidationError):
        setting(set_text, "sspf.map.text", {"sv": "", "fi": "Suomeksi", "en": ""})
    assert setting(set_text, "sspf.map.text", {"sv": " ", "fi": "", "en": ""}).value == {}


def test_a_question_is_stored_and_read_as_it_was():
    for row in ALL_SORTS:
        assert Question.read(row).row() == row
