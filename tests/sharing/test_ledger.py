"""What an agency gave and got: who sees which rows, and what stands in them."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from coordination.documents import papers, storage
from coordination.history.queries import PAGE
from coordination.models import Disclosure, Entry, Paper, Reading
from coordination.sharing.actions import disclose, write_entry
from permissions import grants
from permissions.roles import Role

pytestmark = pytest.mark.django_db
REASON = "KANARISKÄL"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def read(client, person):
    """Return the text of a page as somebody gets it, in English."""

    def page(name, route="case_ledger", args=(), **query):
        user = person(name)
        user.language = "en"
        user.save(update_fields=["language"])
        client.force_login(user)
        response = client.get(reverse(route, args=args), query)
        return response.status_code, response.content.decode()

    return page


@pytest.fixture
def given(joint_case, basis, person, agency):
    """A note the school gave leisure on a ground of law, without telling the family."""
    school = {"by": person("ulrika"), "agency": agency("A3"), "topic": "school"}
    entry = write_entry(joint_case, **school, kind="note", title="KANARIRUBRIK", text="X")
    return disclose(
        entry,
        agency("A4"),
        by=person("ulrika"),
        basis=basis,
        conditions=["needed"],
        reason=REASON,
        family_told=False,
        family_not_told_why="KANARIFAMILJ",
        own_initiative=False,
    )


def test_giver_and_getter_see_the_whole_row(given, read):
    for name, direction in (("ulrika", "What we gave"), ("leyla", "What we got")):
        _status, page = read(name, args=[given.case.reference])
        for words in (
            "KANARIRUBRIK",
            "Note, School",
            "Åbrinkens skola to Kultur och fritid",
            "Test provision",
            "Version 1",
            "Text not verified",
            "It is needed",
            REASON,
            "On request",
            "The family was not told: KANARIFAMILJ",
            "Ulrika Sand",
            "In force",
        ):
            assert words in page, (name, words)
        assert f"<span>{direction}" in page


def test_a_coordinator_of_another_agency_sees_nothing_of_it(given, read):
    status, page = read("petra", args=[given.case.reference])
    assert status == 200
    assert "Nothing has been given or received yet" in page
    assert "KANARI" not in page


def test_who_audits_sees_the_row_without_its_words(given, read):
    _status, page = read("samira", args=[given.case.reference])
    assert "Åbrinkens skola to Kultur och fritid" in page
    assert "It is needed" in page
    assert "KANARI" not in page


@pytest.mark.parametrize("name", ["henrik", "ali", "tove"])
def test_nobody_else_finds_the_page(given, read, name):
    assert read(name, args=[given.case.reference])[0] == 404
    assert read(name, "case_ledger_csv", args=[given.case.reference])[0] == 404


def test_the_getter_learns_nothing_of_what_waits_for_approval(given, read):
    Disclosure.objects.update(approval_needed=True)
    assert "KANARI" not in read("leyla", args=[given.case.reference])[1]
    assert "Waiting for approval" in read("ulrika", args=[given.case.reference])[1]


def test_nobody_meets_a_row_beyond_their_clearance(given, read, person):
    given.entry.confidentiality = 3
    given.entry.save()
    for name in ("ulrika", "leyla", "samira"):
        assert "Test provision" not in read(name, args=[given.case.reference])[1]
    there = given.case.participations.get(agency=given.agency)
    grants.of_case(given.case).filter(user=person("leyla")).update(ended_at=timezone.now())
    grants.give(
        there, person("leyla"), Role.WORKER, by=person("leyla"), reason="x", clearance=3, approved_by=person("petra")
    )
    assert "KANARIRUBRIK" in read("leyla", args=[given.case.reference])[1]


def test_an_ended_row_stays_for_the_getter_without_the_title(given, read, person):
    Disclosure.objects.update(ended_at=timezone.now(), ended_by=person("ulrika"), end_reason="Fel mottagare")
    page = read("leyla", args=[given.case.reference])[1]
    assert "KANARIRUBRIK" not in page
    assert "by Ulrika Sand: Fel mottagare" in page


def test_a_row_says_that_its_time_ran_out(given, read):
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        page = read("ulrika", args=[given.case.reference])[1]
    assert "The time ran out on" in page


def test_a_row_on_consent_says_when_the_ground_is_gone(joint_case, consents, read, person, agency):
    own = {"by": person("petra"), "agency": agency("A1"), "kind": "note", "topic": "school", "title": "T", "text": "X"}
    write_entry(joint_case, **own, share_with=[agency("A3")])
    consents[0].ended_at = timezone.now()
    consents[0].save()
    page = read("petra", args=[joint_case.reference])[1]
    assert "The ground no longer holds" in page
    assert "KANARI" not in page
    assert "No disclosure" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"direction": "gave"}, True),
        ({"direction": "got"}, False),
        ({"state": "in_force"}, True),
        ({"state": "ended"}, False),
        ({"state": "waiting"}, False),
        ({"ground": "SE-TEST-1"}, True),
        ({"first": "2099-01-01"}, False),
        ({"direction": "nonsense", "before": "nonsense", "other": "nonsense"}, True),
    ],
)
def test_the_filter_narrows_and_a_value_without_meaning_does_not(given, read, query, shown):
    status, page = read("ulrika", args=[given.case.reference], **query)
    assert status == 200
    assert ("KANARIRUBRIK" in page) == shown
    assert shown or "Nothing matches the filter" in page


def test_the_pages_follow_each_other_and_miss_nothing(joint_case, basis, read, person, agency):
    own = {"case": joint_case, "agency": agency("A3"), "author": person("ulrika"), "kind": "note", "topic": "plan"}
    entries = Entry.objects.bulk_create(Entry(**own, title=f"Nr{n:03}") for n in range(PAGE * 2 + 1))
    moment = {"valid_from": timezone.now(), "disclosed_by": person("ulrika")}
    given = {"case": joint_case, "agency": agency("A4"), "basis": basis, **moment}
    Disclosure.objects.bulk_create(Disclosure(entry=entry, **given) for entry in entries)
    seen, query = [], {}
    for _turn in range(3):
        page = read("ulrika", args=[joint_case.reference], **query)[1]
        seen += re.findall(r"Nr\d{3}(?=</a>)", page)
        query = {"before": page.partition('href="?before=')[2][:36]}
    assert sorted(seen) == [str(entry) for entry in entries]


def test_over_all_cases_of_the_own_agency(given, read, agency):
    page = read("ulrika", "ledger", agency=str(agency("A3").pk))[1]
    assert "KANARIRUBRIK" in page
    assert given.case.reference in page
    assert Reading.objects.filter(what="ledger", case=given.case).exists()
    foreign = read("petra", "ledger", agency=str(agency("A3").pk))[1]
    assert "KANARI" not in foreign
    audited = read("samira", "ledger", agency=str(agency("A1").pk))[1]
    assert "KANARI" not in audited


def test_the_file_says_the_same_and_holds_no_formula(given, read):
    given.entry.title = "=1+1"
    given.entry.save()
    _status, text = read("ulrika", "case_ledger_csv", args=[given.case.reference])
    heads, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    told = dict(zip(heads, row, strict=True))
    assert told["Heading"] == "'=1+1"
    assert told["Why"] == REASON
    assert told["Conditions"] == "It is needed"
    assert "=1+1" in read("leyla", "ledger_csv")[1]
    assert "KANARI" not in read("samira", "case_ledger_csv", args=[given.case.reference])[1]


def test_on_paper_it_names_its_reader_and_shows_an_auditor_no_words(given, person):
    whole, without = (on_paper(given.case, person(name)) for name in ("ulrika", "samira"))
    for words in ("Made for Ulrika Sand", "KANARIRUBRIK", REASON, "version 1", "text not verified", "It is needed"):
        assert words in whole
    assert "Made for Samira Lindqvist" in without
    assert "Test provision" in without
    assert "KANARI" not in without


def test_a_unit_manager_who_audits_fetches_the_paper(client, given, person):
    client.force_login(person("samira"))
    on_paper(given.case, person("samira"))
    assert client.get(reverse("paper_file", args=[Paper.objects.get().pk])).status_code == 200


def on_paper(case, user):
    paper = papers.request_paper(case, by=user, kind="ledger", language="en")
    papers.make(paper)
    paper.refresh_from_db()
    assert paper.state == "ready"
    pages = PdfReader(io.BytesIO(storage.read(paper.path))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
