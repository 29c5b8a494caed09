"""Who sees a step's page, and what happens when two people write at once."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.models import Reading, Step
from coordination.people.actions import register
from coordination.steps import actions
from permissions import grants
from permissions.roles import Role
from tests.workflows_pages.conftest import day
from workflows.runs import Busy

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapping(desk):
    """Everybody describes the situation; Henrik works in the case for the school too."""
    desk.to_mapping("A3", "A4")
    return desk


@pytest.fixture
def henrik_too(mapping):
    there = mapping.case.participations.get(agency=mapping.cast.agencies["A3"])
    users = mapping.cast.users
    grants.give(there, users["henrik"], Role.WORKER, by=users["henrik"], reason="Stöd")
    return mapping


def test_a_stranger_finds_no_step(mapping):
    step = mapping.step("map", "A3")
    for route in ("step", "step_done"):
        assert mapping.at("ali").get(reverse(route, args=[step.pk])).status_code == 404
    for route in ("step_draft", "step_take", "step_hand_back", "step_hand_over", "step_reassign", "step_nudge"):
        assert mapping.at("ali").post(reverse(route, args=[step.pk])).status_code == 404


def test_an_invited_contact_finds_no_step_but_their_own_answer(desk):
    desk.inform()
    desk.done("petra", "consent", **desk.consent_data("A3"))
    desk.done("petra", "screen", known="no", outcome="proceed")
    desk.done("petra", "invite", agencies=[str(desk.cast.agencies["A3"].pk)])
    assert desk.get("henrik", "answer", "A3").status_code == 200
    others = desk.case.steps.exclude(kind="answer")
    assert {desk.at("henrik").get(s.get_absolute_url()).status_code for s in others} == {404}


def test_another_agency_sees_that_the_step_exists_and_not_what_is_in_it(mapping):
    step = mapping.step("map", "A3")
    mapping.post("ulrika", "map", "A3", draft="1", **{"school-now": "HEMLIGT UTKAST"})
    page = mapping.at("leyla").get(step.get_absolute_url())
    assert page.status_code == 200
    assert "HEMLIGT" not in page.content.decode()
    assert mapping.at("leyla").post(step.get_absolute_url(), {"school-now": "x"}).status_code == 403
    mapping.done("ulrika", "map", "A3", **{"school-now": "HEMLIGT SVAR"})
    assert "HEMLIGT" not in mapping.at("leyla").get(step.get_absolute_url()).content.decode()
    assert "HEMLIGT SVAR" in mapping.at("ulrika").get(step.get_absolute_url()).content.decode()


def test_a_manager_may_move_a_step_without_seeing_the_case(henrik_too):
    desk = henrik_too
    users = desk.cast.users
    samira = desk.at("samira")
    step = desk.step("map", "A1")
    page = samira.get(step.get_absolute_url())
    assert page.status_code == 200
    assert desk.case.title not in page.content.decode()
    assert "E.S." not in page.content.decode()
    step = desk.step("map", "A3")
    actions.take(step, by=users["ulrika"])
    grants.end(grants.of_case(desk.case).filter(user=users["henrik"]), by=users["henrik"], reason="Bara chef")
    url = reverse("step_reassign", args=[step.pk])
    assert desk.at("henrik").get(url).status_code == 200


def test_a_manager_moves_a_step_with_a_reason_and_both_are_told(henrik_too):
    desk = henrik_too
    step = desk.step("map", "A3")
    ulrika, henrik = desk.cast.users["ulrika"], desk.cast.users["henrik"]
    actions.take(step, by=henrik)
    url = reverse("step_reassign", args=[step.pk])
    answer = desk.at("henrik").post(url, {"to": ulrika.pk})
    assert answer.status_code == 422
    assert desk.at("henrik").post(url, {"to": ulrika.pk, "reason": "Ulrika är tillbaka"}).status_code == 302
    step.refresh_from_db()
    assert (step.owner, step.reason) == (ulrika, "Ulrika är tillbaka")
    assert ulrika.notifications.filter(event__kind="step-reassigned").exists()


def test_a_step_is_taken_handed_over_and_handed_back(henrik_too):
    desk = henrik_too
    step = desk.step("map", "A3")
    url = lambda route: reverse(route, args=[step.pk])  # noqa: E731
    desk.at("ulrika").post(url("step_take"))
    step.refresh_from_db()
    assert step.owner == desk.cast.users["ulrika"]
    assert desk.at("ulrika").get(url("step_hand_over")).status_code == 200
    desk.at("ulrika").post(url("step_hand_over"), {"to": desk.cast.users["henrik"].pk})
    step.refresh_from_db()
    assert step.owner == desk.cast.users["henrik"]
    assert desk.at("ulrika").post(url("step_hand_over"), {"to": desk.cast.users["ali"].pk}).status_code == 422
    desk.at("henrik").post(url("step_hand_back"))
    step.refresh_from_db()
    assert step.owner is None


def test_who_comes_second_is_told_who_was_first_and_keeps_the_text(henrik_too):
    desk = henrik_too
    step = desk.step("map", "A3")
    desk.done("ulrika", "map", "A3", **{"school-now": "Först"})
    answer = desk.at("henrik").post(step.get_absolute_url(), {"version": 0, "school-now": "Min långa text"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Ulrika Sand" in page
    assert "Min långa text" in page
    assert desk.case.entries.filter(step=step).count() == 1


def test_a_busy_case_loses_nothing_and_says_try_again(mapping):
    with patch("workflows.pages.complete", side_effect=Busy):
        answer = mapping.post("ulrika", "map", "A3", **{"school-now": "Min långa text"})
    assert answer.status_code == 409
    assert "Min långa text" in answer.content.decode()
    assert mapping.step("map", "A3").is_open


def test_a_withdrawn_step_says_so(mapping):
    step = mapping.step("map", "A3")
    Step.objects.filter(pk=step.pk).update(withdrawn_at=timezone.now())
    assert mapping.at("ulrika").get(step.get_absolute_url()).status_code == 200
    answer = mapping.at("ulrika").post(step.get_absolute_url(), {"school-now": "Min text"})
    assert answer.status_code == 409
    assert "Min text" in answer.content.decode()


def test_a_draft_is_kept_and_shown_again_without_being_judged(mapping):
    step = mapping.step("map", "A3")
    url = reverse("step_draft", args=[step.pk])
    data = {"version": 0, "school-now": "Halv men", "share": ["nonsense"]}
    answer = mapping.at("ulrika").post(url, data, headers={"X-Fragment": "1"})
    assert answer.json()["version"] == 1
    page = mapping.get("ulrika", "map", "A3")
    assert "Halv men" in page.content.decode()
    assert page.context["errors"] == []


def test_two_writers_see_both_versions_and_nothing_is_overwritten(henrik_too):
    desk = henrik_too
    step = desk.step("map", "A3")
    url = reverse("step_draft", args=[step.pk])
    desk.at("ulrika").post(url, {"version": 0, "school-now": "Ulrikas text"})
    answer = desk.at("henrik").post(url, {"version": 0, "school-now": "Henriks text"}, headers={"X-Fragment": "1"})
    assert answer.status_code == 409
    assert all(text in answer.content.decode() for text in ("Ulrikas text", "Henriks text"))
    answer = desk.at("henrik").post(step.get_absolute_url(), {"version": 0, "school-now": "Henriks text"})
    assert answer.status_code == 409
    assert all(text in answer.content.decode() for text in ("Ulrikas text", "Henriks text"))
    keep = {"version": 0, "keep": 1, "school-now": "Henriks text"}
    assert desk.at("henrik").post(step.get_absolute_url(), keep).status_code == 302


def test_a_draft_of_a_done_step_is_refused_kindly(henrik_too):
    step = henrik_too.step("map", "A3")
    henrik_too.done("ulrika", "map", "A3", **{"school-now": "Klart"})
    answer = henrik_too.at("henrik").post(reverse("step_draft", args=[step.pk]), {"school-now": "Sent"})
    assert answer.status_code == 409
    assert "Ulrika Sand" in answer.content.decode()


def test_what_is_missing_is_named_and_what_was_typed_stays(desk):
    desk.inform()
    data = desk.consent_data("A3") | {"view_of_child": "Jag vill spela fotboll"}
    name = next(n for n in data if n.endswith("-valid_until"))
    answer = desk.post("petra", "consent", **data | {name: day(-3)})
    assert answer.status_code == 422
    assert "Jag vill spela fotboll" in answer.content.decode()
    assert not desk.case.consents.exists()


def test_a_refusal_of_the_domain_keeps_what_was_typed(desk):
    desk.inform()
    desk.done("petra", "consent", **desk.consent_data("A7"))
    desk.done("petra", "screen", known="no", outcome="proceed")
    agency = str(desk.cast.agencies["A7"].pk)
    answer = desk.post("petra", "invite", agencies=[agency], message="Mitt meddelande")
    assert answer.status_code == 422
    assert "Mitt meddelande" in answer.content.decode()
    assert not desk.case.participations.filter(agency=agency).exists()


def test_opening_a_step_is_noted_once_and_its_fragment_is_not(mapping):
    step = mapping.step("map", "A3")
    before = Reading.objects.count()
    mapping.get("ulrika", "map", "A3")
    fragment = mapping.at("ulrika").get(f"{step.get_absolute_url()}?part=state", headers={"X-Fragment": "1"})
    assert fragment.status_code == 200
    assert Reading.objects.count() == before + 1


def test_the_page_says_who_will_read_it_before_anything_is_saved(mapping):
    page = mapping.get("ulrika", "map", "A3")
    lead, leisure = mapping.cast.agencies["A1"], mapping.cast.agencies["A4"]
    assert any(str(lead) in line for line in page.context["cannot"])
    shown = mapping.post("ulrika", "map", "A3", preview="1", share=[str(lead.pk)])
    assert any(str(lead) in line for line in shown.context["can"])
    assert any(str(leisure) in line for line in shown.context["cannot"])


def test_full_names_are_never_on_the_page_of_a_step(mapping):
    child = mapping.case.people.get(role="child")
    register(mapping.case, {"role": "other", "given_name": "Hemlig", "family_name": "Faster"})
    for name, key in (("ulrika", "A3"), ("petra", "A1")):
        page = mapping.get(name, "map", key).content.decode()
        assert child.given_name not in page
        assert child.identity_number not in page


def test_an_overdue_step_is_marked(mapping):
    Step.objects.filter(kind="map").update(due_at=timezone.now() - timedelta(days=3))
    assert 'class="late"' in mapping.get("ulrika", "map", "A3").content.decode()
