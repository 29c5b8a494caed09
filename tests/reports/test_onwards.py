"""From an investigation into a joint case: with the same people, its own beginning, and nothing that was written."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from coordination.models import Case, Entry, Event
from coordination.reports.onwards import open_joint
from coordination.reports.taking import take_in

pytestmark = pytest.mark.django_db
SAID = {"title": "Stöd i skolan", "purpose": "Samarbeta om stöd"}


@pytest.fixture
def case(report, cast):
    return take_in(report.children.get(), by=cast.users["mira"])


@pytest.fixture
def mira(cast, client):
    client.force_login(cast.users["mira"], backend="permissions.backend.PolicyBackend")
    return client


def test_the_people_come_along_and_nothing_that_was_written(case, cast, decided):
    new = open_joint(decided(case), by=cast.users["mira"], kind="sspf", **SAID)
    assert (
        {p.full_name for p in new.people.all()}
        == {p.full_name for p in case.people.all()}
        == {"Albin Vikner", "Elin Vikner"}
    )
    assert (new.kind, new.status, new.lead_agency) == ("sspf", Case.Status.CONSENT, case.lead_agency)
    assert not Entry.objects.filter(case=new).exists()
    assert not new.participations.filter(is_lead=False).exists()
    assert new.steps.open().get().kind == "inform"


def test_it_may_be_a_coordinated_plan_and_begins_as_that_does(case, cast, decided):
    new = open_joint(decided(case), by=cast.users["mira"], kind="sip", **SAID)
    assert new.steps.open().get().kind == "need"


def test_only_the_own_agency_reads_in_the_report_that_it_went_on(case, cast, decided):
    new = open_joint(decided(case), by=cast.users["mira"], kind="sspf", **SAID)
    event = Event.objects.get(kind="report-goes-on")
    assert (event.case, event.agency) == (case, case.lead_agency)
    assert new.reference in Entry.objects.get(case=case, data__goes_on="sspf").text
    assert not Event.objects.filter(case=new, facts__icontains=str(case.pk)).exists()


def test_after_a_sensitive_case_the_new_one_is_sensitive(case, cast, decided):
    decided(case)
    Case.objects.filter(pk=case.pk).update(confidentiality=2)
    case.refresh_from_db()
    assert open_joint(case, by=cast.users["mira"], kind="sspf", **SAID).confidentiality == 2


@pytest.mark.parametrize("outcome", [None, "not_open"])
def test_not_before_it_is_decided_to_investigate(case, cast, decided, outcome, mira):
    if outcome:
        decided(case, outcome)
    with pytest.raises(ValidationError):
        open_joint(case, by=cast.users["mira"], kind="sspf", **SAID)
    assert mira.get(reverse("case_onwards", args=[case.reference])).status_code == 404


def test_not_twice_in_the_same_way_nor_with_the_name_of_the_child(case, cast, decided):
    decided(case)
    for said in (SAID | {"title": "Stöd till Albin"}, SAID | {"purpose": "Ring 070-174 06 90 om det"}):
        with pytest.raises(ValidationError):
            open_joint(case, by=cast.users["mira"], kind="sspf", **said)
    open_joint(case, by=cast.users["mira"], kind="sspf", **SAID)
    with pytest.raises(ValidationError):
        open_joint(case, by=cast.users["mira"], kind="sspf", **SAID)
    with pytest.raises(ValidationError):
        open_joint(case, by=cast.users["mira"], kind="gvi", **SAID)


def test_nobody_else_does_it(case, cast, decided):
    decided(case)
    with pytest.raises(Http404):
        open_joint(case, by=cast.users["petra"], kind="sspf", **SAID)
    assert not Case.objects.filter(kind="sspf").exists()


def test_the_page_opens_it_and_keeps_what_was_typed_wrong(case, decided, mira):
    decided(case)
    url = reverse("case_onwards", args=[case.reference])
    assert url in mira.get(reverse("case_reports", args=[case.reference])).content.decode()
    wrong = mira.post(url, {"kind": "sspf", "title": "Stöd till Albin", "purpose": "Samarbeta"})
    assert wrong.status_code == 422
    assert "Stöd till Albin" in wrong.content.decode()
    done = mira.post(url, {"kind": "sspf", **SAID})
    assert done.url == reverse("case", args=[Case.objects.get(kind="sspf").reference])


def test_a_report_that_was_not_opened_says_until_when_it_is_kept(case, decided, mira):
    url = reverse("case_reports", args=[case.reference])
    assert "kept" not in mira.get(url).context or mira.get(url).context["kept"] is None
    decided(case, "not_open")
    kept = mira.get(url).context["kept"]
    day = case.steps.get(kind="decide_open").completed_at.date()
    assert (kept.until.year, kept.until.month) == (day.year + 5, day.month)
    assert not kept.rule.verified
    assert str(kept.until.year) in mira.get(url).content.decode()
