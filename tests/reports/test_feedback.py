"""What the notifier is told of a report (SoL 19:6): one of three words, to a professional, once."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from coordination.models import Event, ReportNotice
from coordination.reports.actions import ask_feedback, give_feedback
from coordination.reports.queries import feedback_wanted
from coordination.reports.taking import take_in

pytestmark = pytest.mark.django_db


def test_the_sender_asks_and_those_who_work_with_it_are_told(report, cast):
    take_in(report.children.get(), by=cast.users["mira"])
    ask_feedback(report, by=cast.users["henrik"])
    ask_feedback(report, by=cast.users["henrik"])
    assert [n.recipient for n in ReportNotice.objects.filter(kind="asked")] == [cast.users["mira"]]
    assert feedback_wanted(cast.users["mira"]) == []  # Nothing is decided yet.


def test_the_sender_is_told_that_and_nothing_more(report, cast, client):
    case = take_in(report.children.get(), by=cast.users["mira"])
    give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")
    notice = ReportNotice.objects.get(kind="told")
    assert notice.recipient == cast.users["henrik"]
    client.force_login(cast.users["henrik"], backend="permissions.backend.PolicyBackend")
    page = client.get(reverse("report_receipt", args=[report.pk])).content.decode()
    assert "En utredning är inledd" in page
    assert case.reference not in page
    notice.refresh_from_db()
    assert notice.read_at
    assert Event.objects.get(kind="report-answered").facts["answer"] == "opened"
    assert feedback_wanted(cast.users["mira"]) == []


def test_the_answer_is_given_once(report, cast):
    take_in(report.children.get(), by=cast.users["mira"])
    give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")
    with pytest.raises(ValidationError):
        give_feedback(report.children.get(), by=cast.users["mira"], answer="not_opened")


def test_a_private_notifier_is_told_nothing(register, cast):
    report = register()
    take_in(report.children.get(), by=cast.users["mira"])
    with pytest.raises(ValidationError):
        give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")


def test_nobody_asks_about_the_report_of_somebody_else(report, cast):
    for key in ("ulrika", "mira"):
        with pytest.raises(Http404):
            ask_feedback(report, by=cast.users[key])


def test_only_who_reads_it_as_a_member_answers(report, cast):
    child = report.children.get()
    take_in(child, by=cast.users["mira"])
    for key in ("petra", "samira", "henrik"):
        with pytest.raises(Http404):
            give_feedback(child, by=cast.users[key], answer="opened")


def test_in_finland_the_receipt_is_all(send, cast):
    report = send(by="mikko", agency="A11", to="A9", children=[{"given_name": "Eetu"}])
    assert not report.may_get_feedback
    with pytest.raises(ValidationError):
        ask_feedback(report, by=cast.users["mikko"])
