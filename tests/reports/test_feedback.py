"""What the notifier is told of a report (SoL 19:6): one of three words, to a professional, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from coordination.clocks.queries import open_clock
from coordination.models import BasisRuling, Disclosure, Event, LegalBasis, ReportNotice
from coordination.reports.feedback import ask_feedback, give_feedback
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


def test_telling_is_a_disclosure_with_its_ground_that_does_not_say_who_reported(report, cast, client):
    case = take_in(report.children.get(), by=cast.users["mira"])
    give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")
    told = Disclosure.objects.get(case=case)
    assert (told.basis.code, told.own_initiative) == ("SE-SOL-19-6", False)
    assert told.entry.text == "En utredning är inledd"
    assert set(told.conditions_ticked) == set(told.basis.condition_codes)
    client.force_login(cast.users["mira"], backend="permissions.backend.PolicyBackend")
    for name in ("case_ledger", "case_ledger_csv"):
        page = client.get(reverse(name, args=[case.reference])).content.decode()
        assert "Den som anmälde oron" in page
        assert "Återkoppling på begäran" in page
        assert "Henrik" not in page
        assert str(cast.agencies["A3"]) not in page
    assert not Disclosure.objects.live().exists(), "it was told once and lets nobody read"


def test_who_did_not_ask_is_told_on_the_permission(send, cast):
    report = send(wants_feedback=False)
    take_in(report.children.get(), by=cast.users["mira"])
    give_feedback(report.children.get(), by=cast.users["mira"], answer="not_opened")
    told = Disclosure.objects.get()
    assert (told.basis.code, told.own_initiative) == ("SE-OSL-26-9a", True)


def test_a_ground_that_the_lawyer_switched_off_carries_no_feedback(report, cast):
    take_in(report.children.get(), by=cast.users["mira"])
    basis = LegalBasis.objects.get(code="SE-SOL-19-6")
    town = cast.municipalities["lindaker"]
    BasisRuling.objects.create(basis=basis, municipality=town, ruling="off", note="Nej", by=cast.users["gun"])
    with pytest.raises(ValidationError):
        give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")
    assert not report.children.get().feedback


def test_before_it_is_taken_in_there_is_nothing_to_tell(report, cast):
    with pytest.raises(ValidationError):
        give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")


def test_the_week_runs_from_the_decision_however_late_within_it_somebody_asks(send, cast, decided):
    report = send(wants_feedback=False)
    case = decided(take_in(report.children.get(), by=cast.users["mira"]))
    last = timezone.localdate() + timedelta(days=7)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        ask_feedback(report, by=cast.users["henrik"])
    assert open_clock(case, "SE-D05").last_day == last


def test_who_asks_when_the_week_is_over_is_told_at_once_and_not_by_a_day_that_has_passed(send, cast, decided):
    report = send(wants_feedback=False)
    case = decided(take_in(report.children.get(), by=cast.users["mira"]))
    late = timezone.make_aware(timezone.datetime(2027, 2, 2, 10))  # A Tuesday.
    with time_machine.travel(late, tick=False):
        ask_feedback(report, by=cast.users["henrik"])
        deadline = open_clock(case, "SE-D05")
        assert deadline.started_at == late
        assert deadline.last_day.isoformat() == "2027-02-03"
        assert not deadline.is_breached
