"""A plan of Ebbe's case at each stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.plans.actions import agree_plan, answer_plan, begin_plan, propose_plan, save_plan


def content(person, agency):
    """One goal, and one action each for school and leisure."""
    today = timezone.localdate()
    return {
        "summary": "Vi hjälps åt.",
        "crisis": "Ring Petra.",
        "follow_up_on": today + timedelta(days=60),
        "goals": [{"words": "Jag är i skolan", "start": 3, "target": 8}],
        "actions": [
            {
                "text": text,
                "agency": agency(key),
                "person": person(name),
                "starts_on": today,
                "due_on": today + timedelta(days=days),
                "goal": 1,
            }
            for text, key, name, days in (
                ("Möter upp varje morgon", "A3", "ulrika", 20),
                ("Betalar fotbollen", "A4", "leyla", 30),
            )
        ],
    }


@pytest.fixture
def draft(joint_case, person, agency):
    """Return a written draft."""
    return save_plan(begin_plan(joint_case, by=person("petra")), by=person("petra"), **content(person, agency))


@pytest.fixture
def proposed(draft, person):
    """Return the draft, proposed."""
    return propose_plan(draft, by=person("petra"))


@pytest.fixture
def agreed(proposed, person, agency):
    """Return the plan, approved by both and agreed."""
    for name, key in (("ulrika", "A3"), ("leyla", "A4")):
        answer_plan(proposed, by=person(name), agency=agency(key), approved=True)
    return agree_plan(proposed)
