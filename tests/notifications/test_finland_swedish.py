"""Swedish in Finland calls things by their names there, and everything else by its Swedish one."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from coordination.languages import spoken
from coordination.models import Paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "country", "code"), [("sv", "SE", "sv"), ("sv", "FI", "sv-fi"), ("fi", "FI", "fi"), ("en", "FI", "en")]
)
def test_only_swedish_in_finland_is_a_language_of_its_own(language, country, code):
    assert spoken(language, country) == code


def test_what_is_not_called_otherwise_is_taken_from_swedish():
    with translation.override("sv-fi"):
        assert gettext("My reports of concern") == "Mina barnskyddsanmälningar"
        assert gettext("My steps") == "Mina steg"
    with translation.override("sv"):
        assert gettext("My reports of concern") == "Mina orosanmälningar"


def test_who_works_in_finland_reads_its_terms_and_who_works_in_sweden_does_not(client, person):
    for name, word, code in (("linnea", "barnskyddsanmälan", "sv-fi"), ("ulrika", "orosanmälan", "sv")):
        client.force_login(person(name))
        client.post(reverse("set_language"), {"language": "sv", "next": "/"})
        answer = client.get("/")
        page = answer.content.decode()
        assert word in page
        assert f'<html lang="{code}"' in page
        assert answer.headers["Content-Language"] == code


def test_the_profile_shows_and_keeps_swedish_as_it_is_spoken_there(client, person):
    user = person("linnea")
    client.force_login(user)
    assert '<option value="sv" selected>' in client.get(reverse("profile")).content.decode()
    client.post(reverse("profile"), {"language": "sv", "theme": "dark", "phone": ""})
    user.refresh_from_db()
    assert user.language == "sv-fi"


def test_a_paper_of_a_finnish_case_speaks_the_swedish_of_finland(case, cast):
    case.municipality = cast.municipalities["kaislaranta"]
    assert [Paper(case=case, language=code).spoken for code in ("sv", "fi", "en")] == ["sv-fi", "fi", "en"]
