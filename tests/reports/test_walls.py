"""Who may know what of a report: the unit that receives it, its sender, and nobody else."""

import pytest
from django.http import Http404
from django.urls import reverse

from coordination.access.conflicts import declare
from coordination.cases.actions import change_coordinator
from coordination.cases.inviting import admit
from coordination.models import Reading, Report, ReportEvent
from coordination.reports.actions import open_report
from coordination.reports.queries import children_of
from coordination.reports.taking import take_in
from permissions import policy
from tests.reports.conftest import ALBIN, SAGA

pytestmark = pytest.mark.django_db
RECEIVE = {"mira", "petra", "samira"}


def readers(cast, report):
    rows = Report.objects.filter(pk=report.pk)
    return {key for key, user in cast.users.items() if policy.reports.readable(user, rows).exists()}


def named_to(cast, report):
    rows = Report.objects.filter(pk=report.pk)
    return {key for key, user in cast.users.items() if policy.reports.naming(user, rows).exists()}


def test_while_it_waits_the_receiving_unit_reads_it_and_nobody_else(report, cast):
    assert readers(cast, report) == RECEIVE


def test_taken_in_it_is_read_by_who_works_in_the_case_and_by_the_manager(report, cast):
    case = take_in(report.children.get(), by=cast.users["mira"])
    assert readers(cast, report) == {"mira", "samira"}
    admit(case.participations.get(), cast.users["petra"], by=cast.users["mira"], reason="Kollega")
    assert readers(cast, report) == RECEIVE


def test_the_worker_who_takes_over_reads_it_and_the_one_before_no_more(report, cast):
    case = take_in(report.children.get(), by=cast.users["mira"])
    change_coordinator(case, by=cast.users["mira"], to=cast.users["petra"])
    assert readers(cast, report) == {"petra", "samira"}


def test_in_the_highest_class_not_even_the_manager_reads_it(report, cast):
    case = take_in(report.children.get(), by=cast.users["mira"])
    type(case).objects.filter(pk=case.pk).update(confidentiality=3)
    assert readers(cast, report) == set()


def test_with_a_conflict_of_interest_nobody_reads_it(report, cast):
    case = take_in(report.children.get(), by=cast.users["mira"])
    declare(case, cast.users["samira"], by=cast.users["samira"], why="friend", note="")
    assert readers(cast, report) == {"mira"}


def test_a_post_that_ended_opens_nothing(report, cast):
    from django.utils import timezone

    cast.users["petra"].memberships.update(ended_at=timezone.now())
    assert readers(cast, report) == {"mira", "samira"}


def test_who_reported_shielded_is_known_to_those_who_receive_and_those_in_the_case(register, cast):
    report = register()
    assert named_to(cast, report) == {"mira", "petra"}
    take_in(report.children.get(), by=cast.users["mira"])
    assert named_to(cast, report) == {"mira"}
    assert readers(cast, report) == {"mira", "samira"}


def test_the_page_of_the_manager_does_not_name_a_shielded_notifier(register, cast, client):
    report = register()
    url = reverse("report", args=[report.pk])
    for key, sees in (("samira", False), ("mira", True)):
        client.force_login(cast.users[key], backend="permissions.backend.PolicyBackend")
        assert ("Greta Granne" in client.get(url).content.decode()) is sees


def test_a_child_is_not_seen_through_the_case_of_a_sibling(send, cast):
    report = send(children=[ALBIN, SAGA])
    albin, saga = report.children.all()
    take_in(albin, by=cast.users["mira"])
    take_in(saga, by=cast.users["petra"])
    assert [c.given_name for c in children_of(cast.users["mira"], report)] == ["Albin"]
    assert [c.given_name for c in children_of(cast.users["petra"], report)] == ["Saga"]
    assert len(children_of(cast.users["samira"], report)) == 2


def test_the_sender_sees_the_status_and_a_colleague_not_even_that(report, cast, client):
    url = reverse("report_receipt", args=[report.pk])
    client.force_login(cast.users["henrik"], backend="permissions.backend.PolicyBackend")
    page = client.get(url).content.decode()
    assert report.number in page
    assert "blåmärken" not in page
    assert "Vikner" not in page
    assert client.get(reverse("report", args=[report.pk])).status_code == 404
    client.force_login(cast.users["ulrika"], backend="permissions.backend.PolicyBackend")
    assert client.get(url).status_code == 404


def test_the_sender_who_left_the_agency_sees_nothing_of_it(report, cast):
    from django.utils import timezone

    henrik = cast.users["henrik"]
    henrik.memberships.update(ended_at=timezone.now())
    assert not policy.reports.sent_by(henrik, Report.objects.all()).exists()


def test_every_reading_is_noted_on_the_report_and_in_the_case(report, cast):
    open_report(report.pk, by=cast.users["petra"])
    case = take_in(report.children.get(), by=cast.users["mira"])
    open_report(report.pk, by=cast.users["mira"])
    read = ReportEvent.objects.filter(kind="read").values_list("actor__email", flat=True)
    assert sorted(read) == ["mira@example.org", "petra@example.org"]
    reading = Reading.objects.get(case=case, what="report")
    assert (reading.reader, reading.object_id) == (cast.users["mira"], report.pk)


def test_who_leads_the_unit_sees_who_has_read_it_and_the_others_do_not(report, cast, client):
    open_report(report.pk, by=cast.users["petra"])
    for key, sees in (("samira", True), ("mira", False)):
        client.force_login(cast.users[key], backend="permissions.backend.PolicyBackend")
        page = client.get(reverse("report", args=[report.pk])).content.decode()
        assert ("Petra Holm" in page) is sees


def test_who_may_not_read_leaves_no_trace_and_gets_nothing(report, cast):
    with pytest.raises(Http404):
        open_report(report.pk, by=cast.users["jonas"])
    assert not ReportEvent.objects.filter(kind="read").exists()


def test_the_queue_is_for_the_unit_where_reports_come_in(report, cast, client):
    for key, status in (("mira", 200), ("samira", 200), ("jonas", 403), ("henrik", 403)):
        client.force_login(cast.users[key], backend="permissions.backend.PolicyBackend")
        answer = client.get(reverse("reports"))
        assert answer.status_code == status, key
        assert (report.number in answer.content.decode()) is (status == 200)
