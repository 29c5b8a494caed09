"""The language of the people of a case: what papers are written in, and whether an interpreter is needed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from coordination.documents import papers
from coordination.meetings.actions import call_meeting
from coordination.people.languages import interpreters, need_of, paper_language

pytestmark = pytest.mark.django_db


class Somebody:
    def __init__(self, language="", interpreter=False):
        self.language, self.interpreter = language, interpreter


@pytest.mark.parametrize(
    ("typed", "code"),
    [("Suomi", "fi"), (" svenska ", "sv"), ("English", "en"), ("fi", "fi"), ("somaliska", ""), ("", "")],
)
def test_papers_are_made_in_the_three_languages_of_the_service(typed, code):
    assert paper_language(Somebody(typed)) == code


def test_what_is_said_of_the_need_names_languages_and_nobody():
    with translation.override("en"):
        assert need_of(Somebody("Somali", True)) == "Somali, with an interpreter"
        assert need_of(Somebody("Somali")) == "Somali"
        assert need_of(Somebody()) == ""
        assert interpreters([Somebody("Somali", True), Somebody("svenska")]) == "An interpreter is needed: Somali."
        both = [Somebody("Somali", True), Somebody("dari", True), Somebody("Somali", True)]
        assert interpreters(both) == "Interpreters are needed: dari, Somali."
        assert interpreters([Somebody(interpreter=True)]) == "An interpreter is needed."
        assert interpreters([Somebody("svenska")]) == ""


@pytest.fixture
def mother(joint_case):
    person = joint_case.people.get(given_name="Malin")
    person.language, person.interpreter = "suomi", True
    person.save()
    return person


@pytest.fixture
def meeting(joint_case, mother, person, agency):
    return call_meeting(
        joint_case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now() + timedelta(days=7),
        place="Rum 2",
        agencies=[agency("A3")],
        people=[mother],
        agenda=["Läget"],
    )


def test_a_paper_for_somebody_is_in_their_language_unless_another_is_chosen(joint_case, mother, meeting, person):
    def made(**how):
        return papers.request_paper(joint_case, by=person("petra"), kind="summons", about=meeting.pk, **how).language

    with translation.override("sv"):
        assert made(person=mother) == "fi"
        assert made(person=mother, language="en") == "en"
        assert made() == "sv"
        mother.language = "somaliska"
        assert made(person=mother) == "sv"


def test_the_meeting_its_summons_and_the_brief_say_that_an_interpreter_is_needed(
    joint_case, mother, meeting, person, client
):
    client.force_login(person("petra"))
    for page in (reverse("meeting", args=[meeting.pk]), reverse("case_brief", args=[joint_case.reference])):
        assert "An interpreter is needed: suomi." in client.get(page).content.decode()
    paper = papers.request_paper(joint_case, by=person("petra"), kind="summons", about=meeting.pk, language="en")
    from coordination.papers.render import render_html

    with translation.override("en"):
        template, context, said = papers._parts(paper)
    said.pop("language")
    assert "An interpreter is needed: suomi." in render_html(template, context, language="en", **said)
    url = reverse("meeting", args=[meeting.pk])
    assert 'value="" selected' in client.get(url).content.decode()


def test_an_interpreter_has_a_language(client, joint_case, person):
    client.force_login(person("petra"))
    url = reverse("person_add_role", args=[joint_case.reference, "guardian"])
    said = {"given_name": "Anna", "family_name": "Berg", "protection": "none", "custody": "on", "interpreter": "on"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "Say in which language the interpreter is needed." in answer.content.decode()
    assert client.post(url, {**said, "language": "somaliska"}).status_code == 302


def test_what_the_product_says_in_english_is_marked_on_pages_in_other_languages(client, cast, person):
    client.force_login(person("petra"))
    url = reverse("deadline_rule", args=["SE-D05"])
    assert 'lang="en">SoL' not in client.get(url).content.decode(), "on an English page it is no other language"
    user = person("petra")
    user.language = "sv"
    user.save()
    assert '<span lang="en">SoL 19:6' in client.get(url).content.decode()
