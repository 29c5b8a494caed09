"""The review of detailed plans: checked while it can be changed, followed up when it is built."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.models import Membership, Opinion, PlanReview, Rule
from coordination.places.detailed_plans import actions, queries
from coordination.places.reports import actions as gate

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START) as clock:
        yield clock


@pytest.fixture
def karin(person):
    return person("karin")


@pytest.fixture
def review(town, karin):
    return actions.open_review(
        town, by=karin, name="Kv. Hälsingen", reference="DEMO-2026-14", east=611000, north=6581000
    )


def answers(number=12, **changes):
    codes = [row["code"] for row in Rule.objects.get(code="plan.checklist", country="SE").value]
    return [{"code": code, "answer": "met"} | changes for code in codes[:number]]


@pytest.fixture
def consulted(review, karin, agency):
    """The review in its consultation; the police were asked."""
    actions.move_review(review, "material", by=karin, text="Rapporter och enkät")
    actions.answer_checklist(review, "samrad", answers(), by=karin)
    actions.move_review(review, "checklist_samrad", by=karin)
    actions.ask_opinion(review, by=karin, body="", agency=agency("A5"), asked_on=START.date())
    return actions.move_review(review, "comments", by=karin)


def test_the_checklist_has_twelve_items_that_nobody_has_verified(town):
    rule = Rule.objects.get(code="plan.checklist", country="SE")
    assert len(rule.value) == 12
    assert not rule.verified
    assert all(row[language] for row in rule.value for language in ("sv", "fi", "en"))


def test_an_item_that_is_not_met_needs_a_reason_and_names_nobody(review, karin):
    named = {"answer": "met", "reason": "Fråga Kevin Andersson"}
    unknown = {"answer": "nonsense"}, {"code": "nonsense"}
    for wrong in ({"answer": "partly"}, {"answer": "not_relevant"}, named, *unknown):
        with pytest.raises(ValidationError):
            actions.answer_checklist(review, "samrad", answers(1, **wrong), by=karin)
    assert not review.items.exists()


def test_the_checklist_is_answered_bit_by_bit_and_then_all_of_it(review, karin):
    actions.move_review(review, "material", by=karin, text="Enkät")
    assert actions.answer_checklist(review, "samrad", answers(5), by=karin) == 5
    with pytest.raises(ValidationError):
        actions.move_review(review, "checklist_samrad", by=karin)
    actions.answer_checklist(review, "samrad", answers(7, answer="partly", reason="Ljus saknas"), by=karin)
    actions.answer_checklist(review, "samrad", answers()[7:], by=karin)
    actions.move_review(review, "checklist_samrad", by=karin)
    assert [n for _label, n in queries.figures(review, "samrad")] == [5, 7]


def test_a_consultation_needs_somebody_to_consult(review, karin):
    actions.move_review(review, "material", by=karin, text="Enkät")
    actions.answer_checklist(review, "samrad", answers(), by=karin)
    actions.move_review(review, "checklist_samrad", by=karin)
    with pytest.raises(ValidationError):
        actions.move_review(review, "comments", by=karin)


def test_the_consultation_lasts_six_weeks_and_every_opinion_is_answered(consulted, karin, person, clock):
    assert consulted.consultation_until == START.date() + timedelta(days=42)
    opinion = consulted.opinions.get()
    actions.write_opinion(opinion, by=person("ali"), text="Skymd sikt bakom gymmet")
    with pytest.raises(ValidationError):
        actions.move_review(consulted, "revised", by=karin, text="Entrén flyttas")
    clock.move_to(START + timedelta(days=43))
    with pytest.raises(ValidationError):
        actions.move_review(consulted, "revised", by=karin, text="Entrén flyttas")
    actions.write_opinion(opinion, by=karin, text="Skymd sikt bakom gymmet", answer="Entrén vänds mot gatan")
    assert actions.move_review(consulted, "revised", by=karin, text="Entrén flyttas").changes == "Entrén flyttas"


def test_those_asked_speak_for_themselves_and_do_not_answer_themselves(consulted, person):
    opinion = consulted.opinions.get()
    for who in ("leyla", "elina", "petra"):
        with pytest.raises(Http404):
            actions.write_opinion(opinion, by=person(who), text="x")
    actions.write_opinion(opinion, by=person("ali"), text="Skymd sikt", answer="Ja")
    opinion.refresh_from_db()
    assert (opinion.text, opinion.answer) == ("Skymd sikt", "")


def test_the_list_names_properties_and_bodies_and_no_neighbours(review, karin):
    with pytest.raises(ValidationError):
        actions.ask_opinion(review, by=karin, body="Kevin Andersson", asked_on=START.date())
    with pytest.raises(ValidationError):
        actions.ask_opinion(review, by=karin, body=" ", asked_on=START.date())
    actions.ask_opinion(review, by=karin, body="Fastigheten 1:14", asked_on=START.date())


def test_a_plan_can_be_withdrawn_with_a_reason_and_then_rests(review, karin):
    with pytest.raises(ValidationError):
        actions.move_review(review, "withdrawn", by=karin)
    actions.move_review(review, "withdrawn", by=karin, text="Byggherren drog sig ur")
    with pytest.raises(ValidationError):
        actions.move_review(review, "material", by=karin, text="x")
    with pytest.raises(ValidationError):
        actions.ask_opinion(review, by=karin, body="Länsstyrelsen", asked_on=START.date())


def test_adoption_waits_for_the_end_of_the_review(consulted, karin, clock):
    clock.move_to(START + timedelta(days=43))
    actions.move_review(consulted, "revised", by=karin, text="Entrén")
    actions.answer_checklist(consulted, "granskning", answers(), by=karin)
    actions.move_review(consulted, "checklist_granskning", by=karin)
    for on in (None, START.date() + timedelta(days=60), START.date() + timedelta(days=90)):
        with pytest.raises(ValidationError):
            actions.move_review(consulted, "adopted", by=karin, on=on)
    clock.move_to(START + timedelta(days=80))
    assert actions.move_review(consulted, "adopted", by=karin, on=START.date() + timedelta(days=79)).adopted_on
    for on in (None, START.date() + timedelta(days=70)):
        with pytest.raises(ValidationError):
            actions.move_review(consulted, "built", by=karin, on=on)


def test_the_indicator_counts_reports_a_month_within_three_hundred_metres(review, cast, karin, clock, town):
    Membership.objects.update(valid_from=START - timedelta(days=60))

    def report(days, east, north):
        clock.move_to(START + timedelta(days=days))
        made = gate.make_report(
            by=cast.users["leyla"], agency=cast.agencies["A4"], client_id=uuid4(),
            what=gate.What("damage"), where=gate.Where(point=(east, north)),
        )  # fmt: skip
        gate.check(made, by=karin)

    for days in (-40, -30, -5):
        report(days, review.east + 300, review.north)
    report(-5, review.east + 301, review.north)
    report(-5, review.east + 220, review.north + 220)
    clock.move_to(START)
    found = queries.indicator(review)
    assert (found.metres, len(found.before), sum(n for _m, n in found.before), found.after) == (300, 12, 3, ())
    assert found.before_average == 0.2
    PlanReview.objects.filter(pk=review.pk).update(adopted_on=START.date(), built_on=START.date())
    report(40, review.east, review.north)
    clock.move_to(START + timedelta(days=100))
    review.refresh_from_db()
    found = queries.indicator(review)
    assert [n for _month, n in found.after] == [1, 0]
    assert queries.follow_up_on(review) == START.date() + timedelta(days=730)


@pytest.mark.usefixtures("read_in_english")
def test_a_review_by_its_pages(client, person, town, agency):
    client.force_login(person("karin"))
    said = {"name": "Kv. Hälsingen", "east": "611000", "north": "6581000"}
    assert client.post("/places/plans/new/", said | {"east": "x"}).status_code == 422
    client.post("/places/plans/new/", said)
    review = PlanReview.objects.get()
    url = reverse("plan_review", args=[review.pk])
    assert client.post(url, {"to": "material"}).status_code == 422
    client.post(url, {"to": "material", "text": "Enkät"})
    checklist = reverse("plan_checklist", args=[review.pk, "samrad"])
    refused = client.post(checklist, {"lighting-answer": "not", "mix-answer": "met", "mix-source": "Planbeskrivning"})
    assert refused.status_code == 422
    assert "Give the reason" in refused.content.decode()
    assert "Planbeskrivning" in refused.content.decode()
    assert client.get(reverse("plan_checklist", args=[review.pk, "x"])).status_code == 404
    every = {f"{row['code']}-answer": "met" for row in answers()}
    client.post(checklist, every)
    client.post(url, {"to": "checklist_samrad"})
    ask = reverse("opinion_new", args=[review.pk])
    today = timezone.localdate().isoformat()
    assert client.post(ask, {"stage": "samrad", "asked_on": today}).status_code == 422
    client.post(ask, {"stage": "samrad", "asked_on": today, "agency": str(agency("A5").pk)})
    client.post(url, {"to": "comments"})
    client.force_login(person("ali"))
    opinion = reverse("opinion", args=[Opinion.objects.get().pk])
    assert "Answer" not in client.get(opinion).content.decode().split('<form class="card"')[1]
    client.post(opinion, {"text": "Skymd sikt bakom gymmet"})
    assert "Skymd sikt" in client.get(url).content.decode()
    assert client.get(reverse("plan_paper", args=[review.pk])).status_code == 404
    client.force_login(person("karin"))
    assert client.get(reverse("plan_paper", args=[review.pk])).content.startswith(b"%PDF-")
    assert PlanReview.objects.get().state == "comments"
