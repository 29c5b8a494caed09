"""What is decided, on paper: the decision with its reasons, and a letter in plain words to one of the family."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from coordination.documents.papers import request_paper
from coordination.models import Entry, Paper
from coordination.papers.registry import BUILDERS
from coordination.papers.render import render_html
from coordination.reports.papers import SAID
from coordination.reports.taking import take_in
from coordination.sharing.actions import write_entry
from coordination.sharing.audience import keep_from
from workflows.forms import FORMS

pytestmark = pytest.mark.django_db
DECIDED = {"outcome": "open", "reasons": "Upprepade skador.", "decided_by": "Samira", "decided_on": "2026-11-20"}


@pytest.fixture
def decided(report, cast):
    """The decision in Albin's case, as its step writes it."""
    mira = cast.users["mira"]
    case = take_in(report.children.get(), by=mira)
    step = case.steps.get()
    type(step).objects.filter(pk=step.pk).update(kind="decide_open")
    return write_entry(
        case, by=mira, agency=case.lead_agency, kind="answer", topic="home", title="Beslut", text="x", data=DECIDED,
        step=step,
    )  # fmt: skip


def html_of(paper):
    content = BUILDERS[paper.kind](paper)
    context = {"case": paper.case, "municipality": paper.case.municipality, **content.context}
    return render_html(f"papers/{content.template}", context, language="sv", title=content.title, made_for="Mira")


def paper_of(entry, user, kind, **more):
    return Paper(case=entry.case, kind=kind, about=entry.pk, requested_by=user, language="sv", **more)


def test_the_decision_says_what_why_and_who(decided, cast):
    page = html_of(paper_of(decided, cast.users["mira"], "decision"))
    for words in ("En utredning är inledd", "Upprepade skador.", "Samira", "Albin Vikner"):
        assert words in page


def test_the_letter_is_plain_and_says_nothing_of_the_report(decided, cast):
    mother = decided.case.people.get(role="guardian")
    page = html_of(paper_of(decided, cast.users["mira"], "concern_letter", person=mother))
    assert "Vi vill veta mer" in page
    assert "blåmärken" not in page
    assert "Henrik" not in page


def test_the_letter_is_not_made_for_one_from_whom_the_decision_is_kept(decided, cast):
    mother = decided.case.people.get(role="guardian")
    keep_from(decided, [mother], by=cast.users["mira"], why="Fara för barnet")
    with pytest.raises(ValidationError):
        request_paper(
            decided.case, by=cast.users["mira"], kind="concern_letter", about=decided.pk, person=mother, language="sv"
        )


def test_a_letter_is_for_somebody(decided, cast):
    with pytest.raises(ValidationError):
        request_paper(decided.case, by=cast.users["mira"], kind="concern_letter", about=decided.pk)


def test_who_does_not_see_the_decision_gets_no_paper_of_it(decided, cast):
    for key in ("petra", "samira", "henrik"):
        with pytest.raises(Http404):
            BUILDERS["decision"](paper_of(decided, cast.users[key], "decision"))


def test_what_is_no_decision_is_no_decision_on_paper(decided, cast):
    other = Entry.objects.filter(case=decided.case, kind="note").first()
    with pytest.raises(Http404):
        BUILDERS["decision"](paper_of(other, cast.users["mira"], "decision"))


def test_there_are_words_for_whatever_may_be_decided():
    for kind in ("decide_open", "decide", "begin_assessment", "decide_service"):
        assert set(FORMS[kind].outcomes) <= set(SAID)


def test_the_page_of_the_case_lists_reports_and_decisions_for_who_may_read_them(decided, cast, client):
    url = reverse("case_reports", args=[decided.case.reference])
    client.force_login(cast.users["mira"], backend="permissions.backend.PolicyBackend")
    page = client.get(url).content.decode()
    assert "En utredning är inledd" in page
    assert decided.case.reported.get().report.number in page
    for key in ("petra", "samira", "henrik"):
        client.force_login(cast.users[key], backend="permissions.backend.PolicyBackend")
        assert client.get(url).status_code == 404
