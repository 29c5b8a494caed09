"""Papers for one of the family: what is kept from them is nowhere in it, and the others get it."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coordination.documents import papers, storage
from coordination.meetings.actions import call_meeting
from coordination.models import Action, Paper
from coordination.people.actions import change_person
from coordination.people.wishes import record_wish
from coordination.plans.actions import agree_plan, answer_plan, begin_plan, propose_plan, save_plan
from coordination.sharing.actions import write_entry
from coordination.sharing.audience import keep_from
from tests.plans.conftest import content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(read_in_english, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def family(joint_case):
    return {p.given_name: p for p in joint_case.people.all()}


@pytest.fixture
def plan(joint_case, family, person, agency):
    """An agreed plan of which one action is kept from the mother."""
    rows = content(person, agency)
    rows["actions"][0] |= {"text": "KANARIATGARD", "kept_from": [family["Malin"]]}
    draft = save_plan(begin_plan(joint_case, by=person("petra")), by=person("petra"), **rows)
    propose_plan(draft, by=person("petra"))
    for name, key in (("ulrika", "A3"), ("leyla", "A4")):
        answer_plan(draft, by=person(name), agency=agency(key), approved=True)
    agree_plan(draft)
    return draft


@pytest.fixture
def notes(joint_case, family, person, agency):
    """Two notes of the school, one of them kept from the mother; and one that leisure gave the school."""
    school = {"by": person("ulrika"), "agency": agency("A3"), "kind": "note", "topic": "school"}
    hidden = {"kept_from": [family["Malin"]], "kept_from_why": "x"}
    kept = write_entry(joint_case, **school, title="KANARIRUBRIK", text="KANARITEXT", **hidden)
    shown = write_entry(joint_case, **school, title="Synlig", text="SYNLIGTEXT")
    leisure = {"by": person("leyla"), "agency": agency("A4"), "kind": "note", "topic": "leisure"}
    write_entry(joint_case, **leisure, title="FRITID", text="FRITIDTEXT", share_with=[agency("A3")])
    return kept, shown


def text_of(paper) -> str:
    papers.make(paper)
    paper.refresh_from_db()
    assert paper.state == "ready"
    pages = PdfReader(io.BytesIO(storage.read(paper.path))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def made(case, user, kind, person, about=None) -> str:
    return text_of(papers.request_paper(case, by=user, kind=kind, person=person, about=about, language="en"))


def test_the_plan_of_the_mother_lacks_what_is_kept_from_her_and_the_fathers_has_it(plan, family, person):
    hers, his = (made(plan.case, person("petra"), "family_plan", family[n], plan.pk) for n in ("Malin", "Peter"))
    assert "KANARIATGARD" not in hers
    assert "KANARIATGARD" in his
    assert "Betalar fotbollen" in hers
    assert "Made for Malin Sundgren, through Petra Holm" in hers


def test_the_extract_leaves_out_the_same_and_what_other_agencies_wrote(notes, plan, family, person):
    hers, his = (made(plan.case, person("ulrika"), "family_extract", family[name]) for name in ("Malin", "Peter"))
    for words in ("KANARIRUBRIK", "KANARITEXT", "KANARIATGARD"):
        assert words not in hers
        assert words in his
    for text in (hers, his):
        assert "SYNLIGTEXT" in text
        assert "FRITID" not in text
    assert "Made for Malin Sundgren, through Ulrika Sand" in hers


def test_nobody_learns_of_a_meeting_they_are_not_called_to(plan, family, person, agency):
    call_meeting(
        plan.case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now() + timedelta(days=7),
        place="KANARIPLATS",
        agencies=[agency("A3")],
        people=[family["Peter"]],
        agenda=["Mål"],
    )
    for kind in ("family_plan", "family_extract"):
        hers, his = (made(plan.case, person("ulrika"), kind, family[name], plan.pk) for name in ("Malin", "Peter"))
        assert "KANARIPLATS" not in hers
        assert "KANARIPLATS" in his


def test_protected_data_is_on_no_paper(plan, notes, family, person):
    mother = family["Malin"]
    mother.address, mother.school = "KANARIGATAN 1", "KANARISKOLAN"
    mother.save()
    phone = mother.phone
    assert phone
    change_person(mother, {"protection": "registered"}, by=person("petra"))
    for kind in ("family_plan", "family_extract"):
        text = made(plan.case, person("ulrika"), kind, mother, plan.pk)
        for words in ("KANARIGATAN", "KANARISKOLAN", phone):
            assert words not in text


def test_who_gets_no_papers_by_wish_is_refused_with_the_reason(client, plan, family, person):
    record_wish(family["Malin"], by=person("petra"), scope="papers", words="Inte mamma")
    client.force_login(person("petra"))
    for kind in ("family_plan", "family_extract"):
        data = {"kind": kind, "about": str(plan.pk), "person": str(family["Malin"].pk)}
        answer = client.post(reverse("paper_request", args=[plan.case.reference]), data)
        assert answer.status_code == 422
        assert "No paper is made for Guardian M.S." in answer.content.decode()
    assert not Paper.objects.exists()
    page = client.get(reverse("plan", args=[plan.case.reference])).content.decode()
    assert "Not Guardian M.S.: the child does not want them to get papers" in page


def test_a_paper_for_the_family_is_for_somebody(client, plan, person):
    client.force_login(person("petra"))
    answer = client.post(
        reverse("paper_request", args=[plan.case.reference]), {"kind": "family_plan", "about": plan.pk}
    )
    assert answer.status_code == 422
    assert "Choose whom of the family" in answer.content.decode()


def test_what_was_made_before_something_was_kept_is_not_handed_out(client, notes, family, person):
    kept, shown = notes
    paper = papers.request_paper(kept.case, by=person("ulrika"), kind="family_extract", person=family["Malin"])
    text_of(paper)
    client.force_login(person("ulrika"))
    url = reverse("paper_file", args=[paper.pk])
    assert client.get(url).status_code == 200
    keep_from(shown, [family["Malin"]], by=person("ulrika"), why="x")
    assert client.get(url).url == reverse("paper", args=[paper.pk])
    keep_from(shown, [], by=person("ulrika"), why="")
    assert client.get(url).status_code == 200
    record_wish(family["Malin"], by=person("petra"), scope="both", words="Inte mamma")
    assert client.get(url).status_code == 302


def test_no_summons_is_made_against_the_wish(plan, family, person, agency):
    details = {"kind": "network", "starts_at": timezone.now() + timedelta(days=7), "place": "Navet", "agenda": ["Mål"]}
    people = [family["Malin"], family["Peter"]]
    meeting = call_meeting(plan.case, by=person("petra"), agencies=[agency("A3")], people=people, **details)
    assert "Malin Sundgren" in made(plan.case, person("petra"), "summons", family["Malin"], meeting.pk)
    with pytest.raises(ValidationError, match="is not called"):
        made(plan.case, person("petra"), "summons", family["Ebbe"], meeting.pk)
    record_wish(family["Malin"], by=person("petra"), scope="meetings", words="Inte mamma")
    with pytest.raises(ValidationError, match="No summons is made for Guardian"):
        made(plan.case, person("petra"), "summons", family["Malin"], meeting.pk)
    assert "Peter Sundgren" in made(plan.case, person("petra"), "summons", family["Peter"], meeting.pk)


def test_the_page_before_shows_what_goes_and_what_is_left_out(client, notes, family, person):
    client.force_login(person("ulrika"))
    url = reverse("family_paper", args=[notes[0].case.reference])
    for name, out in (("Malin", True), ("Peter", False)):
        page = client.get(url, {"person": family[name].pk}).content.decode()
        left = page.partition('id="out"')[2].partition("</section>")[0]
        assert ("KANARIRUBRIK" in left) == out
        assert "FRITID" not in page
    assert client.get(url, {"person": "nonsense"}).status_code == 200


def test_the_next_version_keeps_it_from_the_same_people(plan, family, person):
    again = begin_plan(plan.case, by=person("petra"))
    assert list(again.actions.get(text="KANARIATGARD").kept_from.all()) == [family["Malin"]]


def test_the_form_of_the_plan_keeps_an_action_from_somebody(client, joint_case, family, person, agency):
    draft = save_plan(begin_plan(joint_case, by=person("petra")), by=person("petra"), **content(person, agency))
    client.force_login(person("petra"))
    url = reverse("plan_edit", args=[draft.pk])
    page = client.get(url)
    data = {"version": page.context["form"]["version"].value(), "summary": "S", "crisis": "C", "follow_up_on": ""}
    for rows in (page.context["goals"], page.context["actions"]):
        data[f"{rows.prefix}-count"] = rows.count
        for row in rows.forms:
            data |= {f"{row.prefix}-{n}": row[n].value() for n in row.fields if row[n].value() not in (None, "")}
    data["action-0-kept_from"] = [str(family["Malin"].pk)]
    data["action-1-kept_from"] = []
    assert client.post(url, data).status_code == 302
    kept = {a.text: list(a.kept_from.all()) for a in Action.objects.filter(plan=draft)}
    assert sorted(kept.values(), key=len) == [[], [family["Malin"]]]
