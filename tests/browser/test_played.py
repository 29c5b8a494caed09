"""Stories S3 to S6, each at its turning point, played on the pages by its people. S1 is played whole in `test_s1`."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.somebody import Somebody

SOCIAL, SCHOOL, POLICE, NEW_PLACE = (
    "Socialtjänsten mottagning",
    "Åbrinkens skola",
    "Polisen Lindåker",
    "Socialtjänsten Norrvik",
)


@pytest.fixture(scope="module")
def begun(empty_site) -> dict[str, str]:
    """The cases of the stories by name: reference, for a test of its own each."""
    said = empty_site.manage("shell", "-v0", "-c", "from tests.browser.begun import begin; begin()")
    return json.loads(said)


@pytest.fixture
def comes(empty_site, someone):
    """Let people log in to the site of the stories: ``comes("petra", "tove")``."""
    return lambda *names: [someone(empty_site, name) for name in names]


def test_s3_bup_shares_health_with_social_services_only_and_noras_mother_is_not_called(begun, comes):
    case = begun["nora"]
    tove, petra, ulrika = comes("tove", "petra", "ulrika")
    write(tove, case, "Treatment this autumn", "She sleeps badly.", topic="Health")
    share(tove, case, "Treatment this autumn", SOCIAL)
    assert "She sleeps badly." in reads(petra, case, "Treatment this autumn")
    ulrika.go(notes(case))
    expect(ulrika.page.locator("main")).not_to_contain_text("Treatment")
    assert ulrika.status(address(tove, case, "Treatment this autumn")) == 404

    assert called(petra, case) == {"Child or young person N.S.", "Guardian C.S."}
    petra.go(f"/cases/{case}/people/").follow("Record a wish of the child")
    petra.pick(scope="meetings").write({"words": "Not mother at every meeting"}).press("Record the wish").sees(
        "The wish is recorded."
    )
    petra.go(f"/cases/{case}/meetings/call/").sees("The child does not want this person at meetings.")
    assert called(petra, case) == {"Child or young person N.S."}


def test_s4_robert_gives_the_police_one_token_and_they_cannot_open_the_support(begun, comes, empty_site):
    message, support = begun["message"], begun["support"]
    robert, ali, jonas = comes("robert", "ali", "jonas")
    write(robert, message, "Status", "Chosen to be met.")
    write(robert, message, "What we talked about", "He wants another life.")
    share(robert, message, "Status", POLICE, ground=newest(empty_site, "SE-OSL-10-18a"))
    assert "Chosen to be met." in reads(ali, message, "Status")
    expect(ali.go(notes(message)).page.locator("main")).not_to_contain_text("What we talked about")

    write(jonas, support, "Housing", "A door of his own.")
    assert jonas.status(f"/cases/{support}/") == 200
    for path in (f"/cases/{support}/", notes(support), address(jonas, support, "Housing")):
        assert ali.status(path) == 404
    assert jonas.status(f"/cases/{message}/") == 404
    expect(ali.go("/cases/").page.locator("main")).to_contain_text(message)
    expect(ali.page.locator("main")).not_to_contain_text(support)


def test_s5_kim_becomes_protected_two_close_the_case_and_the_new_municipality_reads_the_handover_only(begun, comes):
    case = begun["kim"]
    robert, samira, sanna = comes("robert", "samira", "sanna")
    robert.go(f"/cases/{case}/people/").follow("Change Child")
    robert.pick(protection="registered").press("Save").sees("The changes are saved.", "Protected registration")
    robert.go(f"/cases/{case}/class/raise/").pick(value=3).tick("Sanna Ek").write({"reason": "The threat is high"})
    robert.press("Raise the class").sees("second")
    samira.go("/countersign/").page.get_by_role("row").filter(has_text=case).get_by_role("link").click()
    samira.sees("The threat is high").pick(answer="yes").press("Send the answer").sees("Countersigned.")

    write(robert, case, "Where the threat comes from", "Two people to keep away from.")
    write(robert, case, "Handover", "A contact from the first day.")
    assert samira.status(f"/cases/{case}/") == 404
    share(robert, case, "Handover", NEW_PLACE)
    assert "A contact from the first day." in reads(sanna, case, "Handover")
    assert sanna.go(notes(case)).page.locator("main tbody tr").count() == 1


def test_s6_the_school_tells_the_police_on_a_ground_when_the_head_agrees_and_takes_it_back(begun, comes, empty_site):
    case = begun["isak"]
    ulrika, henrik, ali = comes("ulrika", "henrik", "ali")
    write(ulrika, case, "Outside the school", "Older ones wait on Thursdays.", topic="Crime and violence")
    share(ulrika, case, "Outside the school", POLICE, ground=newest(empty_site, "SE-L170-7"), approval=True)
    expect(ali.go(notes(case)).page.locator("main")).not_to_contain_text("Outside the school")

    henrik.go("/approvals/").follow(case)
    henrik.sees("Older ones wait on Thursdays.", "Conditions ticked").pick(decision="yes").press("Save the decision")
    henrik.page.wait_for_url("**/approvals/")
    assert "Older ones wait on Thursdays." in reads(ali, case, "Outside the school")
    path = address(ali, case, "Outside the school")

    ali.may_be_refused()
    ulrika.go(address(ulrika, case, "Outside the school")).follow("Take back")
    ulrika.sees("Ali Norén").write({"reason": "No longer needed"}).press("Take it back").sees("can no longer read it")
    assert ali.status(path) == 404
    expect(ali.go(notes(case)).page.locator("main")).not_to_contain_text("Outside the school")


def write(who: Somebody, case: str, title: str, text: str, topic: str = "Home and family") -> None:
    """Write a note that nobody else reads yet."""
    who.go(f"{notes(case)}write/").write({"topic": topic, "title": title, "text": text}).press("Save the note")
    who.sees("The note is saved.")


def share(who: Somebody, case: str, title: str, to: str, *, ground: str = "", approval: bool = False) -> None:
    """Go through the desk with one entry: on consent, or on the ground of that key, as asked for and all ticked."""
    who.go(f"/cases/{case}/share/").tick(to, title).press("Continue").sees("Which parts do they need?")
    who.press("Continue").sees("On what ground?").pick(asked="yes")
    if ground:
        who.pick(first="cannot", basis=ground)
    else:
        who.page.locator("input[name=basis]").first.check()
    who.press("Continue").sees("Are the conditions met?")
    for box in who.page.locator("input[name=conditions]").all():
        box.check()
    who.press("Continue").sees("Exactly what they will see").press("Continue").sees("Why, and until when?")
    who.pick(family_told="yes").write({"reason": "Needed for the support"})
    who.press("Ask for approval" if approval else "Share").page.wait_for_url("**/share/done/**")


def reads(who: Somebody, case: str, title: str) -> str:
    """Open an entry from the list as its reader does; content of the highest class is shown when asked for."""
    who.go(notes(case)).page.locator("main tbody th").get_by_role("link").first.click()
    who.page.wait_for_url("**/entries/*/")
    if (show := who.page.get_by_role("button", name="Show the content")).count():
        show.click()
        expect(show).to_have_count(0)
    who.sees(title)
    return who.page.locator("main").inner_text()


def address(who: Somebody, case: str, title: str) -> str:
    """The address of an entry, from the list of somebody who sees it."""
    return who.go(notes(case)).page.get_by_role("link", name=re.compile(title)).get_attribute("href")


def called(who: Somebody, case: str) -> set[str]:
    """Whom of the family the page that calls a meeting would call."""
    who.go(f"/cases/{case}/meetings/call/")
    return set(
        who.page.locator("[name=people]:checked").evaluate_all(
            "all => all.map(one => one.labels[0].innerText.split('\\n')[0].trim())"
        )
    )


def notes(case: str) -> str:
    return f"/cases/{case}/notes/"


def newest(site: Site, code: str) -> str:
    """The key of a ground of the catalogue in its newest version."""
    return site.sql("SELECT id FROM coordination_legalbasis WHERE code = %s ORDER BY version DESC LIMIT 1", code)[0][0]
