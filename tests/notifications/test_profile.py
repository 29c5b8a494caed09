"""One's own choices, the language, the session, and the pages about the service."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from coordination.history.kinds import KINDS
from coordination.notifications.actions import save_profile
from coordination.notifications.forms import MUTABLE

pytestmark = pytest.mark.django_db

CHOICES = {"language": "fi", "theme": "dark", "phone": "070-1740601", "mail_digest": "on", "told": MUTABLE[1:]}


@pytest.fixture
def ulrika(client, person):
    client.force_login(person("ulrika"))
    return person("ulrika")


def test_choices_are_kept_and_the_page_speaks_the_new_language(ulrika, client):
    answer = client.post(reverse("profile"), CHOICES, follow=True)
    ulrika.refresh_from_db()
    assert (ulrika.language, ulrika.theme, ulrika.mail_digest, ulrika.announce) == ("fi", "dark", True, False)
    assert ulrika.muted_events == [MUTABLE[0]]
    assert answer.headers["Content-Language"] == "fi"


def test_the_page_shows_posts_and_the_choices_as_they_are(ulrika, client):
    ulrika.language = "en"
    ulrika.muted_events = ["plan-agreed"]
    ulrika.save()
    text = client.get(reverse("profile")).content.decode()
    assert "skolkurator, Åbrinkens skola 4–9" in text
    assert 'id="appearance"' in text
    assert 'value="plan-agreed"' in text
    assert text.count("checked") >= len(MUTABLE) - 1


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"theme": "pink"}, {"phone": "0" * 99}, {"told": ["case-frozen"]}, {"told": ["x\0"]}]
)
def test_a_wrong_choice_is_said_and_nothing_is_saved(ulrika, client, wrong):
    answer = client.post(reverse("profile"), CHOICES | wrong)
    assert answer.status_code == 422
    assert 'value="dark"' in answer.content.decode()
    before = ulrika.language
    ulrika.refresh_from_db()
    assert ulrika.language == before
    assert ulrika.muted_events == []


def test_what_must_be_told_cannot_be_muted(ulrika):
    assert all(KINDS[kind].can_mute for kind in MUTABLE)
    choices = {"phone": "", "language": "sv", "theme": "dark", "mail_digest": True, "announce": True}
    save_profile(ulrika, muted=["case-frozen", "plan-agreed", "nothing"], **choices)
    assert ulrika.muted_events == ["plan-agreed"]


def test_the_language_of_the_menu_is_remembered(ulrika, client):
    client.post(reverse("set_language"), {"language": "en", "next": reverse("help")})
    ulrika.refresh_from_db()
    assert ulrika.language == "en"
    assert client.get(reverse("help")).headers["Content-Language"] == "en"


@pytest.mark.parametrize("code", ["", "xx", "../x", "sv'"])
def test_a_language_nobody_speaks_changes_nothing(ulrika, client, code):
    client.post(reverse("set_language"), {"language": code})
    ulrika.refresh_from_db()
    assert ulrika.language == "sv"


def test_asking_how_long_the_session_lasts_does_not_prolong_it(ulrika, client):
    soon = timezone.now() + timedelta(seconds=100)
    Session.objects.update(expire_date=soon)
    assert 90 < client.get(reverse("session_left")).json()["seconds"] <= 100
    assert Session.objects.get().expire_date == soon
    assert client.post(reverse("session_left")).json()["seconds"] > 3600
    assert Session.objects.get().expire_date > soon


@pytest.mark.parametrize("route", ["help", "accessibility", "privacy"])
@pytest.mark.parametrize("language", ["sv", "fi", "en"])
def test_the_pages_about_the_service_are_open_to_all(client, route, language):
    answer = client.get(reverse(route), headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1>") == 1
    assert answer.headers["Content-Language"] == language


def test_quiet_is_told_to_the_page(ulrika, client):
    assert "data-quiet" not in client.get(reverse("profile")).content.decode()
    ulrika.announce = False
    ulrika.save()
    assert "data-quiet" in client.get(reverse("profile")).content.decode()


def test_no_heading_stands_above_nothing_to_choose(ulrika, client):
    told = client.get(reverse("profile")).context["form"].fields["told"]
    assert told.choices
    assert all(kinds for _heading, kinds in told.choices)
