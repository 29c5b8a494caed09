"""Somebody at a browser of their own, who writes down everything that goes wrong in it."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from coordination.demo.cast import PASSWORD
from tests.browser.site import Site

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def in_days(number: int) -> date:
    """The day so many days from today where the municipality is."""
    return datetime.now(ZoneInfo("Europe/Stockholm")).date() + timedelta(days=number)


class Somebody:
    """A person's page. ``complaints`` are errors of the console (the content policy's too) and failed requests."""

    def __init__(self, browser: Browser, site: Site, *, phone: bool, dark: bool, js: bool) -> None:
        self.site, self.complaints = site, []
        self.context = browser.new_context(
            base_url=site.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
            reduced_motion="reduce",
            locale="en-GB",
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

    def choose(self, *names: str, within: Locator | None = None) -> "Somebody":
        """Tick boxes and choose cards by the words beside them."""
        for name in names:
            (within or self.page).get_by_label(name, exact=True).check()
        return self

    def write(self, field: str, text: object, within: Locator | None = None) -> "Somebody":
        """Write into the field of that label."""
        (within or self.page).get_by_label(field).first.fill(str(text))
        return self

    def sees(self, *texts: str) -> "Somebody":
        """Expect words in the content of the page, soon."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def group(self, legend: str) -> Locator:
        """The group of fields whose heading begins so."""
        return self.page.get_by_role("group", name=re.compile(f"^{re.escape(legend)}")).first

    def _console(self, message) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _failed(self, request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # Given up because the page was left.
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response) -> None:
        if response.status >= 400:
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")
