"""Drafts that save themselves and the end of the session, in a real browser."""

import json
import re
from dataclasses import dataclass, field

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from coordination.styleguide import samples
from tests.ui.conftest import Window

pytestmark = pytest.mark.browser


@dataclass
class Drafts:
    """The server's side of the draft: what came, and what it answers."""

    page: Page
    status: int = 200
    posts: list[dict[str, str]] = field(default_factory=list)

    def receive(self, route: Route) -> None:
        fields = re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n--', route.request.post_data or "", re.DOTALL)
        self.posts.append(dict(fields))
        if self.status == 409:
            route.fulfill(status=409, body=conflict(), content_type="text/html")
        elif self.status == 200:
            answer = {"saved_text": f"Draft saved 10.2{len(self.posts)}", "version": 1 + len(self.posts)}
            route.fulfill(json=answer)
        else:
            route.fulfill(status=self.status, body="")


def conflict() -> str:
    with translation.override("en"):
        return render_to_string(
            "components/conflict.html",
            {"who": "Amir Haddad", "version": 7, "rows": samples.CONFLICT, "reload_url": "/draft/"},
        )


@pytest.fixture
def drafts(window: Window) -> Drafts:
    drafts = Drafts(window.page)
    window.page.route("**/autosave", drafts.receive)
    window.page.route_web_socket("**/ws/", lambda line: None)
    window.page.clock.install()
    window.go("/draft/")
    return drafts


def text(drafts: Drafts):
    return drafts.page.get_by_label("Text")


def version(drafts: Drafts) -> str:
    return drafts.page.locator("[name=version]").input_value()


def test_a_draft_saves_itself_twenty_seconds_after_the_last_change(drafts, window):
    text(drafts).fill("One")
    drafts.page.clock.run_for(19_000)
    text(drafts).fill("One two")
    drafts.page.clock.run_for(19_000)
    assert drafts.posts == []
    drafts.page.clock.run_for(1_100)
    expect(drafts.page.locator("[data-autosave-status]")).to_have_text("Draft saved 10.21")
    assert drafts.posts == [{"version": "1", "text": "One two"}]
    assert version(drafts) == "2"
    assert window.complaints == []


def test_nothing_is_sent_when_nothing_has_changed(drafts):
    drafts.page.clock.run_for(60_000)
    drafts.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert drafts.posts == []


def test_what_is_written_is_saved_when_the_page_is_left(drafts):
    text(drafts).fill("On my way")
    drafts.page.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(drafts.page.locator("[data-autosave-status]")).to_have_text("Draft saved 10.21")


def test_a_failure_is_said_and_tried_again(drafts):
    drafts.status = 503
    text(drafts).fill("Important")
    drafts.page.clock.run_for(20_100)
    status = drafts.page.locator("[data-autosave-status]")
    expect(status).to_have_text("The draft could not be saved. We will try again.")
    drafts.status = 200
    drafts.page.clock.run_for(20_100)
    expect(status).to_have_text("Draft saved 10.22")
    expect(text(drafts)).to_have_value("Important")


def test_only_unsaved_text_holds_the_reader_back(drafts):
    held = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert drafts.page.evaluate(held) is False
    text(drafts).fill("Unsaved")
    assert drafts.page.evaluate(held) is True
    drafts.page.clock.run_for(20_100)
    expect(drafts.page.locator("[data-autosave-status]")).to_have_text("Draft saved 10.21")
    assert drafts.page.evaluate(held) is False


def test_when_two_have_written_both_versions_are_shown_and_nothing_is_lost(drafts, window):
    drafts.status = 409
    text(drafts).fill("My words")
    drafts.page.clock.run_for(20_100)
    heading = drafts.page.get_by_role("heading", name="Amir Haddad has saved this while you were writing")
    expect(heading).to_be_focused()
    expect(drafts.page.get_by_text("Comes to school three days.")).to_be_visible()
    expect(text(drafts)).to_have_value("My words")
    drafts.page.clock.run_for(60_000)
    assert len(drafts.posts) == 1

    drafts.status = 200
    drafts.page.get_by_role("button", name="Save my text instead").click()
    expect(drafts.page.locator("[data-autosave-status]")).to_have_text("Draft saved 10.22")
    assert drafts.posts[-1] == {"version": "7", "text": "My words"}
    expect(heading).to_have_count(0)
    assert [line for line in window.complaints if "409" not in line] == []


@dataclass
class Session:
    """The server's clock of the session."""

    left: int = 600
    prolonged: int = 0

    def answer(self, route: Route) -> None:
        if route.request.method == "POST":
            assert route.request.headers["x-csrftoken"]
            self.prolonged += 1
            self.left = 600
        route.fulfill(body=json.dumps({"seconds": self.left}), content_type="application/json")


@pytest.fixture
def session(window: Window) -> Session:
    session = Session()
    window.page.route("**/session/left", session.answer)
    window.page.route_web_socket("**/ws/", lambda line: None)
    window.page.clock.install()
    window.go("/session/")
    return session


def test_two_minutes_before_the_end_the_user_can_stay(session, window):
    dialog = window.page.get_by_role("dialog", name="You will soon be logged out")
    session.left = 120
    window.page.clock.run_for(481_000)
    expect(dialog).to_be_visible()
    stay = window.page.get_by_role("button", name="Keep working")
    expect(stay).to_be_focused()
    window.page.clock.run_for(91_000)
    expect(dialog.get_by_text("In 30 seconds")).to_be_visible()
    stay.click()
    expect(dialog).to_be_hidden()
    assert session.prolonged == 1
    assert window.complaints == []


def test_work_in_another_window_keeps_the_dialog_away(session, window):
    session.left = 600
    window.page.clock.run_for(481_000)
    expect(window.page.locator("#session")).to_be_hidden()


def test_when_the_session_has_ended_the_page_is_loaded_again(session, window):
    session.left = 120
    window.page.clock.run_for(481_000)
    expect(window.page.locator("#session")).to_be_visible()
    session.left = 0
    with window.page.expect_navigation():
        window.page.clock.run_for(121_000)
