"""Who is told of reports, where, and that nothing of them is said there."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.actions import mark_all_read
from coordination.notifications.digests import send_digests
from coordination.notifications.queries import badge_count
from coordination.reports.actions import open_report
from coordination.reports.feedback import give_feedback
from coordination.reports.taking import take_in

pytestmark = pytest.mark.django_db


def log_in(client, user):
    client.force_login(user, backend="permissions.backend.PolicyBackend")


def test_the_bell_counts_a_new_report_until_it_is_read(report, cast):
    mira = cast.users["mira"]
    assert badge_count(mira) == 1
    open_report(report.pk, by=mira)
    assert badge_count(mira) == 0
    assert badge_count(cast.users["petra"]) == 1


def test_a_notice_of_a_report_that_is_no_longer_open_to_one_is_gone(report, cast):
    assert badge_count(cast.users["petra"]) == 1
    take_in(report.children.get(), by=cast.users["mira"])
    assert badge_count(cast.users["petra"]) == 0


def test_the_notification_centre_names_the_report_by_its_number_only(report, cast, client):
    log_in(client, cast.users["mira"])
    page = client.get(reverse("notifications")).content.decode()
    assert report.number in page
    assert "Vikner" not in page
    assert "Albin" not in page
    mark_all_read(cast.users["mira"])
    assert report.number not in client.get(reverse("notifications")).content.decode()


def test_the_start_page_says_how_many_wait_to_those_who_receive_them(report, cast, client):
    log_in(client, cast.users["mira"])
    assert "1 anmälan väntar" in client.get(reverse("start")).content.decode()
    log_in(client, cast.users["ulrika"])
    page = client.get(reverse("start")).content.decode()
    assert reverse("report_new") in page
    assert f'href="{reverse("reports")}"' not in page


def test_the_mail_says_that_there_is_one_and_nothing_of_it(report, cast):
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert send_digests() == 3
        assert send_digests() == 0
    said = "\n".join(f"{m.subject} {m.body}" for m in mail.outbox)
    assert "Orosanmälningar: 1 ny avisering." in said
    assert not any(word in said for word in (report.number, "Albin", "Vikner", "Henrik"))


def test_the_sender_is_told_of_feedback_with_a_way_to_the_receipt(report, cast, client):
    take_in(report.children.get(), by=cast.users["mira"])
    give_feedback(report.children.get(), by=cast.users["mira"], answer="opened")
    assert badge_count(cast.users["henrik"]) == 1
    log_in(client, cast.users["henrik"])
    assert reverse("report_receipt", args=[report.pk]) in client.get(reverse("notifications")).content.decode()
