"""The history of a case and the audit page, as people read them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.history import export, queries
from coordination.history.recording import note_reading, record
from coordination.models import Event, Reading
from coordination.sharing.actions import write_entry
from coordination.sharing.consent import withdraw_consent
from coordination.steps.actions import request_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast):
    """Read a page of Ebbe's case as somebody: ``page("petra", "case_history", "?…")``."""

    def read(name, route="case_history", query="", case=None, **headers):
        cast.users[name].language = "en"
        cast.users[name].save()
        client.force_login(cast.users[name])
        args = [case.reference] if case else []
        return client.get(reverse(route, args=args) + query, headers=headers)

    return read


def secret(case, cast, key, name):
    return write_entry(
        case,
        by=cast.users[name],
        agency=cast.agencies[key],
        kind="note",
        topic="school",
        title="Hemlig rubrik",
        text="X",
    )


def test_the_coordinator_reads_who_did_what_for_which_agency(joint_case, page):
    text = page("petra", case=joint_case).content.decode()
    assert "Petra Holm invited Åbrinkens skola" in text
    assert "Leyla Marklund" in text
    assert "Kultur och fritid takes part" in text


def test_reading_the_history_is_noted_once_and_a_fragment_is_not(joint_case, page, person):
    page("petra", case=joint_case)
    page("petra", case=joint_case, X_Fragment="1")
    assert Reading.objects.filter(reader=person("petra"), what="history").count() == 1


@pytest.mark.parametrize(("name", "status"), [("petra", 200), ("ulrika", 200), ("samira", 200), ("henrik", 200)])
def test_who_may_read_the_history_does(joint_case, page, name, status):
    assert page(name, case=joint_case).status_code == status


@pytest.mark.parametrize("name", ["ali", "mira", "jonas", "aino", "tove"])
@pytest.mark.parametrize("route", ["case_history", "case_history_readings", "case_history_csv"])
def test_strangers_are_told_nothing(joint_case, page, name, route):
    assert page(name, route, case=joint_case).status_code == 404


def test_readings_are_for_those_who_audit(joint_case, page, person):
    note_reading(person("ulrika"), joint_case, "overview")
    assert "Ulrika Sand" in page("samira", "case_history_readings", case=joint_case).content.decode()
    assert page("petra", "case_history_readings", case=joint_case).status_code == 200
    assert page("ulrika", "case_history_readings", case=joint_case).status_code == 403
    assert page("henrik", "case_history_readings", case=joint_case).status_code == 404
    assert page("ulrika", "case_history_csv", "?part=readings", case=joint_case).status_code == 403


def test_what_happens_inside_an_agency_is_read_there_and_by_auditors(joint_case, cast, page):
    secret(joint_case, cast, "A3", "ulrika")
    told = "Ulrika Sand wrote: Note"
    assert told in page("ulrika", case=joint_case).content.decode()
    assert told in page("samira", case=joint_case).content.decode()
    assert told not in page("leyla", case=joint_case).content.decode()
    assert told not in page("leyla", "case_history_csv", case=joint_case).content.decode()
    assert (
        "Ulrika"
        not in page("leyla", "case_history", "?person=", case=joint_case).content.decode().split("events-title")[0]
    )


def test_no_title_of_an_entry_is_ever_in_the_history(joint_case, cast, page):
    secret(joint_case, cast, "A1", "petra")
    for route in ("case_history", "case_history_csv", "case_history_readings"):
        assert "Hemlig rubrik" not in page("petra", route, case=joint_case).content.decode()


def test_access_to_the_history_ends_with_the_consent(joint_case, consents, page, person):
    withdraw_consent(consents[0], by=person("petra"))
    assert page("ulrika", case=joint_case).status_code == 404
    assert page("henrik", case=joint_case).status_code == 404
    assert page("petra", case=joint_case).status_code == 200


def test_the_filter_narrows_and_each_choice_can_be_taken_away(joint_case, page, agency):
    text = page("petra", query=f"?group=people&agency={agency('A3').pk}", case=joint_case).content.decode()
    rows = text.split('id="events-title"')[1]
    assert "invited Åbrinkens skola" in rows
    assert "Kultur och fritid takes part" not in rows
    assert "recorded a consent" not in rows
    assert f'href="?agency={agency("A3").pk}"' in text
    assert 'href="?group=people"' in text


@pytest.mark.parametrize(
    "query",
    [
        "?person=0",
        "?person=x%00",
        "?agency=1",
        "?group=nothing",
        "?first=2026-13-40",
        "?first=2026-05-02&last=2026-05-01",
        "?before=999999999999999999",
        "?before=-1",
        "?after=%F0%9F%92%A9",
        "?before=1&after=2",
        "?first=0001-01-01&last=9999-12-31",
    ],
)
def test_a_filter_that_means_nothing_is_answered_with_the_page(joint_case, page, query):
    for route in ("case_history", "case_history_readings", "case_history_csv"):
        assert page("petra", route, query, case=joint_case).status_code == 200


def test_days_are_those_of_the_municipality(case, page):
    case.municipality.time_zone = "Europe/Helsinki"
    case.municipality.save()
    at = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)
    Event.objects.create(case=case, kind="plan-agreed", at=at)
    text = page("petra", query="?first=2026-03-02&last=2026-03-02", case=case).content.decode()
    assert "The joint plan is agreed" in text
    assert "00:30" in text or "12:30" in text or "0:30" in text
    assert "The joint plan is agreed" not in page("petra", query="?last=2026-03-01", case=case).content.decode()


def test_pages_join_without_gap_or_double(case):
    for _ in range(7):
        record(case, "plan-agreed", tell=[])
    rows = Event.objects.filter(case=case)
    everything = list(rows)
    seen, before = [], None
    for _ in range(10):
        page = queries.cut(rows, before=before, size=3)
        seen += page.rows
        before = page.older
        if before is None:
            break
    assert seen == everything
    back = queries.cut(rows, after=everything[6].pk, size=3)
    assert back.rows == everything[3:6]
    assert (back.newer, back.older) == (everything[3].pk, everything[5].pk)


def test_the_number_of_queries_does_not_grow_with_the_history(joint_case, page, person):
    def cost():
        page("petra", case=joint_case)
        with CaptureQueriesContext(connection) as seen:
            page("petra", case=joint_case)
        return len(seen)

    before = cost()
    for name in ("petra", "ulrika", "leyla"):
        for _ in range(15):
            record(joint_case, "action-changed", actor=person(name), agency=joint_case.lead_agency, tell=[])
    assert cost() == before


def test_the_process_is_drawn_for_who_reads_the_history_and_handed_out_as_bpmn(joint_case, page, agency):
    request_step(joint_case, agency=agency("A3"), kind="map", due_at=timezone.now() + timedelta(days=6))
    for name in ("petra", "samira"):
        text = page(name, case=joint_case).content.decode()
        assert '<svg class="flow"' in text
        assert "Describe the situation" in text
    answer = page("petra", "case_bpmn", case=joint_case)
    assert answer.headers["Content-Type"] == "application/xml"
    assert joint_case.reference not in answer.content.decode()
    assert page("ali", "case_bpmn", case=joint_case).status_code == 404


def test_the_file_opens_in_a_spreadsheet_with_its_letters_and_without_formulas(joint_case, page, person):
    petra = person("petra")
    petra.first_name = "=HYPERLINK(1)"
    petra.save()
    answer = page("petra", "case_history_csv", case=joint_case)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert joint_case.reference in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Time", "Event", "About", "Who", "Agency"]
    assert {len(row) for row in rows} == {5}
    assert all(row[3] in ("'=HYPERLINK(1) Holm", "Leyla Marklund", "Henrik Dahlberg", "Samverkan") for row in rows[1:])
    assert Reading.objects.filter(reader=petra, what="history-file").count() == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "＝1", "\u00a0=1", "\n=1"])
def test_no_cell_is_a_formula(cell):
    assert export.harmless(cell) == f"'{cell}"
    assert export.harmless("Åsa = 1") == "Åsa = 1"


def test_managers_are_shown_what_deviates(joint_case, page, agency):
    assert "Nothing deviates" in page("samira", "audit").content.decode()
    due = timezone.now() - timedelta(days=6)
    request_step(joint_case, agency=agency("A1"), kind="review", due_at=due)
    text = page("samira", "audit").content.decode()
    assert joint_case.reference in text
    assert "6 days late" in text
    assert joint_case.title not in text


def test_a_frozen_case_and_a_consent_about_to_end_deviate(joint_case, consents, page, person):
    consents[0].valid_until = timezone.now() + timedelta(days=20)
    consents[0].save()
    assert "Consent ends on" in page("samira", "audit").content.decode()
    withdraw_consent(consents[0], by=person("petra"))
    assert "Frozen" in page("samira", "audit").content.decode()


def test_a_manager_sees_the_cases_of_the_own_units_only(joint_case, page):
    assert joint_case.reference in page("samira", "audit", "?show=all").content.decode()
    assert joint_case.reference not in page("henrik", "audit", "?show=all").content.decode()


@pytest.mark.parametrize("name", ["petra", "ulrika", "ali"])
def test_who_leads_no_unit_has_no_audit_page(joint_case, page, name):
    assert page(name, "audit").status_code == 404


@pytest.fixture(autouse=True)
def empty_cache(db):
    cache.clear()
