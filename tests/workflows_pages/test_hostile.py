"""Whatever is typed into a step's form: no error page, nothing half done, and the text is still there."""

from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.models import Entry, Step
from coordination.steps.kinds import TITLES
from workflows.forms import FORMS
from workflows.forms.base import retyped, spoken, typed
from workflows.forms.beginning import has_number

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7*7 }}{% load x %}",
    "å" * 20_000,
    "-1",
    "99999999999999999999999",
    "1e400",
    "NaN",
    "٣",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "25:61",
    "00000000-0000-0000-0000-000000000000",
    "../../etc/passwd",
    "\u202e\u200b\ufeff",
    "[]",
    '{"a":1}',
]


def any_step(case, kind) -> Step:
    """An open step of any kind, made without the process."""
    agency, owner = case.lead_agency, case.coordinator
    due = case.opened_at
    return Step.objects.create(case=case, agency=agency, owner=owner, kind=kind, due_at=due)


def names_of(form) -> list[str]:
    counts = [f"{prefix}-count" for prefix in ("row", "goal", "action")]
    return [field.html_name for field in form.fields()] + counts + ["base", "version", "keep", "begin"]


def try_it(step, user, data) -> None:
    """What the page does with what was posted, less the process."""
    FORMS[step.kind](step, user, data, quiet=True).readers()
    form = FORMS[step.kind](step, user, data)
    form.press(data)
    form = FORMS[step.kind](step, user, data)
    if form.possible and form.is_valid():
        try:
            with transaction.atomic():
                form.apply(type("Run", (), {"data": {}, "case": step.case})())
        except ValidationError as error:
            form.refuse(error)
    for field in form.fields():
        str(field.as_field_group())
        spoken(field)
    form.errors  # noqa: B018


@pytest.mark.parametrize("kind", TITLES)
def test_every_hostile_text_in_every_field_is_answered_kindly(joint_case, kind, person):
    step = any_step(joint_case, kind)
    names = names_of(FORMS[kind](step, person("petra")))
    for text in HOSTILE:
        data = QueryDict(mutable=True)
        for name in names:
            data.setlist(name, [text] if not name.endswith("-count") else ["2"])
        try_it(step, person("petra"), data)


@pytest.mark.parametrize("kind", TITLES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_arbitrary_text_in_arbitrary_fields_never_fails(joint_case, kind, person, data):
    with transaction.atomic():
        step = any_step(joint_case, kind)
        names = names_of(FORMS[kind](step, person("petra")))
        posted = QueryDict(mutable=True)
        chosen = data.draw(st.dictionaries(st.sampled_from(names), st.lists(st.text(max_size=40), max_size=2)))
        for name, values in chosen.items():
            posted.setlist(name, values)
        try_it(step, person("petra"), posted)
        transaction.set_rollback(True)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_passes_through_the_page_unharmed(desk, text):
    before = Entry.objects.count()
    data = {"how": text, "told_on": text, "note": text, "child": text, "version": text, "keep": text}
    answer = desk.post("petra", "inform", **data)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "<script>alert(1)" not in shown
    assert Entry.objects.count() == before
    draft = desk.post("petra", "inform", draft="1", note=text)
    assert draft.status_code == 302
    assert desk.get("petra", "inform").status_code == 200


def test_a_posting_with_nothing_in_it_is_answered_with_what_is_missing(desk):
    answer = desk.at("petra").post(desk.url("inform"), {})
    assert answer.status_code == 422
    assert answer.context["errors"]


def test_an_error_in_the_middle_leaves_nothing_half_saved(desk):
    desk.inform()
    data = desk.consent_data("A3")
    count = {"n": 0}

    def fail_second(*args, **kwargs):
        count["n"] += 1
        if count["n"] == 2:
            raise ValidationError("no")
        return

    with patch("workflows.forms.consenting.record_consent", side_effect=fail_second):
        assert desk.post("petra", "consent", **data).status_code == 422
    assert not desk.case.consents.exists()
    assert desk.step("consent").is_open


def test_a_draft_holds_what_was_typed_and_no_token():
    data = QueryDict("note=a%00b&csrfmiddlewaretoken=x&version=3&share=1&share=2")
    assert typed(data) == {"note": ["ab"], "share": ["1", "2"]}
    assert retyped(typed(data)).getlist("share") == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("20130310-2394", True),
        ("2013 03 10", False),
        ("född 130310-2394!", True),
        ("ring 070-1740605", False),
        ("131052-308T", True),
        ("skolan har 1200 elever", False),
        ("130310-0000", True),
    ],
)
def test_identity_numbers_are_found_in_running_text(text, holds):
    assert has_number(text) is holds
