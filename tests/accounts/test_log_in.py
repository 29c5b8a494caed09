"""Logging in, out, and changing the password."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
OLD, NEW = "hej-hopp-hopp-1", "hej-hopp-hopp-22"


@pytest.fixture
def petra(person):
    petra = person("petra")
    petra.set_password(OLD)
    petra.save()
    return petra


def log_in(client, password, email="petra@example.org"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_the_right_password_opens_the_start_page(client, petra):
    assert log_in(client, OLD).url == "/"


@pytest.mark.parametrize(("email", "password"), [("petra@example.org", "fel"), ("nobody@example.org", OLD)])
def test_wrong_answers_look_the_same_and_open_nothing(client, petra, email, password):
    page = log_in(client, password, email)
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    assert page.content.decode().count("errsum") >= 1


def test_guessing_is_slowed_down(client, petra):
    answers = [log_in(client, "fel").status_code for _ in range(6)]
    assert log_in(client, OLD).status_code != 302, answers


def test_a_deactivated_person_cannot_log_in(client, petra):
    petra.is_active = False
    petra.save()
    log_in(client, OLD)
    assert "_auth_user_id" not in client.session


def test_the_password_can_be_changed_and_then_the_old_one_is_dead(client, petra):
    log_in(client, OLD)
    answer = client.post(reverse("account_change_password"), {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    client.post(reverse("account_logout"))
    assert log_in(client, OLD).status_code == 200
    assert log_in(client, NEW).status_code == 302


def test_nobody_can_sign_up(client):
    for path in ("/accounts/signup/", "/signup/", "/accounts/login/", "/admin/"):
        assert client.get(path).status_code == 404
