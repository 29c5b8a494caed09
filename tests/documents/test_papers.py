"""Papers: asked for, made for one reader, fetched by nobody else."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from coordination.documents import papers
from coordination.documents.papers import request_paper
from coordination.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def made(case, user, kind, about=None, language="sv") -> tuple[Paper, str]:
    paper = request_paper(case, by=user, kind=kind, about=about, language=language)
    papers.make(paper)
    paper.refresh_from_db()
    if paper.state != "ready":
        return paper, ""
    from coordination.documents import storage

    pages = PdfReader(io.BytesIO(storage.read(paper.path))).pages
    return paper, "\n".join(page.extract_text() for page in pages)


def test_the_consent_form_of_a_guardian_names_the_reader(joint_case, person):
    mother = joint_case.people.get(given_name="Malin")
    paper, text = made(joint_case, person("petra"), "consent_form", mother.pk)
    assert paper.state == "ready"
    assert "Malin Sundgren" in text
    assert "Petra Holm" in text


def test_a_partner_gets_no_consent_form(joint_case, person):
    mother = joint_case.people.get(given_name="Malin")
    paper, _text = made(joint_case, person("ulrika"), "consent_form", mother.pk)
    assert paper.state == "failed"


def test_a_paper_is_fetched_by_its_reader_alone_and_only_while_they_see_the_case(client, joint_case, consents, person):
    paper, _text = made(joint_case, person("ulrika"), "history")
    url = reverse("paper_file", args=[paper.pk])
    client.force_login(person("ulrika"))
    assert client.get(url)["Content-Type"] == "application/pdf"
    client.force_login(person("petra"))
    assert client.get(url).status_code == 404
    consents[0].ended_at = paper.requested_at
    consents[0].save()
    client.force_login(person("ulrika"))
    assert client.get(url).status_code == 404


def test_the_same_content_for_the_same_reader_is_made_once(joint_case, person):
    mother = joint_case.people.get(given_name="Malin")
    first, _ = made(joint_case, person("petra"), "consent_form", mother.pk)
    second, _ = made(joint_case, person("petra"), "consent_form", mother.pk)
    assert first.path == second.path


def test_asking_twice_at_once_makes_it_once(joint_case, person):
    paper = request_paper(joint_case, by=person("petra"), kind="history")
    papers.make(paper)
    state, path = Paper.objects.values_list("state", "path").get(pk=paper.pk)
    papers.make(paper)
    assert (state, path) == Paper.objects.values_list("state", "path").get(pk=paper.pk)


def test_a_paper_that_cannot_be_made_says_so(joint_case, person, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("20130310-2394")

    monkeypatch.setattr("coordination.papers.render.render_pdf", broken)
    paper, _text = made(joint_case, person("petra"), "history")
    assert paper.state == "failed"


def test_the_page_of_a_paper_renews_itself(client, joint_case, person):
    client.force_login(person("petra"))
    answer = client.post(reverse("paper_request", args=[joint_case.reference]), {"kind": "history"})
    page = client.get(answer.url)
    assert "data-live-src" in page.content.decode()
    part = client.get(answer.url, headers={"X-Fragment": "1"}).content.decode()
    assert "<progress" in part
    assert "<html" not in part


@pytest.mark.parametrize("wrong", [{"kind": "nothing"}, {"kind": "plan", "about": "x"}])
def test_nonsense_asked_for_is_not_found(client, joint_case, person, wrong):
    client.force_login(person("petra"))
    assert client.post(reverse("paper_request", args=[joint_case.reference]), wrong).status_code == 404
