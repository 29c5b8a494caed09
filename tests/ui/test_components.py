import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import settings as django_settings
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from lucide.templatetags.lucide import lucide

from coordination.forms import CheckboxCards, RadioCards, list_errors
from coordination.styleguide import samples
from coordination.styleguide.forms import SituationForm
from coordination.styleguide.views import PAGES
from coordination.templatetags import ui

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def draw(source: str, **context) -> str:
    return engines["django"].from_string("{% load i18n ui %}" + source).render(context)


@pytest.fixture(autouse=True)
def english(bare):
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_can_be_drawn_with_samples(name):
    extra = {
        "title": "Title",
        "text": "Text",
        "icon": "inbox",
        "level": 2,
        "id": "x",
        "kind": "info",
        "content": "Body",
    }
    context = {**samples.everything(), **extra, "icon_name": "info", "form": SituationForm(), "rows": samples.ROWS}
    if name == "summary":
        context["rows"] = samples.SUMMARY
    assert not INLINE.search(render_to_string(f"components/{name}.html", context))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_of_the_style_guide_is_shown_without_inline_code(client, name):
    page = client.get("/styleguide/" if name == "parts" else f"/styleguide/{name}/").content.decode()
    assert page.count("<h1") == 1
    assert not INLINE.search(page)
    assert len(ids := re.findall(r'\sid="([^"]+)"', page)) == len(set(ids))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "500", "csrf", "conflict"])
def test_error_pages_need_nothing_from_the_request(name):
    assert "<h1>" in render_to_string(f"{name}.html")


def test_an_unknown_page_of_the_style_guide_is_not_found(client):
    assert client.get("/styleguide/nothing/").status_code == 404


def test_every_icon_that_a_template_names_exists():
    text = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    names = set(re.findall(r'\{%\s*icon\s+"([\w-]+)"', text)) | set(re.findall(r'\bicon(?:_name)?="([\w-]+)"', text))
    names |= set(re.findall(r'\|default:"([\w-]+)" \d\d %', text))
    names |= {*ui.TAG_ICONS.values(), *ui.MESSAGE_ICONS.values()}
    assert len(names) > 30
    for name in names:
        assert lucide(name).startswith("<svg")


def test_what_people_wrote_is_escaped_everywhere():
    evil = "<img src=x onerror=alert(1)>"
    pages = [
        draw("{% tag 'ok' text %}{% card text id='a' note=text %}{{ text }}{% endcard %}", text=evil),
        draw("{% callout text kicker=text %}{{ text }}{% endcallout %}", text=evil),
        render_to_string("components/people.html", {"people": [{"name": evil, "text": evil}]}),
        render_to_string(
            "components/conflict.html", {"who": evil, "rows": [{"label": evil, "mine": evil, "theirs": evil}]}
        ),
        RadioCards(choices=[("a", evil)], hints={"a": evil}).render("x", None),
        str(type("Form", (forms.Form,), {"x": forms.CharField(label=evil, help_text=evil)})({})),
    ]
    assert all("<img" not in page for page in pages)


@time_machine.travel("2026-11-22T08:00:00+00:00", tick=False)
@pytest.mark.parametrize(
    ("days", "words"), [(5, "5 days left"), (1, "1 day left"), (0, "today"), (-1, "1 day late"), (-3, "3 days late")]
)
def test_a_last_day_is_said_as_a_date_and_in_days(days, words):
    day = timezone.localdate() + timedelta(days=days)
    text = str(ui.date_words(day))
    assert f"({words})" in text
    assert f'<time datetime="{day.isoformat()}">{day.day} November</time>' in text
    assert ui.is_late(day) is (days < 0)


@time_machine.travel("2026-11-22T23:30:00+00:00", tick=False)
def test_a_day_is_the_day_where_the_users_live():
    assert ui.relative_days(timezone.now()) == "today"
    assert "23 November" in ui.moment(timezone.now())


@time_machine.travel("2026-11-22T08:00:00+00:00", tick=False)
def test_another_year_is_written_out():
    assert "2027" in ui.date_words(timezone.localdate().replace(year=2027))


@pytest.mark.parametrize(
    ("name", "expected"), [("Sara Lind", "SL"), ("Anna-Karin von Öhman", "AÖ"), ("Elin", "E"), ("", ""), (None, "")]
)
def test_initials_are_the_first_and_the_last(name, expected):
    assert ui.initials(name) == expected


def test_every_error_points_at_its_first_control():
    form = SituationForm({"version": "4", "since": "soon"})
    page = str(form)
    errors = list_errors([form, None, SituationForm()])
    assert {"id_concern_0", "id_now", "id_since", "id_sure"} <= {error.target for error in errors}
    assert all(f'id="{error.target}"' in page for error in errors)


def test_a_form_ties_hints_and_errors_to_the_field():
    page = str(SituationForm({"now": ""})["now"].as_field_group())
    assert 'aria-describedby="id_now_helptext id_now_error"' in page
    assert 'id="id_now_helptext"' in page
    assert 'id="id_now_error"' in page


def test_only_optional_fields_say_so():
    form = SituationForm()
    assert "(optional)" in form["since"].as_field_group()
    assert "(optional)" not in form["now"].as_field_group()


def test_choices_are_cards_with_their_hint():
    page = CheckboxCards(choices=[("a", "School")], hints={"a": "Every day"}).render("who", ["a"], {"id": "id_who"})
    assert '<label for="id_who_0">School<small>Every day</small></label>' in page
    assert "checked" in page
