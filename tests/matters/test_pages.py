"""The pages of a matter: who reads them, what they show, and that each is one action."""

import io

import pypdf
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone

from coordination.matters import actions, queries
from coordination.matters.catalogue import grounds_for
from coordination.models import Matter, MatterEvent, User
from permissions import policy
from permissions.roles import MatterAct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
MAY_READ = {"elsa", "gun"}


def url(name, matter, *more):
    return reverse(name, args=[matter.reference, *more])


def test_matters_are_read_by_the_agency_that_has_them_and_the_lawyer_and_by_nobody_else(cast, matter):
    readers = {key for key, user in cast.users.items() if policy.can_in_matter(user, MatterAct.READ, matter)}
    assert readers == MAY_READ
    rulers = {key for key, user in cast.users.items() if policy.can_in_matter(user, MatterAct.RULE, matter)}
    assert rulers == {"gun"}


def test_a_matter_that_is_not_mine_does_not_exist(client, cast, matter):
    for key, user in cast.users.items():
        client.force_login(user)
        pages = {name: client.get(url(name, matter)).status_code for name in ("matter", "matter_history")}
        listed = client.get(reverse("matters")).status_code
        expected = 200 if key in MAY_READ else 404
        assert ({*pages.values()}, listed) == ({expected}, expected), key


def test_the_lawyer_of_another_municipality_and_a_superuser_read_nothing(cast, matter):
    root = User.objects.create_superuser("root@example.org", "x")
    lawyer = User.objects.create_user("jurist@example.org", "x")
    lawyer.memberships.create(agency=cast.agencies["A13"], post="lawyer")
    assert not queries.matters_of(root)
    assert not queries.matters_of(lawyer)
    lawyer.memberships.create(agency=cast.agencies["A2"], post="lawyer")
    assert list(queries.matters_of(lawyer)) == [matter]
    assert not policy.can_in_matter(lawyer, MatterAct.WORK, matter)


def test_who_has_left_the_post_reads_nothing_with_the_next_question(client, person, matter):
    elsa = person("elsa")
    client.force_login(elsa)
    assert client.get(matter.get_absolute_url()).status_code == 200
    elsa.memberships.update(ended_at=timezone.now())
    assert client.get(matter.get_absolute_url()).status_code == 404


def test_a_controller_who_is_no_lawyer_may_not_answer_and_a_lawyer_who_is_no_controller_may_not_work(client, cast, way):
    it = way()
    actions.propose_triage(it.matter, by=it.elsa, kind="fraud", reason="x")
    client.force_login(it.elsa)
    assert client.get(url("matter_rule", it.matter)).status_code == 403
    lawyer = User.objects.create_user("jurist@example.org", "x", language="en")
    lawyer.memberships.create(agency=cast.agencies["A2"], post="lawyer")
    client.force_login(lawyer)
    assert client.get(url("matter_triage", it.matter)).status_code == 403
    assert "1 triage waits for your word" in client.get(reverse("start")).content.decode()
    assert client.post(url("matter_rule", it.matter), {"agree": "yes"}).status_code == 302
    assert it.status == "triaged"


def test_each_reading_and_change_is_in_the_history_which_the_database_guards(client, way):
    it = way().checking()
    client.force_login(it.gun)
    client.get(it.matter.get_absolute_url())
    page = client.get(url("matter_history", it.matter)).content.decode()
    for said in ("Recorded the signal", "Agreed to the triage: Suspected fraud", "The matter went on: Being checked"):
        assert said in page
    assert "Read the matter" in page
    for change in ("UPDATE coordination_matterevent SET kind = 'x'", "DELETE FROM coordination_matterevent"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_whole_way_is_gone_on_the_pages(client, way):
    it = way(amount=1000)
    matter, today = it.matter, timezone.localdate().isoformat()
    town = matter.agency.municipality

    def posts(name, data, *more):
        answer = client.post(url(name, matter, *more), data)
        assert answer.status_code == 302, answer.content.decode()

    def notice(kind, recipient=""):
        basis = grounds_for(kind, town)[0]
        data = {"what": "Timmar", "reason": "x", "sent_on": today, "basis": basis.pk, "recipient": recipient}
        return {**data, "sends": "yes", f"conditions-{basis.pk}": basis.condition_codes}

    client.force_login(it.elsa)
    posts("matter_row", {"period": "2026-09-14", "billed": "31", "possible": "10,5", "carer": "1"})
    posts("matter_triage", {"kind": "fraud", "reason": "x"})
    client.force_login(it.gun)
    posts("matter_rule", {"agree": "yes"})
    client.force_login(it.elsa)
    posts("matter_begin", {})
    posts("matter_check", {"check": "during:ivo", "result": "remark", "check_note": "Saknas", "checked_on": today})
    posts("matter_notice", notice("notify", "fk"), "notify")
    posts("matter_notice", notice("exchange", "ivo"), "exchange")
    posts("matter_notice", {"sends": "no", "reason": "Räcker inte", "sent_on": today}, "police")
    posts("matter_notice", notice("hand_over", "ptl"), "hand_over")
    decision = {"decided_by": "Nämnden", "decided_on": today, "reason": "x"}
    posts("matter_contract", {"kind": "stop", "amount": "186 000", **decision})
    posts("matter_contract", {"kind": "terminate", **decision})
    posts("matter_contract", {"kind": "claim", "amount": "412000", **decision})
    posts("matter_inspection", {"on": today, "purpose": "x", "ground_police": "PL", "ground_municipality": "avtalet"})
    assert it.status == "recovering"
    page = client.get(matter.get_absolute_url()).content.decode()
    for said in ("carer 1", "20.5", "Saknas", "Räcker inte", "SEK 186,000", "The police: <span", "PL", "Financial"):
        assert said in page, said
    assert 'value="186000.00"' in client.get(url("matter_close", matter)).content.decode()
    posts("matter_close", {"end": "recovered", "closing_note": "x", "stopped": "186 000", "recovered": "412 000"})
    summary = client.get(reverse("matters_summary")).content.decode()
    assert "SEK 412,000" in summary
    assert "Money recovered: 1" in summary
    assert "SEK 412,000" in client.get(reverse("matters")).content.decode()


def test_a_page_that_comes_too_early_or_too_late_leads_back_to_the_matter(client, way):
    it = way()
    client.force_login(it.elsa)
    early = client.get(url("matter_notice", it.matter, "notify"), follow=True)
    assert "First the signal is triaged" in early.content.decode()
    assert client.get(url("matter_notice", it.matter, "made-up")).status_code == 404
    it.closes("unfounded")
    late = client.get(url("matter_row", it.matter), follow=True)
    assert "The matter is closed" in late.content.decode()
    client.force_login(it.gun)
    assert client.get(url("matter_rule", it.matter)).url == it.matter.get_absolute_url()


def test_the_pdf_says_what_the_page_says_and_is_noted(client, way):
    it = way(flags=["no_visits"]).checking().decides("stop", 186000)
    client.force_login(it.elsa)
    answer = client.post(url("matter_paper", it.matter))
    assert answer["Content-Type"] == "application/pdf"
    assert it.matter.reference in answer["Content-Disposition"]
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    for said in ("Omsorg Exempel AB", "Word that visits did not take place", "SEK 186,000", "never about a client"):
        assert said in " ".join(text.split()), said
    assert MatterEvent.objects.filter(kind="paper", actor=it.elsa).exists()


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_a_matter_is_shown_in_the_reader_s_language(client, way, language):
    it = way(flags=["no_visits"]).checking()
    User.objects.update(language=language)
    client.force_login(it.elsa)
    page = client.get(it.matter.get_absolute_url()).content.decode()
    said = {"sv": "Uppgifter om att besök inte har blivit av", "fi": "Tieto siitä, ettei käyntejä ole tehty"}
    assert said[language] in page
    assert "client files" not in page


def test_the_menu_names_the_matters_to_those_who_have_some(client, person):
    for who, has in (("elsa", True), ("gun", True), ("petra", False), ("aino", False)):
        client.force_login(person(who))
        assert (f'href="{reverse("matters")}"' in client.get(reverse("start")).content.decode()) is has, who


def test_references_go_on_from_the_last_one_of_the_year(way):
    year = timezone.localdate().year
    assert [way().matter.reference for _n in range(2)] == [f"VAL-{year}-0001", f"VAL-{year}-0002"]
    Matter.objects.update(status="closed", end_state="unfounded", closed_at=timezone.now())
    assert way().matter.reference == f"VAL-{year}-0003"


def test_the_list_shows_what_is_mine_my_units_and_all(client, cast, way, person):
    going, waits = way(provider="Alfa AB").checking().matter, way(provider="Beta AB")
    actions.propose_triage(waits.matter, by=waits.elsa, kind="fraud", reason="x")
    cast.agencies["A7"].memberships.create(user=person("disa"), post="controller")

    def listed(name, show):
        client.force_login(person(name))
        page = client.get(reverse("matters"), {"show": show}).content.decode()
        return {m.provider for m in (going, waits.matter) if m.provider in page}

    assert listed("disa", "mine") == set()
    assert listed("disa", "unit") == listed("disa", "all") == listed("disa", "x") == {"Alfa AB", "Beta AB"}
    assert listed("elsa", "mine") == {"Alfa AB", "Beta AB"}
    client.force_login(person("disa"))
    assert "No open matter in this selection." in client.get(reverse("matters"), {"show": "mine"}).content.decode()
