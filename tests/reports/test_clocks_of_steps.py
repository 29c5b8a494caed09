"""Steps that lead up to a deadline of the law are due with it, and move when it does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from viewflow.workflow.status import STATUS

from coordination.clocks.extending import extend_clock
from coordination.clocks.queries import open_clock
from coordination.reports.taking import take_in
from workflows.runs import complete

pytestmark = pytest.mark.django_db


def test_more_time_for_the_investigation_moves_the_step_and_its_reminders(report, cast, decided):
    case = decided(take_in(report.children.get(), by=cast.users["mira"]))
    feedback = case.steps.open().filter(kind="feedback").first()
    assert feedback is not None
    complete(feedback, by=cast.users["mira"], apply=lambda run: "done")
    step, deadline = case.steps.open().get(kind="investigate"), open_clock(case, "SE-D03")
    assert step.due_at == deadline.due
    until = deadline.last_day + timedelta(days=30)
    extend_clock(deadline, by=cast.users["samira"], until=until, reason="Särskilda skäl")
    step.refresh_from_db()
    assert timezone.localdate(step.due_at) == until
    armed = step.link.task.leading.filter(status=STATUS.SCHEDULED)
    assert {t.flow_task.what: timezone.localdate(t.scheduled) for t in armed} == {
        "remind": until - timedelta(days=14),
        "overdue": until,
        "escalate": until + timedelta(days=1),
    }
    assert not deadline.step_id, "it is the decision that meets it"
