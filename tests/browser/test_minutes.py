"""Three people write the minutes of one meeting at the same time, each in a browser of their own."""

import pytest
from playwright.sync_api import expect

from tests.browser.somebody import Somebody, in_days

CALL_HOME = "Call home on Monday"


@pytest.fixture
def meeting(empty_site) -> str:
    """The address of a meeting that social services, the school and BUP are called to."""
    said = empty_site.manage("shell", "-v0", "-c", "from tests.browser.begun import meet; meet()")
    return f"/meetings/{said.strip()}"


def part(somebody: Somebody, number: int):
    """A part of the minutes so far, as somebody sees it."""
    return somebody.page.locator("#parts li").nth(number - 1)


def writes_in(somebody: Somebody, meeting: str, number: int) -> Somebody:
    """Let somebody go to a part of the minutes."""
    return somebody.go(f"{meeting}/write/").follow(f"Write in part {number}")


def test_parts_written_at_the_same_time_come_to_the_others_by_themselves(empty_site, someone, meeting):
    petra, ulrika, tove = (someone(empty_site, name) for name in ("petra", "ulrika", "tove"))
    petra.go(f"{meeting}/write/")
    petra.page.evaluate("document.body.dataset.mark = 'the same page'")
    writes_in(ulrika, meeting, 1)
    writes_in(tove, meeting, 2)
    ulrika.page.locator("[name=notes]").fill("She is there three days a week")
    expect(part(petra, 1)).to_contain_text("Writing here now")
    expect(part(tove, 1)).to_contain_text("Åbrinkens skola")
    tove.page.locator("[name=notes]").fill("She sleeps better")

    ulrika.press("Add a decision")
    expect(ulrika.page.locator("[name=notes]")).to_have_value("She is there three days a week")
    ulrika.write({"decision-0-text": CALL_HOME, "decision-0-due_on": in_days(9)})
    ulrika.page.locator("[name=decision-0-who]").select_option(label="Åbrinkens skola, anyone")
    ulrika.press("Save")
    for other in (petra, tove):
        expect(part(other, 1)).to_contain_text("She is there three days a week")
        expect(part(other, 1)).to_contain_text(CALL_HOME)
    expect(tove.page.locator("[name=notes]")).to_have_value("She sleeps better")
    tove.press("Save")
    for other in (petra, ulrika):
        expect(part(other, 2)).to_contain_text("She sleeps better")
    expect(petra.page.locator("body")).to_have_attribute("data-mark", "the same page")


def test_of_two_in_one_part_both_texts_are_shown_and_a_closed_part_is_not_changed(empty_site, someone, meeting):
    petra, ulrika, tove = (someone(empty_site, name) for name in ("petra", "ulrika", "tove"))
    writes_in(ulrika, meeting, 1)
    writes_in(tove, meeting, 1)
    ulrika.write({"notes": "The text of the school"}).press("Save")
    tove.refusals = {409}
    tove.write({"notes": "The text of BUP"}).press("Save")
    tove.sees("Nothing is lost", "The text of the school", "The text of BUP").press("Save my text instead")
    expect(part(ulrika, 1)).to_contain_text("The text of BUP")

    writes_in(ulrika, meeting, 2)
    petra.go(f"{meeting}/minutes/").sees("The text of BUP").press("Close the minutes")
    petra.sees("The minutes are closed, and what was decided has begun.")
    expect(ulrika.page.locator("#parts")).to_contain_text("The minutes are closed.")
    ulrika.refusals = {409}
    ulrika.write({"notes": "Too late"}).press("Save").sees("They were closed while you were writing", "Too late")


def test_without_javascript_a_part_is_saved_and_the_page_read_again(empty_site, someone, meeting):
    tove, ulrika = someone(empty_site, "tove", js=False, phone=True), someone(empty_site, "ulrika", js=False)
    writes_in(tove, meeting, 1).write({"notes": "From a phone"}).press("Save and write the next part")
    tove.write({"notes": "And the next"}).press("Save")
    ulrika.go(f"{meeting}/write/").sees("From a phone", "And the next")
