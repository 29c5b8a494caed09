"""The notification centre: what was told, as far as it may still be known."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.cases.inviting import leave
from coordination.history.recording import record
from coordination.models import Notification
from coordination.notifications.queries import known, unread_count
from coordination.sharing.consent import withdraw_consent
from coordination.steps.actions import request_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(joint_case):
    """Ebbe's case with nothing told yet."""
    Notification.objects.all().delete()
    return joint_case


@pytest.fixture
def as_(client, cast):
    """Log somebody in, in English, and return their browser."""

    def log_in(name):
        cast.users[name].language = "en"
        cast.users[name].save()
        client.force_login(cast.users[name])
        return client

    return log_in


def centre(browser, query=""):
    return browser.get(reverse("notifications") + query).content.decode()


def told(user):
    return Notification.objects.filter(recipient=user)


def test_news_is_told_as_a_sentence_with_its_case_and_whether_it_is_read(quiet, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"))
    text = centre(as_("ulrika"))
    assert "The joint plan is agreed" in text
    assert quiet.reference in text
    assert "1 unread" in text
    assert quiet.title not in text


def test_opening_marks_it_read_and_leads_to_the_thing(quiet, person, agency, as_):
    step = request_step(quiet, agency=agency("A3"), kind="map", due_at=timezone.now() + timedelta(days=9))
    notification = told(person("ulrika")).get()
    answer = as_("ulrika").post(reverse("notification_open", args=[notification.pk]))
    assert answer.status_code == 302
    assert str(step.pk) in answer.url or quiet.reference in answer.url
    notification.refresh_from_db()
    assert notification.read_at


def test_opening_by_link_changes_nothing(quiet, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"))
    notification = told(person("ulrika")).get()
    assert as_("ulrika").get(reverse("notification_open", args=[notification.pk])).status_code == 405
    notification.refresh_from_db()
    assert notification.read_at is None


def test_nobody_opens_or_reads_what_others_were_told(quiet, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"), tell=[person("ulrika")])
    notification = told(person("ulrika")).get()
    browser = as_("leyla")
    assert browser.post(reverse("notification_open", args=[notification.pk])).status_code == 404
    browser.post(reverse("notifications_read_all"))
    notification.refresh_from_db()
    assert notification.read_at is None
    assert "The joint plan is agreed" not in centre(browser)


def test_marking_all_as_read_leaves_what_came_since_the_page_was_shown(quiet, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"))
    newest = told(person("ulrika")).get().pk
    record(quiet, "followed-up", actor=person("petra"))
    as_("ulrika").post(reverse("notifications_read_all"), {"upto": newest})
    assert unread_count(person("ulrika")) == 1
    as_("ulrika").post(reverse("notifications_read_all"), {"upto": "x"})
    assert unread_count(person("ulrika")) == 0


def test_only_the_unread_ones_if_one_asks(quiet, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"))
    told(person("ulrika")).update(read_at=timezone.now())
    record(quiet, "followed-up", actor=person("petra"))
    text = centre(as_("ulrika"), "?show=unread")
    assert "The plan was followed up" in text
    assert "The joint plan is agreed" not in text


def test_of_a_case_one_has_lost_only_the_farewell_remains(quiet, consents, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"))
    withdraw_consent(consents[0], by=person("petra"))
    text = centre(as_("ulrika"))
    assert "A consent was withdrawn" in text
    assert "The case is frozen" in text
    assert "You no longer have access to the case." in text
    assert "The joint plan is agreed" not in text
    assert "Petra Holm" not in text.split("list-title")[1]
    for row in known(person("ulrika")):
        assert f'action="{reverse("notification_open", args=[row.pk])}"' not in text


def test_what_is_hidden_cannot_be_opened_and_is_not_counted(quiet, agency, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"), tell=[person("ulrika")])
    notification = told(person("ulrika")).get()
    leave(quiet.participations.get(agency=agency("A3")), by=person("petra"), reason="x")
    Notification.objects.exclude(pk=notification.pk).delete()
    assert unread_count(person("ulrika")) == 0
    assert as_("ulrika").post(reverse("notification_open", args=[notification.pk])).status_code == 404


def test_a_contact_hears_of_the_invitation_before_there_is_access(case, consents, person, as_):
    from coordination.cases.inviting import invite
    from coordination.models import Agency

    invite(case, Agency.objects.get(kind="school", municipality=case.municipality), by=person("petra"))
    text = centre(as_("henrik"))
    assert "Petra Holm invited Åbrinkens skola" in text
    assert "Ebbe" not in text


def test_the_badge_counts_what_is_listed_and_says_it(quiet, consents, person, as_):
    assert as_("ulrika").get(reverse("notifications_unread")).content.strip() == b""
    record(quiet, "plan-agreed", actor=person("petra"))
    text = as_("ulrika").get(reverse("notifications_unread")).content.decode()
    assert "You have one unread notification" in text
    assert "<html" not in text
    withdraw_consent(consents[0], by=person("petra"))
    assert unread_count(person("ulrika")) == known(person("ulrika")).count()


def test_a_page_ends_and_goes_on(quiet, person, as_):
    for _ in range(45):
        record(quiet, "plan-agreed", actor=person("petra"))
    text = centre(as_("ulrika"))
    assert text.count('<tr role="row"><th role="rowheader"') == 40
    oldest = told(person("ulrika")).order_by("-pk")[39].pk
    assert centre(as_("ulrika"), f"?before={oldest}").count('<tr role="row"><th role="rowheader"') == 5
    assert centre(as_("ulrika"), "?before=%00x")


def test_a_fragment_is_the_list_alone(quiet, person, as_):
    record(quiet, "plan-agreed", actor=person("petra"))
    text = as_("ulrika").get(reverse("notifications"), headers={"X-Fragment": "1"}).content.decode()
    assert "The joint plan is agreed" in text
    assert "<html" not in text


@pytest.mark.parametrize("route", ["notifications", "notifications_unread", "profile", "session_left"])
def test_without_a_log_in_there_is_nothing(db, client, route):
    answer = client.get(reverse(route))
    assert answer.status_code == 302
    assert "log-in" in answer.url


def test_who_muted_a_kind_is_not_told_and_what_must_be_told_is(quiet, person):
    ulrika = person("ulrika")
    ulrika.muted_events = ["plan-agreed", "plan-proposed"]
    ulrika.save()
    record(quiet, "plan-agreed", actor=person("petra"))
    assert not told(ulrika).exists()
    assert told(person("leyla")).exists()
    record(quiet, "plan-proposed", actor=person("petra"))
    assert told(ulrika).count() == 1
