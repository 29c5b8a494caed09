"""What was promised comes back: on the agenda of the next meeting, and on the page to read before it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from coordination.meetings.agendas import is_proposed, proposed_agenda, usual_agenda
from coordination.meetings.forms import MeetingForm
from coordination.overview.brief import queries

pytestmark = pytest.mark.django_db


def test_before_a_meeting_late_promises_stand_apart(agreed, person):
    action = agreed.actions.order_by("due_on").first()
    later = timezone.now() + timedelta(days=60)
    with time_machine.travel(later, tick=False):
        found = queries.promises(person("petra"), agreed.case)
    assert action in found["late"]
    assert not found["coming"]


def test_the_agenda_of_a_follow_up_is_made_of_what_was_promised(agreed):
    case = agreed.case
    case.status = "active"
    rows = proposed_agenda(case, "follow_up")
    for action in agreed.actions.all():
        assert any(action.text[:60] in row for row in rows)
    assert all(len(row) <= 160 for row in rows)
    assert proposed_agenda(case, "network") == usual_agenda("network")
    assert is_proposed(case, rows)
    assert MeetingForm(case=case).initial["agenda"].splitlines() == rows


def test_what_one_of_the_family_may_not_see_is_on_no_agenda(agreed):
    hidden = agreed.actions.first()
    hidden.for_family = False
    hidden.save()
    assert not any(hidden.text in row for row in proposed_agenda(agreed.case, "follow_up"))
