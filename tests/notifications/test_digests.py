"""Mail about what was not read: little, once, and only to who may still know."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from coordination.history.recording import record
from coordination.models import Event, Notification
from coordination.notifications import digests
from coordination.notifications.digests import send_digests
from coordination.sharing.consent import withdraw_consent


@pytest.fixture(autouse=True)
def in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://samverkan.example"


def news(case, *people, minutes=90, kind="plan-agreed"):
    """Let people have been told something a while ago."""
    event = Event.objects.create(case=case, kind=kind, at=timezone.now() - timedelta(minutes=minutes))
    Notification.objects.bulk_create(Notification(recipient=p, event=event) for p in people)
    return event


@pytest.fixture
def quiet(joint_case):
    Notification.objects.all().delete()
    return joint_case


@pytest.mark.django_db
def test_one_mail_says_how_much_is_new_and_where_and_nothing_else(quiet, person):
    ulrika = person("ulrika")
    ulrika.language = "en"
    ulrika.save()
    news(quiet, ulrika)
    news(quiet, ulrika, kind="followed-up")
    assert send_digests() == 1
    (sent,) = mail.outbox
    assert sent.to == [ulrika.email]
    assert sent.subject == "Samverkan: 2 new notifications"
    assert quiet.reference in sent.body
    assert "https://samverkan.example/notifications/" in sent.body
    for hidden in (quiet.title, quiet.purpose, "Ebbe", "Sundgren", "Petra", "Ulrika", "skola", "plan"):
        assert hidden not in sent.body + sent.subject


@pytest.mark.django_db
def test_a_mail_is_sent_once(quiet, person):
    news(quiet, person("ulrika"))
    assert [send_digests(), send_digests()] == [1, 0]


@pytest.mark.django_db
def test_what_is_fresh_read_or_unwanted_is_not_mailed(quiet, person):
    news(quiet, person("petra"), minutes=50)
    news(quiet, person("ulrika"))
    Notification.objects.filter(recipient=person("ulrika")).update(read_at=timezone.now())
    leyla = person("leyla")
    leyla.mail_digest = False
    leyla.save()
    news(quiet, leyla)
    henrik = person("henrik")
    henrik.is_active = False
    henrik.save()
    news(quiet, henrik)
    assert send_digests() == 0


@pytest.mark.django_db
def test_nobody_gets_more_than_one_mail_an_hour(quiet, person):
    news(quiet, person("ulrika"))
    assert send_digests() == 1
    news(quiet, person("ulrika"))
    assert send_digests() == 0
    Notification.objects.filter(mailed_at__isnull=False).update(mailed_at=timezone.now() - timedelta(minutes=61))
    assert send_digests() == 1


@pytest.mark.django_db
def test_a_withdrawn_consent_ends_what_waits_to_be_mailed(quiet, consents, person):
    news(quiet, person("ulrika"), person("petra"))
    withdraw_consent(consents[0], by=person("petra"))
    assert send_digests() == 1
    assert mail.outbox[0].to == [person("petra").email]


@pytest.mark.django_db
def test_a_failing_address_stops_nobody_and_is_tried_again(quiet, person, monkeypatch, caplog):
    people = [person("petra"), person("ulrika"), person("leyla")]
    news(quiet, *people)
    real = EmailMessage.send

    def send(message, *args, **kwargs):
        if message.to == [person("ulrika").email]:
            raise OSError("refused: ulrika@example.org")
        return real(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    assert send_digests() == 2
    assert "ulrika" not in caplog.text
    monkeypatch.setattr(EmailMessage, "send", real)
    assert send_digests() == 1
    assert mail.outbox[-1].to == [person("ulrika").email]


@pytest.mark.django_db
def test_the_command_says_how_many(quiet, person, capsys):
    news(quiet, person("ulrika"))
    call_command("send_digests")
    assert capsys.readouterr().out == "1 mails sent.\n"


@pytest.mark.django_db
def test_people_are_mailed_in_their_language(quiet, person, monkeypatch):
    finnish = person("ulrika")
    finnish.language = "fi"
    finnish.save()
    news(quiet, finnish, person("leyla"))
    spoken = []
    monkeypatch.setattr(digests, "render_to_string", lambda *_: spoken.append(get_language()) or "text")
    assert send_digests() == 2
    assert sorted(spoken) == ["fi", "sv"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_mail_twice(quiet, person):
    news(quiet, person("petra"), person("ulrika"), person("leyla"))
    start = threading.Barrier(2)
    sent = []

    def run():
        try:
            start.wait(10)
            sent.append(send_digests())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sum(sent) == len(mail.outbox) == 3
    assert len({tuple(m.to) for m in mail.outbox}) == 3


@pytest.mark.django_db(transaction=True)
def test_what_another_run_is_claiming_is_left_to_it(quiet, person):
    news(quiet, person("ulrika"))
    claimed, mailed = threading.Event(), threading.Event()

    def other():
        try:
            with transaction.atomic():
                digests._alone(person("ulrika").pk)
                claimed.set()
                mailed.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert claimed.wait(30)
    try:
        assert send_digests() == 0
    finally:
        mailed.set()
        thread.join(30)
    assert send_digests() == 1


@pytest.mark.django_db
def test_recording_tells_each_person_once(quiet, person):
    event = record(quiet, "plan-agreed", actor=person("petra"), tell=[person("ulrika"), person("ulrika")])
    assert event.notifications.count() == 1
