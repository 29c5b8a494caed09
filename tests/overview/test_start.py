"""The start page, the search and the frame of every page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.models import CaseDraft, Step

pytestmark = pytest.mark.django_db


def start(client, user):
    client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_start_page_asks_for_a_log_in(client):
    assert client.get("/").status_code == 302


def test_the_coordinator_sees_her_steps_and_whom_she_waits_for(client, joint_case, person):
    Step.objects.all().update(due_at=timezone.now() - timedelta(days=2))
    page = start(client, person("petra"))
    assert joint_case.reference in page
    assert "Needs you now" in page
    assert "Open a joint case" in page
    assert "Sundgren" not in page


def test_a_contact_finds_the_invitation(client, case, consents, cast, person):
    from coordination.cases.inviting import invite

    invite(case, cast.agencies["A3"], by=person("petra"))
    page = start(client, person("henrik"))
    assert case.reference in page
    assert "Read and answer" in page
    assert case.title not in page
    assert "Read and answer" not in start(client, person("ulrika"))


def test_a_manager_sees_the_overdue_steps_of_the_unit(client, joint_case, person):
    Step.objects.all().update(due_at=timezone.now() - timedelta(days=2))
    page = start(client, person("samira"))
    assert "Overdue in your unit" in page
    assert joint_case.reference in page
    assert "E.S." not in page


def test_a_stranger_sees_nothing_of_the_case(client, joint_case, person):
    assert joint_case.reference not in start(client, person("ali"))


def test_an_unfinished_opening_is_on_the_start_page_of_its_owner_only(client, cast, person):
    CaseDraft.objects.create(owner=person("petra"), page=3)
    assert "Openings you have not finished" in start(client, person("petra"))
    assert "Openings you have not finished" not in start(client, person("mira"))


def test_a_fragment_of_the_start_page_has_no_frame(client, cast, person):
    client.force_login(person("petra"))
    page = client.get("/?part=now", headers={"X-Fragment": "1"}).content.decode()
    assert "<html" not in page
    assert "Needs you now" in page


def test_search_finds_by_reference_and_nothing_else(client, joint_case, person):
    client.force_login(person("ulrika"))
    assert client.get("/search/", {"q": joint_case.reference[-4:]}).url == joint_case.get_absolute_url()
    assert "No case with that reference" in client.get("/search/", {"q": "Sundgren"}).content.decode()
    client.force_login(person("ali"))
    page = client.get("/search/", {"q": joint_case.reference}).content.decode()
    assert "No case with that reference" in page


def test_the_start_page_costs_no_more_with_more_steps(client, joint_case, person, django_assert_max_num_queries):
    client.force_login(person("petra"))
    Step.objects.bulk_create(
        Step(case=joint_case, agency=joint_case.lead_agency, owner=person("petra"), kind="close", due_at=timezone.now())
        for _ in range(20)
    )
    with django_assert_max_num_queries(38):  # Two of them: notices that belong to no case, and whom one stands in for.
        client.get("/")
