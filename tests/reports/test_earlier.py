"""That a child was reported before, for who receives the new report: when and what became of it, and no more."""

import pytest
from django.urls import reverse

from coordination.access.conflicts import declare
from coordination.models import Case, ReportEvent
from coordination.reports.actions import find_earlier
from coordination.reports.taking import take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(report, cast):
    """Petra has worked with an earlier report about Albin."""
    return take_in(report.children.get(), by=cast.users["petra"])


@pytest.fixture
def child(earlier, send):
    """Albin, in a new report of the youth club."""
    return send(by="leyla", agency="A4").children.get()


def found_by(child, user):
    return [other.case for other in find_earlier(child, by=user)]


def test_a_colleague_learns_that_there_is_an_open_case_and_whom_to_ask(child, earlier, cast, client):
    client.force_login(cast.users["mira"], backend="permissions.backend.PolicyBackend")
    page = client.get(reverse("report_take_in", args=[child.pk])).content.decode()
    assert "Petra Holm" in page
    assert earlier.reference not in page
    event = ReportEvent.objects.get(kind="found")
    assert (event.actor, event.report) == (cast.users["mira"], earlier.reported.get().report)


def test_nobody_else_learns_it(child, earlier, cast):
    assert found_by(child, cast.users["mira"]) == [earlier]
    for key in ("samira", "jonas", "henrik", "leyla", "aino"):
        assert found_by(child, cast.users[key]) == []


def test_only_exactly_the_same_number_tells_it(earlier, send, cast):
    other = send(children=[{"given_name": "Albin", "family_name": "Vikner"}]).children.get()
    assert found_by(other, cast.users["mira"]) == []


def test_a_case_of_the_highest_class_is_not_found(child, earlier, cast):
    Case.objects.filter(pk=earlier.pk).update(confidentiality=3)
    assert found_by(child, cast.users["mira"]) == []


def test_nor_one_in_which_there_is_a_conflict_of_interest(child, earlier, cast):
    declare(earlier, cast.users["mira"], by=cast.users["petra"], why="friend", note="")
    assert found_by(child, cast.users["mira"]) == []
