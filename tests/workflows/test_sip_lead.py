"""The lead of a coordinated plan goes from social services to health care and back, with the yes of who takes it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.access.leading.actions import answer_offer, offer_lead, take_back
from coordination.models import Entry, Event, Notification, Step
from coordination.sharing.actions import write_entry
from coordination.sharing.consent import withdraw_consent
from permissions import policy
from permissions.roles import Act
from tests.workflows.ending import ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(sip):
    """A plan that social services follow up, with health care and the school in it."""
    sip.to_sip_follow_up("A6", "A3")
    sip.case.refresh_from_db()
    return sip


@pytest.fixture
def people(cast):
    return cast.users


def moved(led, people, by="petra", agency="A6", to="tove"):
    offer = offer_lead(led.case, led.cast.agencies[agency], by=people[by])
    answer_offer(offer, by=people[to], accept=True)
    led.case.refresh_from_db()
    return offer


def test_the_lead_moves_with_the_yes_and_not_before(led, people, cast):
    offer = offer_lead(led.case, cast.agencies["A6"], by=people["petra"], message="Regionen har huvudansvaret")
    led.case.refresh_from_db()
    assert led.case.lead_agency == cast.agencies["A1"]
    assert [n.recipient for n in Notification.objects.filter(event__kind="lead-offered")] == [people["tove"]]
    answer_offer(offer, by=people["tove"], accept=True)
    led.case.refresh_from_db()
    assert (led.case.lead_agency, led.case.coordinator) == (cast.agencies["A6"], people["tove"])
    assert [p.agency for p in led.case.participations.filter(is_lead=True)] == [cast.agencies["A6"]]
    told = {n.recipient for n in Notification.objects.filter(event__kind="lead-changed")}
    assert told == {people["petra"], people["ulrika"]}


def test_the_step_its_owner_and_the_rights_go_along_and_what_was_typed_does_not(led, people):
    Step.objects.filter(kind="follow_up").update(draft={"note": ["Hemligt utkast"]}, draft_by=people["petra"])
    moved(led, people)
    assert led.open() == [("follow_up", "A6")]
    step = led.step("follow_up", "A6")
    assert (step.owner, step.draft, step.draft_by) == (people["tove"], {}, None)
    assert policy.can(people["tove"], Act.COORDINATE, led.case)
    assert not policy.can(people["petra"], Act.COORDINATE, led.case)
    assert policy.can(people["petra"], Act.WRITE, led.case), "she stays in the case for her agency"


def test_the_new_lead_finishes_what_the_old_one_began(led, people):
    moved(led, people)
    led.do("follow_up", "close", agency="A6")
    led.do("close", "goals_met", agency="A6")
    ended(led, "goals_met")


def test_back_again(led, people, cast):
    moved(led, people)
    moved(led, people, by="tove", agency="A1", to="petra")
    assert led.case.lead_agency == cast.agencies["A1"]
    assert led.open() == [("follow_up", "A1")]
    assert policy.can(people["petra"], Act.COORDINATE, led.case)
    assert not policy.can(people["tove"], Act.COORDINATE, led.case)


def test_what_the_old_lead_wrote_for_itself_stays_its_own(led, people, cast):
    own = write_entry(
        led.case, by=people["petra"], agency=cast.agencies["A1"], kind="note", topic="home", title="Eget", text="Eget"
    )
    moved(led, people)
    seen = policy.visible(people["tove"], Act.VIEW, Entry.objects.filter(pk=own.pk))
    assert not seen.exists()
    assert policy.visible(people["petra"], Act.VIEW, Entry.objects.filter(pk=own.pk)).exists()


def test_the_old_lead_depends_on_the_consent_from_then_on(led, people):
    moved(led, people)
    consent = led.case.consents.filter(ended_at=None).first()
    withdraw_consent(consent, by=people["tove"])
    assert not policy.can(people["petra"], Act.VIEW, led.case)
    assert policy.can(people["tove"], Act.VIEW, led.case)


def test_a_no_has_its_reason_and_changes_nothing(led, people, cast):
    offer = offer_lead(led.case, cast.agencies["A6"], by=people["petra"])
    with pytest.raises(ValidationError), transaction.atomic():
        answer_offer(offer, by=people["tove"], accept=False)
    answer_offer(offer, by=people["tove"], accept=False, reason="Inte nu")
    led.case.refresh_from_db()
    assert led.case.lead_agency == cast.agencies["A1"]
    assert Event.objects.filter(kind="lead-kept").exists()
    with pytest.raises(ValidationError):
        answer_offer(offer, by=people["tove"], accept=True)


def test_one_is_asked_at_a_time_and_it_can_be_taken_back(led, people, cast):
    offer = offer_lead(led.case, cast.agencies["A6"], by=people["petra"])
    with pytest.raises(ValidationError), transaction.atomic():
        offer_lead(led.case, cast.agencies["A6"], by=people["petra"])
    take_back(offer, by=people["petra"])
    with pytest.raises(ValidationError), transaction.atomic():
        answer_offer(offer, by=people["tove"], accept=True)
    offer_lead(led.case, cast.agencies["A6"], by=people["petra"])


def test_nobody_else_asks_or_answers(led, people, cast):
    with pytest.raises((PermissionDenied, Http404)):
        offer_lead(led.case, cast.agencies["A6"], by=people["ulrika"])
    offer = offer_lead(led.case, cast.agencies["A6"], by=people["petra"])
    for name in ("ulrika", "petra", "leyla"):
        with pytest.raises(Http404):
            answer_offer(offer, by=people[name], accept=True)
    with pytest.raises(ValidationError):
        answer_offer(offer, by=people["tove"], accept=True, coordinator=people["ulrika"])


def test_only_the_other_principal_can_lead(led, people, cast):
    for key in ("A3", "A5", "A1"):
        with pytest.raises(ValidationError), transaction.atomic():
            offer_lead(led.case, cast.agencies[key], by=people["petra"])


def test_in_another_way_of_working_the_lead_stays(walk, people, cast):
    walk.to_follow_up("A3")
    with pytest.raises(ValidationError):
        offer_lead(walk.case, cast.agencies["A3"], by=people["petra"])


def test_not_in_the_highest_class(led, people, cast):
    led.case.confidentiality = 3
    led.case.save()
    assert led.case.is_hushed
    with pytest.raises((ValidationError, PermissionDenied, Http404)):
        offer_lead(led.case, cast.agencies["A6"], by=people["petra"])


def test_on_the_pages(led, people, cast, client):
    url = reverse("case_lead", args=[led.case.reference])

    def at(name):
        client.force_login(people[name], backend="permissions.backend.PolicyBackend")
        return client

    for name in ("ulrika", "tove", "leyla", "samira"):
        assert at(name).get(url).status_code == 404, name
    assert url in at("petra").get(reverse("case_people", args=[led.case.reference])).content.decode()
    wrong = at("petra").post(url, {"agency": str(cast.agencies["A3"].pk), "message": "Skrivet"})
    assert (wrong.status_code, "Skrivet" in wrong.content.decode()) == (422, True)
    assert at("petra").post(url, {"agency": str(cast.agencies["A6"].pk), "message": "Byt"}).status_code == 302
    assert "take_back" in at("petra").get(url).content.decode()
    assert url in at("tove").get(reverse("case_people", args=[led.case.reference])).content.decode()
    notice = Notification.objects.get(recipient=people["tove"], event__kind="lead-offered")
    assert at("tove").post(reverse("notification_open", args=[notice.pk])).url == url
    assert at("tove").post(url, {"answer": "no", "reason": ""}).status_code == 422
    assert at("tove").post(url, {"answer": "yes", "coordinator": people["tove"].pk}).status_code == 302
    led.case.refresh_from_db()
    assert led.case.lead_agency == cast.agencies["A6"]
    assert led.case.lead_offers.get().answered_at <= timezone.now()
