"""Somebody at a browser of their own, who writes down everything that goes wrong in it."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from coordination.demo import PASSWORD
from tests.browser.site import Site

expect.set_options(timeout=15_000)  # Two busy cores.
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def in_days(number: int) -> date:
    """The day so many days from today where the municipality is."""
    return datetime.now(ZoneInfo("Europe/Stockholm")).date() + timedelta(days=number)


class Somebody:
    """A person's page. ``complaints`` are errors of the console (the content policy's too) and failed requests."""

    def __init__(
        self, browser: Browser, site: Site, *, phone: bool, dark: bool, js: bool, language: str = "en"
    ) -> None:
        self.site, self.js, self.complaints, self.refusals = site, js, [], set()
        self.context = browser.new_context(
            base_url=site.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            reduced_motion="reduce",
            locale=language,
        )
        self.context.set_default_timeout(20_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)

    def log_in(self, name: str) -> "Somebody":
        """Log in by the page."""
        self.page.goto("/log-in/")
        self.page.locator("input[name=login]").fill(f"{name}@example.org")
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url("**/")
        return self

    def status(self, path: str) -> int:
        """What the site answers this person for an address, without going there."""
        return self.context.request.get(path, max_redirects=0).status

    def go(self, path: str) -> "Somebody":
        self.page.goto(path)
        return self

    def press(self, name: str, within: Locator | None = None) -> "Somebody":
        """Press the button of that name."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()
        return self

    def follow(self, name: str, within: Locator | None = None) -> "Somebody":
        """Follow the first link of that name."""
        (within or self.page).get_by_role("link", name=name).first.click()
        return self

    def pick(self, within: Locator | None = None, **choices: object) -> "Somebody":
        """Choose a card, or tick several, by field and value: ``pick(outcome="proceed")``."""
        for name, value in choices.items():
            for one in value if isinstance(value, list | tuple) else [value]:
                (within or self.page).locator(f'[name$="{name}"][value="{one}"]').check()
        return self

    def tick(self, *labels: str, within: Locator | None = None) -> "Somebody":
        """Tick boxes by the beginning of the words beside them."""
        for label in labels:
            (within or self.page).get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.check()
        return self

    def untick(self, *labels: str, within: Locator | None = None) -> "Somebody":
        """Take ticks away."""
        for label in labels:
            (within or self.page).get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.uncheck()
        return self

    def write(self, values: dict[str, object]) -> "Somebody":
        """Write into fields by their names in the form."""
        for name, value in values.items():
            field = self.page.locator(f'main [name="{name}"]')
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(label=str(value))
            else:
                field.fill(str(value))
        return self

    def tab_to(self, target: Locator) -> "Somebody":
        """Move the focus there by the Tab key alone."""
        for _step in range(120):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return self
        raise AssertionError(f"the Tab key does not lead to {target}")

    def sees(self, *texts: str) -> "Somebody":
        """Expect words in the content of the page, soon."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def group(self, legend: str) -> Locator:
        """The group of fields whose heading begins so."""
        return self.page.get_by_role("group", name=re.compile(f"^{re.escape(legend)}")).first

    def may_be_refused(self) -> None:
        """From now on the site may answer this person that what they had open is no longer there."""
        self.refusals = {403, 404}

    def _console(self, message) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _failed(self, request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # Given up because the page was left.
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response) -> None:
        if response.status >= 400 and response.status not in self.refusals:
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")
