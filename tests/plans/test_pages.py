"""The pages of the plan and of the minutes, as each person gets them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.meetings.actions import call_meeting
from coordination.models import Action, Plan
from coordination.plans.actions import begin_plan, change_action, save_plan
from tests.plans.conftest import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client, person):
    def log_in(name):
        user = person(name)
        user.language = "en"
        user.save(update_fields=["language"])
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def meeting(joint_case, person, agency):
    return call_meeting(
        joint_case,
        by=person("petra"),
        kind="network",
        starts_at=timezone.now(),
        place="Navet",
        agencies=[agency("A3"), agency("A4")],
        agenda=["Bilden"],
    )


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def typed(client, url, **changes):
    """What a browser would send back from the form of a plan."""
    shown = client.get(url).context
    data = {"goal-count": str(shown["goals"].count), "action-count": str(shown["actions"].count)}
    for form in (shown["form"], *shown["goals"].forms, *shown["actions"].forms):
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif isinstance(value, list):
                data[field.html_name] = value
            elif value not in (None, False):
                data[field.html_name] = str(value)
    return data | changes


def test_strangers_find_no_plan(agreed, as_user):
    reference = agreed.case.reference
    client = as_user("ali")
    for name, args in (
        ("plan", [reference]),
        ("plan_versions", [reference]),
        ("plan_edit", [agreed.pk]),
        ("plan_follow_up", [agreed.pk]),
        ("action_update", [agreed.actions.first().pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404
        assert client.post(reverse(name, args=args)).status_code in (404, 405)
    assert client.post(reverse("plan_begin", args=[reference])).status_code == 404


def test_a_draft_is_hidden_from_partners(draft, as_user):
    reference = draft.case.reference
    assert "Jag är i skolan" in page(as_user("petra"), "plan", reference)
    client = as_user("ulrika")
    assert "Jag är i skolan" not in page(client, "plan", reference)
    assert client.get(reverse("plan", args=[reference]), {"version": "1"}).status_code == 404
    assert client.get(reverse("action_update", args=[draft.actions.first().pk])).status_code == 404
    assert client.get(reverse("plan_edit", args=[draft.pk])).status_code == 404
    assert "Jag är i skolan" not in page(client, "plan_versions", reference)


def test_everybody_in_the_case_reads_the_agreed_plan(agreed, as_user, person):
    change_action(agreed.actions.get(person=person("leyla")), by=person("leyla"), status="done", note="Betalt")
    shown = page(as_user("ulrika"), "plan", agreed.case.reference)
    for text in (
        "Jag är i skolan",
        "Möter upp varje morgon",
        "Betalt",
        "1 of 2 actions is done".replace(" is", " are"),
    ):
        assert text in shown
    assert shown.count(reverse("action_update", args=[agreed.actions.get(person=person("ulrika")).pk])) == 1
    assert reverse("action_update", args=[agreed.actions.get(person=person("leyla")).pk]) not in shown


def test_an_overdue_action_is_marked(agreed, as_user):
    Action.objects.update(
        starts_on=timezone.localdate() - timedelta(9), due_on=timezone.localdate() - timedelta(days=3)
    )
    shown = page(as_user("ulrika"), "plan", agreed.case.reference)
    assert "3 days late" in shown
    assert "2 overdue" in shown


def test_the_fragment_of_the_plan_is_the_same_twice(agreed, as_user):
    client = as_user("petra")
    url = reverse("plan", args=[agreed.case.reference])
    first, second = (client.get(url, headers={"X-Fragment": "1"}).content for _ in range(2))
    assert first == second
    assert b"<html" not in first
    assert first.strip() in client.get(url).content


def test_the_plan_is_begun_written_and_saved_by_its_form(joint_case, as_user, agency, person):
    client = as_user("petra")
    begun = client.post(reverse("plan_begin", args=[joint_case.reference]))
    plan = Plan.objects.get()
    assert begun.url == reverse("plan_edit", args=[plan.pk])
    data = typed(
        client,
        begun.url,
        **{
            "summary": "Tillsammans",
            "goal-0-words": "Jag är i skolan",
            "goal-0-start": "3",
            "goal-0-target": "8",
            "action-0-text": "Möter upp",
            "action-0-who": f"{agency('A3').pk}:{person('ulrika').pk}",
            "action-0-goal": "1",
        },
    )
    assert client.post(begun.url, data).url == reverse("plan", args=[joint_case.reference])
    action = Action.objects.get()
    assert (action.goal.words, action.person, action.for_family) == ("Jag är i skolan", person("ulrika"), True)


def test_rows_are_added_and_taken_away_without_losing_what_was_typed(draft, as_user):
    client = as_user("petra")
    url = reverse("plan_edit", args=[draft.pk])
    data = typed(client, url, summary="Halvskrivet", **{"action-0-text": "Nytt ord"})
    added = client.post(url, data | {"goal-add": "1"})
    assert added.status_code == 200
    assert added.context["goals"].count == 2
    shown = added.content.decode()
    assert "Halvskrivet" in shown
    assert "Nytt ord" in shown
    assert "errorlist" not in shown
    fewer = client.post(url, data | {"action-remove": "0"})
    assert fewer.context["actions"].count == 1
    assert "Nytt ord" not in fewer.content.decode()
    assert draft.actions.count() == 2


def test_actions_follow_their_goal_when_another_goal_is_taken_away(draft, as_user):
    client = as_user("petra")
    url = reverse("plan_edit", args=[draft.pk])
    data = typed(client, url)
    data |= {"goal-count": "2", "goal-1-words": "Fotboll", "goal-1-start": "1", "goal-1-target": "5"}
    data |= {"action-1-goal": "2"}
    shown = client.post(url, data | {"goal-remove": "0"})
    assert [row["goal"].value() for row in shown.context["actions"].forms] == ["", 1]


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "-1", "x", "\x00"])
def test_odd_numbers_of_rows_do_no_harm(draft, as_user, odd):
    client = as_user("petra")
    url = reverse("plan_edit", args=[draft.pk])
    data = typed(client, url)
    assert client.post(url, data | {"goal-remove": odd, "action-0-goal": odd}).status_code == 200
    assert client.post(url, data | {"action-0-goal": odd, "action-0-pk": odd}).status_code == 422


def test_an_empty_row_is_no_row(draft, as_user):
    client = as_user("petra")
    url = reverse("plan_edit", args=[draft.pk])
    data = typed(client, url) | {
        "goal-count": "3",
        "goal-2-words": "Fotboll",
        "goal-2-start": "1",
        "goal-2-target": "5",
    }
    data |= {"action-0-goal": "3"}
    assert client.post(url, data).status_code == 302
    assert [g.words for g in draft.goals.all()] == ["Jag är i skolan", "Fotboll"]
    assert draft.actions.get(text="Möter upp varje morgon").goal.words == "Fotboll"


@pytest.mark.parametrize(
    "wrong",
    [
        {"goal-0-start": "11"},
        {"goal-0-words": ""},
        {"action-0-who": "x:y"},
        {"action-0-due_on": "2001-01-01"},
        {"action-0-goal": "9"},
        {"follow_up_on": "31 februari"},
        {"follow_up_on": "2020-01-01"},
    ],
)
def test_a_wrong_plan_is_explained_and_nothing_of_it_is_saved(draft, as_user, wrong):
    client = as_user("petra")
    url = reverse("plan_edit", args=[draft.pk])
    response = client.post(url, typed(client, url, summary="Kvar", **wrong))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Kvar" in shown
    assert "errsum" in shown
    assert "<title>Error:" in shown
    draft.refresh_from_db()
    assert draft.summary == "Vi hjälps åt."


def test_two_writers_of_the_plan_see_both_versions(draft, as_user, person, agency):
    client = as_user("petra")
    url = reverse("plan_edit", args=[draft.pk])
    data = typed(client, url, summary="Min text")
    save_plan(draft, by=person("petra"), **content(person, agency) | {"summary": "Den andras text"})
    conflict = client.post(url, data)
    shown = conflict.content.decode()
    assert conflict.status_code == 409
    assert "Min text" in shown
    assert "Den andras text" in shown
    draft.refresh_from_db()
    assert draft.summary == "Den andras text"
    again = dict(conflict.context["posted"]) | {"keep": conflict.context["version"]}
    assert client.post(url, again).status_code == 302
    draft.refresh_from_db()
    assert draft.summary == "Min text"


def test_a_proposed_plan_is_not_edited(proposed, as_user):
    client = as_user("petra")
    assert client.get(reverse("plan_edit", args=[proposed.pk])).status_code == 302
    assert as_user("ulrika").get(reverse("plan_edit", args=[proposed.pk])).status_code == 403


def test_an_action_is_updated_by_its_agency(agreed, as_user, person):
    action = agreed.actions.get(person=person("ulrika"))
    url = reverse("action_update", args=[action.pk])
    assert as_user("leyla").get(url).status_code == 403
    client = as_user("ulrika")
    refused = client.post(url, {"status": "dropped", "note": ""})
    assert refused.status_code == 422
    assert client.post(url, {"status": "going", "note": "Varje dag"}).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.note) == ("going", "Varje dag")


def test_goals_are_marked_by_the_coordinator(agreed, as_user):
    url = reverse("plan_follow_up", args=[agreed.pk])
    goal = agreed.goals.get()
    data = {"goal-count": "1", "goal-0-pk": str(goal.pk), "goal-0-now": "6", "goal-0-result": "Bättre", "next_on": ""}
    assert as_user("ulrika").get(url).status_code == 403
    client = as_user("petra")
    assert client.get(url).status_code == 200
    refused = client.post(url, data | {"goal-0-now": "12"})
    assert refused.status_code == 422
    assert "Bättre" in refused.content.decode()
    assert client.post(url, data).status_code == 302
    goal.refresh_from_db()
    assert goal.now == 6


def test_versions_show_what_changed(agreed, as_user, person, agency):
    plan = begin_plan(agreed.case, by=person("petra"))
    goal = plan.goals.get()
    given = content(person, agency)
    given["goals"] = [{"pk": goal.pk, "words": "Jag är i skolan varje dag", "start": 3, "target": 9}]
    save_plan(plan, by=person("petra"), **given)
    shown = page(as_user("petra"), "plan_versions", agreed.case.reference)
    assert "Jag är i skolan varje dag (from 3 to 9)" in shown
    assert "Jag är i skolan (from 3 to 8)" in shown
