"""Work on places in the browser: S7 from a phone to the answer, and reports written without a network."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.site import Site
from tests.browser.somebody import Somebody, in_days

NEW, MINE, GATE = "/places/reports/new/", "/places/reports/mine/", "/places/reports/"
NO_LINE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "WebSocket")


@pytest.fixture
def town(empty_site, someone) -> Site:
    """The empty site with a place in its list."""
    if not empty_site.sql("SELECT 1 FROM coordination_place"):
        karin = someone(empty_site, "karin").go("/places/list/new/")
        karin.write({"name": "Norra torget", "east": 611050, "north": 6581450}).press("Save").sees("Norra torget")
    return empty_site


@pytest.fixture
def leyla(town, someone) -> Somebody:
    """Leyla on her phone."""
    return someone(town, "leyla", phone=True)


def fill(who: Somebody, text: str = "", **changes: str) -> Somebody:
    """Fill the form in as somebody on a square does."""
    who.pick(category=changes.get("category", "damage"), severity="2").write({"place": "Norra torget", "text": text})
    return who


def stored(site: Site, text: str) -> int:
    return site.sql("SELECT count(*) FROM coordination_placereport WHERE text = %s", text)[0][0]


def may_be_incomplete(who: Somebody) -> None:
    """From now on the site may refuse what this person writes."""
    who.refusals = {422}


def without_a_line(who: Somebody) -> None:
    """Forget the complaints that belong to a missing network."""
    who.complaints[:] = [c for c in who.complaints if not any(words in c for words in NO_LINE)]


def test_s7_a_report_from_a_phone_is_answered(town, leyla, someone):
    karin = someone(town, "karin")
    may_be_incomplete(leyla)
    leyla.go("/").follow("Report a place")
    assert not findings(leyla.page)
    fill(leyla, "Det var Kevin Andersson som krossade glas.").press("Send the report")
    leyla.sees("This looks like somebody’s name: Kevin Andersson", "report of concern")
    expect(leyla.page.locator("textarea[name=text]")).to_have_value("Det var Kevin Andersson som krossade glas.")
    leyla.write({"text": "Krossat glas vid bänken."}).press("Send the report")
    leyla.page.wait_for_url(f"**{MINE}")
    leyla.sees("Thank you", "waits to be checked")

    karin.go("/").sees("1 report waits to be checked").follow("Reports about places").follow("Damage")
    karin.sees("Krossat glas").press("Decide").sees("Nothing waits to be checked")
    karin.go("/places/weeks/").page.locator("button[name=week]").first.click()
    karin.sees("reports in the picture", "Norra torget").follow("Put on the priority list")
    karin.write({"place": "Norra torget", "title": "Norra torget", "why": "Glas"}).press("Save").sees("1. Norra torget")
    karin.follow("Add an action").write({"what": "Lampan lagas", "agency": "Kultur och fritid", "due_on": in_days(7)})
    karin.press("Save").sees("Lampan lagas").press("Decide the list").sees("The priority list is decided")
    karin.follow("The meeting").sees("3. Priorities and actions", "Lampan lagas")

    leyla.go("/").sees("What your agency does at places").follow("Lampan lagas").pick(status="done").press("Save")
    karin.go("/places/weeks/").follow("Week", within=karin.page.locator("main"))
    karin.follow("Close or carry over").pick(outcome="done")
    karin.write({"answer": "Lampan lyser igen."}).press("Save").sees("The priority is closed")
    leyla.go(MINE).sees("What was to be done is done", "Lampan lyser igen.", "Lampan lagas")


def test_reports_written_without_a_network_are_sent_once_when_there_is_one(town, leyla):
    leyla.go(NEW)
    leyla.context.set_offline(True)
    for text in ("Utan nät ett", "Utan nät två"):
        fill(leyla, text).press("Send the report").sees("There is no network")
    expect(leyla.page.locator("#kept li")).to_have_count(2)
    assert (stored(town, "Utan nät ett"), stored(town, "Utan nät två")) == (0, 0)
    leyla.context.set_offline(False)
    expect(leyla.page.locator("#kept li")).to_have_count(0)
    leyla.sees("Reports sent: 2")
    leyla.go(MINE)
    without_a_line(leyla)
    assert (stored(town, "Utan nät ett"), stored(town, "Utan nät två")) == (1, 1)


def test_an_answer_that_is_lost_on_the_way_makes_no_second_report(town, leyla):
    leyla.go(NEW)

    def lose(route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    leyla.page.route(f"**{NEW}", lose)
    fill(leyla, "Svaret kom bort").press("Send the report").sees("There is no network")
    assert stored(town, "Svaret kom bort") == 1
    leyla.page.unroute(f"**{NEW}")
    leyla.go(NEW)
    expect(leyla.page.locator("#kept li")).to_have_count(0)
    leyla.sees("Reports sent: 1")
    without_a_line(leyla)
    assert stored(town, "Svaret kom bort") == 1


def test_a_kept_report_that_is_refused_waits_for_its_writer_to_correct_it(town, leyla):
    may_be_incomplete(leyla)
    leyla.go(NEW)
    leyla.context.set_offline(True)
    fill(leyla, "Lisa Berg satt där.").press("Send the report").sees("There is no network")
    leyla.context.set_offline(False)
    leyla.sees("This looks like somebody’s name: Lisa Berg")
    leyla.go("/").go(NEW).sees("This looks like somebody’s name: Lisa Berg").press("Correct")
    expect(leyla.page.locator("textarea[name=text]")).to_have_value("Lisa Berg satt där.")
    leyla.write({"text": "Någon satt där."}).press("Send the report")
    leyla.page.wait_for_url(f"**{MINE}")
    without_a_line(leyla)
    assert (stored(town, "Lisa Berg satt där."), stored(town, "Någon satt där.")) == (0, 1)
    leyla.go(NEW)
    expect(leyla.page.locator("#kept")).to_be_hidden()


def test_nothing_stays_in_the_browser_after_log_out(town, leyla):
    leyla.go(NEW)
    leyla.context.set_offline(True)
    fill(leyla, "Ska bort").press("Send the report").sees("There is no network")
    asked = []
    leyla.page.route(f"**{NEW}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    leyla.context.set_offline(False)
    leyla.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    leyla.page.locator("button[popovertarget=user-menu]:visible").click()
    leyla.press("Log out")
    leyla.page.wait_for_url("**/log-in/**")
    without_a_line(leyla)
    assert "Reports not sent yet: 1" in asked[0]
    assert leyla.page.evaluate("localStorage.length") == 0
    assert stored(town, "Ska bort") == 0


def test_what_somebody_else_left_behind_is_thrown_away(town, someone):
    ali = someone(town, "ali")
    ali.page.evaluate('localStorage.setItem(\'samverkan.outbox\', \'{"owner": "0", "reports": [{"id": "1"}]}\')')
    ali.go(NEW)
    assert ali.page.evaluate("localStorage.getItem('samverkan.outbox')") is None


def test_a_point_is_chosen_on_the_map_with_and_without_scripts(town, leyla, someone):
    ali = someone(town, "ali", js=False)
    for who, text in ((leyla, "Med skript"), (ali, "Utan skript")):
        who.go(NEW).page.get_by_text("The place is not in the list", exact=True).click()
        who.page.locator("input[name=map]").click(position={"x": 100, "y": 60})
        who.sees("is chosen.")
        who.pick(category="unsafe", severity="1").write({"text": text}).press("Send the report")
        who.page.wait_for_url(f"**{MINE}")
        assert town.sql("SELECT east > 0 AND north > 0 FROM coordination_placereport WHERE text = %s", text) == [
            (True,)
        ]
