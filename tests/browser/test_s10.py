"""Story S10, the Niemelä children in Finland: a report of the police, taken in, and decided by weekdays."""

import pytest

from tests.browser.axe import findings
from tests.browser.somebody import in_days
from tests.browser.test_s2 import step, take_in

FACTS = "A patrol met him at night with a stolen scooter."


@pytest.fixture
def mikko(empty_site, someone):
    """The sergeant, on his phone."""
    return someone(empty_site, "mikko", phone=True)


@pytest.fixture
def aino(empty_site, someone):
    """The social worker who receives reports."""
    return someone(empty_site, "aino")


def test_s10_is_played_from_the_patrol_to_the_family_service(mikko, aino):
    number = report(mikko)
    eetu = take_in(aino, number, "Eetu Niemelä", "Mikko Saarela")
    step(aino, eetu, "Judge the need of protection now").write({"on": in_days(0), "at": "00:01"}).pick(
        sources=["report", "child"], outcome="safe"
    ).write({"reasons": "At home with his mother"}).press("Save the assessment").sees("Done: ")
    step(aino, eetu, "Decide on assessing the need of services").sees("By the seventh weekday")
    assert not findings(aino.page)
    aino.pick(outcome="begin", told=["child", "guardian"]).write({"reasons": "Nights out", "told_why": "By phone"})
    aino.press("Save the decision").sees("Done: ")

    step(aino, eetu, "Assess the need of services").pick(protection="no", police="no")
    aino.write({"child": "School goes well", "family": "His mother works nights", "summary": "Family work"})
    aino.refusals = {422}  # A child of twelve is heard, and it is said.
    aino.press("The assessment is ready").sees("A child of this age is heard in its own matter.")
    assert not findings(aino.page)
    aino.write({"heard": "”I want to live at home”"}).press("The assessment is ready").sees("Done: ")
    step(aino, eetu, "Decide on the services").pick(outcome="family_service").write(
        {"reasons": "Support in daily life", "services": "Family work", "decided_by": "Aino", "decided_on": in_days(0)}
    ).press("Save the decision").sees("Done: ")
    step(aino, eetu, "Tell the family the outcome and close").write({"how": "At home"}).press("Close the case")
    aino.go(f"/cases/{eetu}/").sees("Family service under the social welfare act")
    assert not findings(aino.page)

    mikko.go("/reports/mine/").follow(number)
    words = mikko.page.locator("main").inner_text()
    assert eetu not in words
    assert "Family service" not in words, "in Finland the receipt is all that is told"
    assert mikko.status(f"/cases/{eetu}/") == 404


def report(mikko) -> str:
    """Write the report; return its number."""
    mikko.go("/reports/new/")
    child = {"given_name": "Eetu", "family_name": "Niemelä", "identity_number": "140311A901B"}
    mikko.write({f"child-0-{name}": value for name, value in child.items()})
    assert not findings(mikko.page)
    mikko.press("Continue").write({"facts": FACTS}).pick(injuries="no", danger="no").press("Continue")
    mikko.pick(family_told="yes").write({"family_told_text": "His mother was called"}).press("Continue")
    mikko.press("Continue").sees(FACTS, "Eetu")
    mikko.press("Send the report")
    return mikko.page.locator(".reference").inner_text()
