"""Advice between agencies about nobody in particular."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from coordination.consulting import notices
from coordination.consulting.actions import answer, ask
from coordination.forms.personal_data import found_in
from coordination.models import Consultation, User
from coordination.notifications.digests import send_digests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_in_english")]
NAMES = ["Ebbe", "Sundgren", "Bo"]


@pytest.mark.parametrize(
    "text",
    [
        "Pojken 20130310-2394 är borta",
        "Pojken 130310-2394",
        "Pojken 201303102394",
        "Pojken 20130310 2394",
        "Pojken 20130310–2394",
        "Poika 010113A900C",
        "Ring 070-1740640",
        "Ring 070 174 06 40",
        "Ring +46 70 174 06 40",
        "Ring (08) 123 456",
        "Skriv till nagon@example.org",
        "Vi tänker på Ebbe",
        "Ebbes skola",
        "EBBE är trött",
        "Familjen Sundgren",
        "Bo är farfar",
        "Eb\u200bbe",
        "20130310-2394",
    ],
)
def test_what_tells_who_it_is_about_is_found(text):
    assert found_in(text, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "En pojke i 12-årsåldern, född 2013, borta 22 % sedan 2026-09-01.",
        "Möte 1.9.2026 kl. 14.30, 45 minuter",
        "Perioden 2025-2026 och 1234567 kronor",
        "Får han bo hos en vän? De ska bo kvar.",
        "OSL 10:27 och SoL 19:1",
    ],
)
def test_what_tells_nobody_is_let_through(text):
    assert found_in(text, NAMES) == []


def test_a_question_is_asked_and_answered_between_two_agencies(client, person, agency):
    client.force_login(person("ulrika"))
    data = {"to": agency("A1").pk, "question": "En elev är borta mycket. Vad gör vi?", "nameless": "on"}
    page = client.post(reverse("consultation_ask"), data)
    made = Consultation.objects.get()
    assert page.url == reverse("consultation", args=[made.pk])
    assert (made.agency, made.to_agency) == (agency("A3"), agency("A1"))
    client.force_login(person("mira"))
    assert reverse("consultation", args=[made.pk]) in client.get(reverse("consultations")).content.decode()
    assert "1 question waits" in client.get(reverse("start")).content.decode()
    assert client.post(page.url, {"text": "Ring 070-1740640"}).status_code == 422
    assert client.post(page.url, {"text": "Bjud in familjen till samtal."}).status_code == 302
    client.force_login(person("ulrika"))
    assert "Bjud in familjen" in client.get(page.url).content.decode()
    assert client.post(page.url, {"text": "x"}).status_code == 403
    client.force_login(person("leyla"))
    assert client.get(page.url).status_code == 404


def test_from_a_case_its_people_s_names_are_refused_and_the_case_is_not_kept(client, joint_case, person, agency):
    client.force_login(person("ulrika"))
    url = f"{reverse('consultation_ask')}?case={joint_case.reference}"
    data = {"to": agency("A1").pk, "question": "Malins son är borta mycket", "nameless": "on"}
    page = client.post(url, data)
    assert page.status_code == 422
    assert "The name of somebody in the case" in page.content.decode()
    assert "Malins son" in page.content.decode()
    assert not Consultation.objects.exists()
    client.post(url, data | {"question": "En elev är borta mycket"})
    stored = Consultation.objects.values().get()
    assert joint_case.reference not in str(stored)
    assert str(joint_case.pk) not in str(stored)
    client.force_login(person("ali"))
    assert client.get(url).status_code == 404


def test_one_asks_for_the_own_agency_and_within_the_municipality(person, agency):
    for own, to in (("A1", "A3"), ("A3", "A12"), ("A3", "A3")):
        with pytest.raises(PermissionDenied):
            ask(by=person("ulrika"), agency=agency(own), to=agency(to), question="Vad gör vi?")


def test_of_two_answers_the_second_is_told_who_was_first(person, agency):
    made = ask(by=person("ulrika"), agency=agency("A3"), to=agency("A1"), question="Vad gör vi?")
    answer(made, by=person("mira"), text="Prata med familjen.")
    with pytest.raises(ValidationError, match="Mira Ekvall has answered already"):
        answer(made, by=person("petra"), text="Något annat.")
    made.refresh_from_db()
    assert made.answer == "Prata med familjen."


def heard(*people):
    return [notices.counts(user) for user in people]


def test_the_asked_agency_s_people_hear_of_a_question_and_the_asker_of_the_answer(client, person, agency):
    mira, petra, samira, ulrika, henrik = (person(n) for n in ("mira", "petra", "samira", "ulrika", "henrik"))
    made = ask(by=ulrika, agency=agency("A3"), to=agency("A1"), question="Vad gör vi?")
    one, none, answer_ = {"questions": 1, "answers": 0}, {"questions": 0, "answers": 0}, {"questions": 0, "answers": 1}
    assert heard(mira, petra, samira, ulrika, henrik) == [one, one, one, none, none]
    client.force_login(petra)
    assert "1 question to your agency is new" in client.get(reverse("notifications")).content.decode()
    client.get(reverse("consultation", args=[made.pk]))
    assert heard(mira, petra) == [one, none]
    assert "Advice without names" not in client.get(reverse("notifications")).content.decode()
    answer(made, by=mira, text="Prata med familjen.")
    assert heard(mira, petra, samira, ulrika, henrik) == [none, none, none, answer_, none]
    client.force_login(ulrika)
    for route in ("start", "notifications"):
        assert "1 answer to what you asked is new" in client.get(reverse(route)).content.decode()
    client.get(reverse("consultation", args=[made.pk]))
    assert heard(ulrika) == [none]


def test_who_has_left_the_agency_hears_no_more(person, agency):
    made = ask(by=person("ulrika"), agency=agency("A3"), to=agency("A1"), question="Vad gör vi?")
    person("mira").memberships.all().delete()
    assert heard(person("mira")) == [{"questions": 0, "answers": 0}]
    answer(made, by=person("petra"), text="Prata.")
    person("ulrika").memberships.update(post="contact")
    assert heard(person("ulrika")) == [{"questions": 0, "answers": 0}]


def test_one_mail_says_how_much_is_new_once_and_nothing_of_the_question(person, agency, mailoutbox):
    User.objects.update(language="en")
    made = ask(by=person("ulrika"), agency=agency("A3"), to=agency("A4"), question="Vad gör vi med HEMLIGT?")
    assert send_digests() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert [send_digests(), send_digests()] == [1, 0]
    (sent,) = mailoutbox
    assert sent.to == ["leyla@example.org"]
    assert sent.subject == "Samverkan: 1 new notification"
    assert "Advice without names: 1 question or answer is new." in sent.body
    assert "unread" not in sent.body
    for hidden in ("HEMLIGT", "Ulrika", "skola", str(made.pk)):
        assert hidden not in sent.body


def test_a_mail_that_cannot_be_sent_is_tried_again(person, agency, mailoutbox, monkeypatch):
    ask(by=person("ulrika"), agency=agency("A3"), to=agency("A4"), question="Vad gör vi?")

    def fail(message):
        raise OSError

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        with monkeypatch.context() as broken:
            broken.setattr(EmailMessage, "send", fail)
            assert send_digests() == 0
        assert send_digests() == 1
