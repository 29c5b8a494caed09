"""A unit manager moves many steps at once, and sees what came of each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.cases.inviting import admit
from coordination.models import Notification, Step
from coordination.steps.moving import reassign_many

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]


@pytest.fixture
def unit(joint_case, cast, person):
    """Gun works at the school too and has access; Ulrika has two steps there."""
    person("gun").memberships.create(agency=cast.agencies["A3"], post="member")
    there = joint_case.participations.get(agency=cast.agencies["A3"])
    admit(there, person("gun"), by=person("henrik"), reason="x")
    due = timezone.now() + timedelta(days=1)
    kinds = ("map", "approve", "call_meeting")
    return [
        Step.objects.create(case=joint_case, agency=cast.agencies["A3"], owner=person("ulrika"), kind=kind, due_at=due)
        for kind in kinds
    ]


def test_each_step_is_moved_by_itself_and_one_that_cannot_be_says_why(unit, person):
    unit[1].withdrawn_at = timezone.now()
    unit[1].save()
    moved = reassign_many(unit, by=person("henrik"), to=person("gun"), reason="x")
    assert [bool(row.why_not) for row in moved] == [False, True, True]
    assert "no longer open" in moved[1].why_not
    assert "Change the coordinator" in moved[2].why_not
    owners = list(Step.objects.filter(pk__in=[s.pk for s in unit]).order_by("kind").values_list("owner", flat=True))
    assert owners.count(person("gun").pk) == 1
    told = Notification.objects.filter(event__kind="step-reassigned").values_list("recipient", flat=True)
    assert set(told) == {person("gun").pk, person("ulrika").pk}


def test_ticked_in_the_units_list_moved_on_the_next_page(client, unit, person):
    client.force_login(person("henrik"))
    page = client.get(reverse("my_steps"), {"tab": "unit"})
    assert page.text.count('name="step"') == len(unit)
    keys = [str(step.pk) for step in unit]
    assert client.get(reverse("steps_move"), {"step": keys}).text.count('name="step"') == len(unit)
    answer = client.post(reverse("steps_move"), {"step": keys, "to": person("gun").pk, "reason": "Ulrika is away"})
    assert "Not everything could be moved" in answer.text
    assert Step.objects.filter(owner=person("gun")).count() == 2
    wrong = client.post(reverse("steps_move"), {"step": keys[:1], "to": person("petra").pk, "reason": "x"})
    assert wrong.status_code == 422


def test_nothing_ticked_or_not_ones_own_units_steps_moves_nothing(client, unit, person):
    client.force_login(person("henrik"))
    for keys in ([], ["x"], [str(Step.objects.filter(agency__kind="social").first().pk)]):
        assert client.get(reverse("steps_move"), {"step": keys}).status_code == 302
    client.force_login(person("samira"))
    keys = [str(step.pk) for step in unit]
    assert client.post(reverse("steps_move"), {"step": keys, "to": "1", "reason": "x"}).status_code == 302
    assert not Step.objects.exclude(pk__in=keys).filter(owner=person("gun")).exists()
    client.force_login(person("petra"))
    assert client.get(reverse("steps_move"), {"step": keys}).status_code == 404
