"""A step put off leaves the list of its owner for a while, and nothing else changes."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from coordination.history.models import Event
from coordination.overview.start import my_steps
from coordination.steps import actions
from coordination.steps.queries import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(joint_case, person):
    """A step of the school that Ulrika has, due in ten days."""
    return actions.request_step(
        joint_case,
        agency=joint_case.participations.get(agency__kind="school").agency,
        kind="map",
        due_at=timezone.now() + timedelta(days=10),
        owner=person("ulrika"),
    )


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def test_it_leaves_the_list_and_comes_back_on_the_day(step, person):
    ulrika = person("ulrika")
    before = Desk(ulrika).counts()["mine"]
    actions.put_off(step, by=ulrika, until=in_days(4))
    assert Desk(ulrika).counts()["mine"] == before - 1
    assert step not in my_steps(ulrika)
    with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
        assert Desk(ulrika).counts()["mine"] == before
        assert step in my_steps(ulrika)


def test_its_last_day_and_its_owner_stay_and_the_history_tells(step, person):
    due = step.due_at
    actions.put_off(step, by=person("ulrika"), until=in_days(4))
    step.refresh_from_db()
    assert (step.due_at, step.owner, step.is_put_off) == (due, person("ulrika"), True)
    assert Event.objects.filter(step=step, kind="step-put-off", actor=person("ulrika")).count() == 1


@pytest.mark.parametrize("days", [-1, 0, 11])
def test_a_day_that_has_passed_or_lies_after_the_last_day_is_refused(step, person, days):
    with pytest.raises(ValidationError):
        actions.put_off(step, by=person("ulrika"), until=in_days(days))
    step.refresh_from_db()
    assert step.put_off_until is None


def test_nobody_puts_off_what_nobody_has_or_another_has(step, person):
    actions.hand_back(step, by=person("ulrika"))
    with pytest.raises(PermissionDenied):
        actions.put_off(step, by=person("ulrika"), until=in_days(2))


@pytest.mark.parametrize("how", ["nudge", "hand_back", "take_up"])
def test_who_reminds_gives_back_or_takes_up_brings_it_back_at_once(step, person, how):
    actions.put_off(step, by=person("ulrika"), until=in_days(4))
    act = getattr(actions, how)
    act(step, by=person("petra") if how == "nudge" else person("ulrika"))
    step.refresh_from_db()
    assert not step.is_put_off


def test_the_page_keeps_what_was_typed_and_says_why_not(client, step, person, read_in_english):
    client.force_login(person("ulrika"))
    url = reverse("step_put_off", args=[step.pk])
    assert client.get(url).status_code == 200
    late = in_days(30).isoformat()
    answer = client.post(url, {"until": late})
    assert answer.status_code == 422
    assert late in answer.content.decode()
    assert client.post(url, {"until": in_days(3).isoformat()}).url == reverse("my_steps")
    listed = " ".join(client.get(reverse("my_steps")).content.decode().split())
    assert "Put off" in listed
    assert client.post(reverse("step_take_up", args=[step.pk])).url == reverse("step", args=[step.pk])
    step.refresh_from_db()
    assert step.put_off_until is None


def told(client, url):
    return client.post(url, follow=True).content.decode()


def test_who_comes_too_late_or_has_not_got_the_step_reads_the_true_reason(client, step, person, read_in_english):
    client.force_login(person("ulrika"))
    take, take_up = (reverse(name, args=[step.pk]) for name in ("step_take", "step_take_up"))
    step.owner = person("henrik")
    step.save()
    assert "Henrik" in told(client, take)
    assert "Only who has the step can take it up again." in told(client, take_up)
    step.withdrawn_at = timezone.now()
    step.save()
    assert "The step is no longer needed." in told(client, take_up)
    step.withdrawn_at, step.completed_at, step.completed_by = None, timezone.now(), person("henrik")
    step.save()
    assert f"{person('henrik')} did the step on" in told(client, take)
