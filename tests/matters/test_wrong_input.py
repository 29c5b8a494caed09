"""What is refused, at which field, and that nothing is saved then."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from coordination.matters import actions, organisation
from coordination.matters.catalogue import grounds_for
from coordination.models import BasisRuling, Matter, MatterDraft, MatterEvent, MatterNotice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
SIGNAL = {"provider": "Omsorg Exempel AB", "source": "invoice", "signal": "Fler timmar än möjligt."}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("212000-0142", "212000-0142"),
        ("2120000142", "212000-0142"),
        (" 16 212000–0142 ", "212000-0142"),
        ("", ""),
        ("000000-0000", "000000-0000"),
    ],
)
def test_an_organisation_number_is_read_as_people_write_it(typed, kept):
    assert organisation.parse(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("212000-0143", "organisation"),
        ("212000-014", "organisation"),
        ("Omsorg AB", "organisation"),
        ("19820425-9264", "organisation"),
        ("820425-9264", "person"),
        ("200313-0002", "person"),
    ],
)
def test_what_is_no_organisation_number_is_refused(typed, code):
    with pytest.raises(ValidationError) as refused:
        organisation.parse(typed)
    assert refused.value.code == code


def test_the_invented_number_is_taken_where_the_demonstration_runs_only(settings):
    settings.LOCAL = False
    with pytest.raises(ValidationError):
        organisation.parse("000000-0000")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("provider", {"provider": "Firma 19820425-9264"}),
        ("signal", {"signal": "Gäller 820425-9264"}),
        ("signal", {"signal": "Henkilö 250782-9076"}),
        ("signal", {"signal": "Ring 070-1740640"}),
        ("signal", {"signal": "Brukaren Malin säger att ingen kom"}),
        ("signal", {"signal": "Asiakas Virtanen soitti"}),
        ("signal", {"signal": "The client Smith says nobody came"}),
        ("signal", {"signal": "It concerns Mrs. Smith"}),
        ("evidence", {"evidence": "Skriv till nagon@example.org"}),
        ("organisation_number", {"organisation_number": "212000-0143"}),
        ("amount", {"amount": Decimal(0)}),
        ("amount", {"amount": Decimal(-5)}),
        ("period_to", {"period_from": date(2026, 9, 2), "period_to": date(2026, 9, 1)}),
    ],
)
def test_a_wrong_signal_is_refused_at_its_field_and_nothing_is_saved(person, agency, field, wrong):
    with pytest.raises(ValidationError) as refused:
        actions.open_matter(by=person("elsa"), agency=agency("A7"), **{**SIGNAL, **wrong})
    assert field in refused.value.message_dict
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Vårdare 1 har 31 timmar på ett dygn",
        "Omsorg Norrsken AB fakturerar för två brukare som inte fått besök",
        "Kund 4711 saknar underlag",
        "Avtal 2026-09-01, 1 234 567 kronor, org.nr 212000-0142",
        "Carer 1 works 31 hours a day",
        "31 timmar för samma vårdare. Två brukare har klagat.",
    ],
)
def test_what_names_nobody_is_let_through(way, text):
    assert way(signal=text).matter.signal == text


def test_a_company_may_be_called_after_a_person_or_a_patient(way):
    assert way(provider="Patient Partner AB").matter.provider == "Patient Partner AB"


def test_flags_that_are_not_in_the_list_are_left_out(way):
    assert way(flags=["no_visits", "made_up", "tax_debt"]).matter.flags == ["no_visits", "tax_debt"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("recipient", {"recipient": ""}),
        ("recipient", {"recipient": "police"}),
        ("recipient", {"recipient": "ivo"}),  # Pays nothing out: it is asked, not notified.
        ("conditions", {"conditions": ["reason_to_believe"]}),
        ("what", {"what": " "}),
        ("reason", {"reason": ""}),
        ("what", {"what": "Gäller 820425-9264"}),
        ("sent_on", {"sent_on": timezone.localdate() + timedelta(days=2)}),
    ],
)
def test_a_notice_that_lacks_something_is_refused_at_its_field(way, field, wrong):
    it = way().checking()
    with pytest.raises(ValidationError) as refused:
        it.sends("notify", **wrong)
    assert field in refused.value.message_dict
    assert it.status == "checking"
    assert not MatterNotice.objects.exists()


def test_each_kind_of_notice_has_its_own_grounds(way):
    town = way().matter.agency.municipality
    found = {kind: [b.code for b in grounds_for(kind, town)] for kind in MatterNotice.Kind}
    assert found == {
        "notify": ["SE-2008-206"],
        "exchange": ["SE-L307"],
        "police": ["SE-OSL-10-24", "SE-L170-6"],
        "hand_over": ["SE-OSL-10-24", "SE-L170-6"],
    }
    with pytest.raises(ValidationError, match="no ground in force"):
        way().checking().sends("notify", basis=grounds_for("police", town)[0])


def test_a_ground_that_the_lawyer_has_switched_off_is_not_offered(way, person):
    it = way().checking()
    (basis,) = grounds_for("notify", it.matter.agency.municipality)
    town = it.matter.agency.municipality
    BasisRuling.objects.create(basis=basis, municipality=town, ruling="off", note="x", by=person("gun"))
    assert grounds_for("notify", town) == []
    assert it.leaves("notify").status == "notified"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("amount", {"kind": "stop", "amount": None}),
        ("amount", {"kind": "claim", "amount": 0}),
        ("kind", {"kind": "resume", "amount": None}),
        ("decided_on", {"kind": "warn", "decided_on": timezone.localdate() + timedelta(days=2)}),
        ("takes_effect", {"kind": "warn", "takes_effect": timezone.localdate() - timedelta(days=2)}),
        ("reason", {"kind": "warn", "reason": " "}),
        ("decided_by", {"kind": "warn", "decided_by": "Ring 070-1740640"}),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_at_its_field(way, field, wrong):
    it = way().checking()
    with pytest.raises(ValidationError) as refused:
        it.decides(**wrong)
    assert field in refused.value.message_dict


def test_the_payments_are_stopped_once(way):
    it = way().checking().decides("stop")
    with pytest.raises(ValidationError, match="stopped already"):
        it.decides("stop")
    it.decides("resume", None).decides("stop").decides("terminate", None)
    with pytest.raises(ValidationError, match="terminated already"):
        it.decides("terminate", None)


def test_nothing_is_recorded_before_the_checks_have_begun(way):
    it = way().triaged()
    for act in (lambda: it.sends("notify"), lambda: it.decides("warn", None), lambda: it.leaves("police")):
        with pytest.raises(ValidationError, match="First the signal is triaged"):
            act()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "made_up"},
        {"phase": "before", "code": "permits_to_work"},
        {"result": "remark"},
        {"check_note": "Ring 070-1740640"},
    ],
)
def test_a_check_that_is_not_in_the_list_or_says_nothing_is_refused(matter, person, wrong):
    said = {"code": "ivo", "phase": "during", "result": "ok", "checked_on": timezone.localdate()}
    with pytest.raises(ValidationError):
        actions.record_check(matter, by=person("elsa"), **{**said, **wrong})
    actions.record_check(matter, by=person("elsa"), **said)


@pytest.mark.parametrize(
    "parties", [{}, {"police": "PL"}, {"police": "PL", "rescue": "  "}, {"police": "PL", "made_up": "x"}]
)
def test_a_joint_inspection_has_two_who_come_each_on_a_ground(matter, person, parties):
    with pytest.raises(ValidationError, match="at least two"):
        actions.record_inspection(matter, by=person("elsa"), on=timezone.localdate(), purpose="x", parties=parties)


def test_hours_are_not_negative_and_the_row_names_nobody(matter, person):
    said = {"by": person("elsa"), "period": "2026-09", "billed": Decimal(31), "possible": Decimal(10), "carer": 1}
    with pytest.raises(ValidationError):
        actions.add_row(matter, **{**said, "billed": Decimal(-1)})
    with pytest.raises(ValidationError):
        actions.add_row(matter, **said, row_note="Vårdare Malin")
    assert actions.add_row(matter, **said).excess == 21


def test_a_finnish_or_social_agency_has_no_matters(person, agency):
    for who, where in (("aino", "A9"), ("petra", "A1"), ("elsa", "A1"), ("gun", "A2")):
        with pytest.raises(PermissionDenied):
            actions.open_matter(by=person(who), agency=agency(where), **SIGNAL)


def test_what_was_typed_is_kept_with_the_error_and_as_a_draft(client, person):
    client.force_login(person("elsa"))
    typed = {**SIGNAL, "signal": "Gäller 820425-9264", "amount": "412 000,50", "flags": ["no_visits"]}
    page = client.post(reverse("matter_new"), typed)
    assert page.status_code == 422
    assert "There is an identity number in the text." in page.content.decode()
    assert "Gäller 820425-9264" in page.content.decode()
    assert not Matter.objects.exists()
    again = client.get(reverse("matter_new")).content.decode()
    assert "Gäller 820425-9264" in again
    assert 'value="412 000,50"' in again
    page = client.post(reverse("matter_new"), {**typed, "signal": "Fler timmar än möjligt."})
    made = Matter.objects.get()
    assert page.url == made.get_absolute_url()
    assert made.amount == Decimal("412000.50")
    assert not MatterDraft.objects.exists()


def test_a_draft_is_saved_by_itself_read_by_its_owner_alone_and_thrown_away(client, person):
    client.force_login(person("elsa"))
    saved = client.post(reverse("matter_new"), {"provider": "Halvfärdigt AB"}, headers={"X-Fragment": "1"})
    assert "Draft saved" in saved.json()["saved_text"]
    assert "You have begun to write a signal" in client.get(reverse("matters")).content.decode()
    client.force_login(person("gun"))
    assert "Halvfärdigt" not in client.get(reverse("matter_new")).content.decode()
    client.post(reverse("matter_draft_discard"))
    assert MatterDraft.objects.exists()
    client.force_login(person("elsa"))
    client.post(reverse("matter_draft_discard"))
    assert not MatterDraft.objects.exists()


def test_the_history_is_written_once(way):
    event = way().matter.history.first()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    assert MatterEvent.objects.count() == 1
