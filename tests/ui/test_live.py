"""Live updates in a real browser, with a socket and a clock that the test holds in its hands."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.ui.conftest import SITE, Window

pytestmark = pytest.mark.browser


@dataclass
class Server:
    """The other end: what it would answer, what it was asked, and its lines."""

    page: Page
    parts: dict[str, str]
    open: bool = True
    lines: list[WebSocketRoute] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    tries: int = 0

    def start(self) -> None:
        self.page.route("**/fragment/*", self.fragment)
        self.page.route_web_socket("**/ws/", self.socket)

    def fragment(self, route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        assert route.request.headers["x-fragment"] == "1"
        self.asked.append(name)
        if name in self.parts:
            route.fulfill(body=self.parts[name], content_type="text/html")
        else:
            route.fulfill(status=404, body="")

    def socket(self, line: WebSocketRoute) -> None:
        self.tries += 1
        if not self.open:
            line.close(code=1012)
            return
        line.on_message(lambda text: self.heard.append(str(text)))
        self.lines.append(line)

    def hint(self, kind: str = "bump") -> None:
        self.lines[-1].send(f'{{"type": "{kind}"}}')


@pytest.fixture
def server(window: Window) -> Server:
    """A page with fragments, just opened, and everything fetched once."""
    later = "<p>Old list</p>"
    server = Server(window.page, {"news": "<p>Old news</p>", "box": BOX, "who": "", "later": later})
    server.start()
    window.page.clock.install()
    window.go("/live/")
    wait_for(server, lambda: len(server.asked) >= 4)
    server.asked.clear()
    return server


BOX = '<input aria-label="Box" value="old">'


def wait_for(server: Server, done) -> None:
    """Let the browser work until ``done``, moving its clock on."""
    for _ in range(200):
        if done():
            return
        server.page.clock.run_for(100)
    raise AssertionError(f"not within 20 seconds; asked {server.asked}, tries {server.tries}")


def test_a_hint_fetches_the_parts_of_the_page_again(server, window):
    server.parts["news"] = '<p data-say="One new event">New news</p>'
    server.hint()
    wait_for(server, lambda: "news" in server.asked)
    expect(server.page.locator("#news")).to_have_text("New news")
    wait_for(server, lambda: server.page.locator("#say").text_content() == "One new event")
    assert window.complaints == []


def test_a_reader_who_wants_quiet_hears_nothing(server):
    server.page.evaluate("document.body.dataset.quiet = ''")
    server.parts["news"] = '<p data-say="One new event">New news</p>'
    server.hint()
    wait_for(server, lambda: "news" in server.asked)
    expect(server.page.locator("#news")).to_have_text("New news")
    server.page.clock.run_for(6_000)
    expect(server.page.locator("#say")).to_be_empty()


def test_many_hints_are_one_fetch_and_nothing_is_replaced_by_the_same(server):
    server.page.evaluate("document.querySelector('#news p').dataset.mine = 'kept'")
    server.parts["news"] = '<p data-mine="kept">Old news</p>'
    for _ in range(20):
        server.hint()
    wait_for(server, lambda: "later" in server.asked)
    server.page.clock.run_for(1000)
    assert server.asked.count("news") == 1


def test_a_presence_hint_fetches_only_who_is_here(server):
    server.parts["who"] = "<p>Amir writes</p>"
    server.hint("presence")
    wait_for(server, lambda: server.asked)
    expect(server.page.locator("#who")).to_have_text("Amir writes")
    assert server.asked == ["who"]


def test_a_part_that_holds_the_focus_waits_until_it_is_left(server):
    server.page.get_by_label("Box").fill("half a word")
    server.parts["box"] = '<input aria-label="Box" value="new">'
    server.hint()
    wait_for(server, lambda: "box" in server.asked)
    expect(server.page.locator("#box")).to_have_attribute("data-live-stale", "")
    expect(server.page.get_by_label("Box")).to_have_value("half a word")
    server.page.get_by_role("button", name="Elsewhere").focus()
    server.page.clock.run_for(100)
    expect(server.page.get_by_label("Box")).to_have_value("new")


def test_a_list_that_is_read_is_not_moved_but_offers_the_new(server):
    server.parts["later"] = "<p>New list</p>"
    server.hint()
    show = server.page.get_by_role("button", name="Show", exact=True)
    wait_for(server, show.is_visible)
    expect(server.page.locator("#later")).to_have_text("Old list")
    show.click()
    expect(server.page.locator("#later")).to_have_text("New list")
    expect(server.page.locator("#later")).to_be_focused()


def test_what_may_no_longer_be_seen_disappears(server):
    del server.parts["news"]
    server.hint()
    wait_for(server, lambda: "news" in server.asked)
    expect(server.page.locator("#news")).to_be_empty()


def test_a_lost_line_comes_back_and_catches_up(server):
    server.open = False
    server.lines[-1].close(code=1012)
    wait_for(server, lambda: server.tries >= 5)
    expect(server.page.locator("#conn")).to_have_text("Live updates are paused. Trying again.")
    server.parts["news"] = "<p>Missed</p>"
    server.open = True
    server.page.evaluate("dispatchEvent(new Event('online'))")
    expect(server.page.locator("#news")).to_have_text("Missed")
    expect(server.page.locator("#conn")).to_be_empty()


def test_without_a_line_the_page_asks_every_half_minute(server):
    server.open = False
    server.lines[-1].close(code=1012)
    server.parts["news"] = "<p>Asked for</p>"
    server.page.clock.run_for(31_000)
    expect(server.page.locator("#news")).to_have_text("Asked for")


def test_a_silent_line_is_given_up(server):
    server.page.clock.run_for(40_000)
    server.hint("ping")
    server.page.clock.run_for(40_000)
    assert server.tries == 1
    server.page.clock.run_for(11_000)
    wait_for(server, lambda: server.tries == 2)


def test_at_most_one_sentence_is_said_in_five_seconds(server):
    said = server.page.locator("#say")
    for number in range(3):
        server.asked.clear()
        server.parts["news"] = f'<p data-say="Event {number}">{number}</p>'
        server.hint()
        wait_for(server, lambda: "news" in server.asked)
        expect(server.page.locator("#news")).to_have_text(str(number))
    server.page.clock.run_for(200)
    expect(said).to_have_text("Event 0")
    server.page.clock.run_for(5_200)
    expect(said).to_have_text("Event 2")


def test_the_end_of_the_log_in_reloads_the_page_once(server):
    server.page.evaluate("document.body.dataset.old = 'yes'")
    with server.page.expect_navigation():
        server.lines[-1].close(code=4401)
    wait_for(server, lambda: server.tries == 2)
    server.page.evaluate("document.body.dataset.old = 'yes'")
    server.lines[-1].close(code=4401)
    wait_for(server, lambda: server.tries == 3)
    assert server.page.evaluate("document.body.dataset.old") == "yes"


def test_a_case_that_is_gone_leads_to_the_start_page(server):
    server.lines[-1].close(code=4404)
    server.page.wait_for_url(f"{SITE}/start/")


def test_writing_is_told_at_most_every_ten_seconds(window):
    server = Server(window.page, {})
    server.start()
    window.page.clock.install()
    page = window.go("/draft/")
    wait_for(server, lambda: server.lines)
    page.clock.run_for(500)
    page.get_by_label("Text").press_sequentially("Hello")
    page.clock.run_for(9_000)
    page.get_by_label("Text").press_sequentially("again")
    assert server.heard == ['{"type":"writing","section":"plan"}']
    page.clock.run_for(2_000)
    page.get_by_label("Text").press_sequentially("!")
    wait_for(server, lambda: len(server.heard) == 2)
