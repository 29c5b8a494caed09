"""A municipality adds a question to a step, and a partner agency answers it."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.somebody import in_days

QUESTION, LEVELS = "Hur kommer barnet till skolan?", ("Ensam", "Med någon")
MAP = "/ways/sspf/steps/map/"


@pytest.fixture
def nothing_set(empty_site) -> Iterator[None]:
    """Leave the site to the other tests as it was: what was set comes into force never."""
    yield
    empty_site.sql("UPDATE coordination_rule SET valid_from = '2999-01-01' WHERE municipality_id IS NOT NULL")


@pytest.fixture
def asked(nothing_set, empty_site, someone) -> str:
    """Samira sets the question and a text in the editor; they come into force. Returns the reference of a new case."""
    samira = someone(empty_site, "samira")
    samira.go(f"{MAP}questions/").write({"question-0-label_sv": QUESTION, "question-0-sort": "One of a list"})
    samira.page.get_by_text("The list, if one of a list is chosen").click()
    samira.write({"question-0-options_sv": "\n".join(LEVELS)}).tick("It must be answered")
    samira.press("Add a question").write({"question-1-label_sv": "Något mer?", "question-1-sort": "A long text"})
    expect(samira.page.locator("[name=question-0-label_sv]")).to_have_value(QUESTION)
    samira.write({"from_day": in_days(1), "why": "The schools ask for it"})
    assert not findings(samira.page)
    samira.press("Set it").sees("The change is stored", QUESTION, "The schools ask for it")
    assert not findings(samira.page)
    samira.go(f"{MAP}text/").write({"sv": "Skriv kort.", "from_day": in_days(1), "why": "Clear words"}).press("Set it")
    samira.sees("Skriv kort.").go(MAP).sees(QUESTION, "Skriv kort.")
    assert not findings(samira.page)
    empty_site.sql("UPDATE coordination_rule SET valid_from = valid_from - 1 WHERE municipality_id IS NOT NULL")
    said = empty_site.manage("shell", "-v0", "-c", "from tests.browser.begun import invite_school; invite_school()")
    return json.loads(said)


def test_a_question_is_set_and_answered_by_the_school(asked, empty_site, someone):
    henrik, ulrika = someone(empty_site, "henrik"), someone(empty_site, "ulrika", phone=True)
    henrik.go(step_of(empty_site, asked, "answer")).pick(answer="accepted").tick("Ulrika").press("Answer")
    henrik.sees("Done")
    url = step_of(empty_site, asked, "map")
    ulrika.go(url).sees("Skriv kort.", QUESTION, *LEVELS)
    ulrika.refusals = {422}
    ulrika.write({"school-now": "Hon är ofta borta.", "own-" + code(empty_site, 1): "Hon cyklar gärna."})
    ulrika.press("Hand in")
    expect(ulrika.page.locator(".errorsummary, [role=alert]").first).to_contain_text(QUESTION)
    expect(ulrika.page.get_by_label("Något mer?")).to_have_value("Hon cyklar gärna.")
    assert not findings(ulrika.page)
    ulrika.page.get_by_label("Med någon").check()
    ulrika.press("Hand in").sees("Done")
    ulrika.go(url).sees("Med någon", "Hon cyklar gärna.")


def step_of(site, reference: str, kind: str) -> str:
    """The address of the open step of that kind."""
    such = "SELECT s.id FROM coordination_step s JOIN coordination_case c ON c.id = s.case_id"
    ((key,),) = site.sql(f"{such} WHERE c.reference = %s AND s.kind = %s AND completed_at IS NULL", reference, kind)
    return f"/steps/{key}/"


def code(site, number: int) -> str:
    """The key of a question that was set."""
    ((rows,),) = site.sql("SELECT value FROM coordination_rule WHERE code = 'sspf.map.questions'")
    return rows[number]["code"]
