"""Each child of a report gets a case of its own, or joins the one that is open; and what is written there."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from coordination.access.links import links_of
from coordination.models import Case, Entry, Event, ReportEvent
from coordination.reports.taking import take_in
from tests.reports.conftest import ALBIN, ELIN, SAGA

pytestmark = pytest.mark.django_db


def open_steps(case):
    return sorted(case.steps.open().values_list("kind", flat=True))


def taken(report, person, number=0):
    return take_in(report.children.all()[number], by=person)


def test_a_case_is_opened_for_the_worker_with_the_protection_assessment_first(report, person):
    case = taken(report, person("mira"))
    assert (case.kind, case.status, case.coordinator) == ("concern", "assessing", person("mira"))
    assert open_steps(case) == ["protect"]
    assert case.participations.count() == 1
    assert not case.consents.exists()
    assert {(p.role, p.given_name) for p in case.people.all()} == {("child", "Albin"), ("guardian", "Elin")}
    assert not case.people.must_consent().exists()


def test_what_was_reported_becomes_a_note_without_who_reported(report, person):
    case = taken(report, person("mira"))
    entry = Entry.objects.get(case=case)
    assert str(entry.agency) == "Socialtjänsten mottagning"
    assert "Albin har blåmärken" in entry.text
    assert "Jag vill inte gå hem." in entry.text
    assert "Henrik" not in entry.text
    assert "Åbrinkens" not in entry.text


def test_one_report_gives_each_sibling_a_case_and_neither_names_the_other(send, person):
    report = send(children=[ALBIN, SAGA], facts="Ett barn har blåmärken.")
    albin, saga = (taken(report, person("mira"), number) for number in (0, 1))
    assert albin != saga
    for case, name in ((albin, "Saga"), (saga, "Albin")):
        texts = [e.text + e.title for e in Entry.objects.filter(case=case)]
        assert not any(name in text for text in texts)
        assert name not in {p.given_name for p in case.people.all()}
    assert [row["case"] for row in links_of(person("mira"), albin)] == [saga]


def test_a_new_report_joins_the_case_of_the_same_child_and_gets_its_own_assessment(report, send, person):
    case = taken(report, person("mira"))
    again = send(by="leyla", agency="A4")
    take_in(again.children.get(), by=person("mira"), case=case)
    assert open_steps(case) == ["protect", "protect"]
    assert Entry.objects.filter(case=case).count() == 2
    assert again.children.get().joined
    assert Case.objects.filter(kind="concern").count() == 1


def test_the_page_offers_the_case_with_the_same_number_first_and_no_second_new_one(report, send, person, client):
    case = taken(report, person("mira"))
    child = send(by="leyla", agency="A4").children.get()
    client.force_login(person("mira"), backend="permissions.backend.PolicyBackend")
    url = reverse("report_take_in", args=[child.pk])
    assert f'value="{case.pk}"' in client.get(url).content.decode()
    assert client.post(url, {"case": "new"}).status_code == 422
    assert client.post(url, {"case": str(case.pk)}).url == reverse("case", args=[case.reference])


def test_a_case_chosen_by_hand_must_be_confirmed(report, send, person, client):
    case = taken(report, person("mira"))
    child = send(children=[{"given_name": "Albin", "age": "11"}]).children.get()
    client.force_login(person("mira"), backend="permissions.backend.PolicyBackend")
    url = reverse("report_take_in", args=[child.pk])
    assert client.post(url, {"case": str(case.pk)}).status_code == 422
    assert client.post(url, {"case": str(case.pk), "sure": "on"}).status_code == 302


def test_of_two_who_take_it_in_one_succeeds(report, person):
    child = report.children.get()
    take_in(child, by=person("mira"))
    with pytest.raises(ValidationError, match="Mira"):
        take_in(child, by=person("petra"))
    assert Case.objects.filter(kind="concern").count() == 1


def test_only_members_of_the_receiving_unit_take_in(report, person):
    for key in ("samira", "jonas", "henrik", "aino"):
        with pytest.raises(Http404):
            take_in(report.children.get(), by=person(key))


def test_it_joins_no_case_of_another_kind_or_unit(report, person, case):
    with pytest.raises(ValidationError):
        take_in(report.children.get(), by=person("petra"), case=case)


def test_a_child_of_whom_nothing_is_known_gets_a_case_too(send, person):
    case = taken(send(children=[{"age": "ungefär 5"}]), person("mira"))
    assert case.child.given_name
    assert case.child.birth_date is None


def test_a_protected_child_raises_the_class_of_its_case(send, person):
    case = taken(send(children=[ALBIN | {"protected": True}]), person("mira"))
    case.refresh_from_db()
    assert case.has_protected
    assert case.confidentiality >= 2


def test_it_stands_in_the_history_of_the_report_and_of_the_case(report, person):
    case = taken(report, person("mira"))
    assert list(ReportEvent.objects.values_list("kind", flat=True).order_by("pk")) == ["sent", "opened"]
    event = Event.objects.get(case=case, kind="report-taken-in")
    assert (event.actor, str(event.agency)) == (person("mira"), "Socialtjänsten mottagning")
    assert ELIN["family_name"] not in str(event.facts)
