"""Story S2, the report about Albin and Saga: on a phone, taken in, decided, and the headmaster is told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.somebody import in_days

FACTS = "The school nurse saw bruises on both arms."


@pytest.fixture
def henrik(empty_site, someone):
    """The headmaster, on his phone."""
    return someone(empty_site, "henrik", phone=True)


@pytest.fixture
def mira(empty_site, someone):
    """She receives reports."""
    return someone(empty_site, "mira")


def test_s2_is_played_from_the_phone_of_the_headmaster_to_his_feedback(henrik, mira):
    number = report(henrik)
    albin = take_in(mira, number, "Albin Vikner")
    step(mira, albin, "Judge the need of protection now").write({"on": in_days(0), "at": "00:01"}).pick(
        sources=["report", "child"], outcome="safe"
    ).write({"reasons": "His mother picks him up"}).press("Save the assessment").sees("Done: ")
    step(mira, albin, "Offer a meeting").pick(offered="declined").write({"note": "The father declines"})
    mira.press("Complete the step").sees("Done: ")
    step(mira, albin, "Make the preliminary assessment").pick(police="none").write({"assessment": "It is serious"})
    expect(mira.page.get_by_label("The notifier")).to_be_visible()
    expect(mira.page.get_by_label(re.compile("School|Teacher|Relative"))).to_have_count(0)
    mira.press("Complete the step").sees("Done: ")
    step(mira, albin, "Decide whether to open an investigation").pick(outcome="open").write(
        {"reasons": "Injuries nobody explains", "decided_by": "Samira", "decided_on": in_days(0)}
    ).press("Save the decision").sees("Done: ")
    step(mira, albin, "Tell the family of the investigation").pick(who="guardian").write({"how": "By letter"})
    mira.press("Complete the step").sees("Done: ")

    henrik.go("/reports/mine/").follow(number).press("Ask for feedback").sees("Feedback is asked for")
    step(mira, albin, "Tell the notifier").sees("An investigation is opened").pick(tell="yes")
    mira.press("Complete the step").sees("Done: ")
    henrik.go("/reports/mine/").follow(number).sees("An investigation is opened")
    words = henrik.page.locator("main").inner_text()
    assert albin not in words
    assert FACTS not in words

    mira.go(f"/cases/{albin}/ledger/").sees("Who reported the concern", "SoL 19:6")
    assert "Henrik Dahlberg" not in mira.page.locator("main table").inner_text()
    assert not findings(mira.page)
    mira.go(f"/cases/{albin}/reports/").follow("Go on in a joint case")
    assert not findings(mira.page)
    mira.refusals = {422}
    mira.pick(kind="sspf").write({"title": "Support for Albin", "purpose": "Work together"})
    mira.press("Open the joint case").sees("The name of somebody in the case is in the text.")
    mira.write({"title": "Support in school"}).press("Open the joint case").sees("Inform and ask the family")
    words = mira.page.locator("main").inner_text()
    assert albin not in words
    assert "bruises" not in words


def report(henrik) -> str:
    """Write the report about both children; return its number."""
    henrik.go("/reports/new/").sees("Ring 112 first")
    child = {"given_name": "Albin", "family_name": "Vikner", "identity_number": "20150724-2392"}
    henrik.write({f"child-0-{name}": value for name, value in child.items()}).press("Add a child")
    henrik.write({"child-1-given_name": "Saga", "child-1-family_name": "Vikner", "child-1-age": "13"})
    assert not findings(henrik.page)
    henrik.refusals = {422}  # Something is missing, and it is said.
    henrik.press("Continue").write({"facts": FACTS}).pick(injuries="yes", danger="no").press("Continue")
    henrik.sees("Say which injuries.").write({"injuries_text": "Bruises"}).press("Continue")
    henrik.pick(family_told="no").write({"family_told_text": "We fear for them"}).press("Continue")
    henrik.press("Continue").sees(FACTS, "Saga")
    assert not findings(henrik.page)
    henrik.press("Send the report").sees("Social services have your report")
    return henrik.page.locator(".reference").inner_text()


def take_in(mira, number: str, child: str, notifier: str = "Henrik Dahlberg") -> str:
    """Take the report in for one child; return the reference of the case."""
    mira.go("/reports/").sees(number)
    assert not findings(mira.page)
    mira.page.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
    mira.sees(notifier)
    assert not findings(mira.page)
    mira.follow(f"Take in {child}").press("Take it in").sees("The report is taken in")
    found = re.search(r"/cases/([A-Z]+-\d+-\d+)/", mira.page.url)
    assert found
    return found[1]


def step(mira, case: str, title: str):
    """Go to a step of the case."""
    return mira.go(f"/cases/{case}/").follow(title)
