"""A browser that gets its pages straight from Django, without a server and without a database."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser.axe import CHROMIUM, QUIET

SITE = "https://samverkan.test"


@pytest.fixture
def bare(settings):
    """Only what the pages of the style guide need: no log-in, no database."""
    own = "coordination.overview"
    templates = [{**django_settings.TEMPLATES[0]}]
    options = templates[0]["OPTIONS"]
    kept = [name for name in options["context_processors"] if not name.startswith(own)]
    templates[0]["OPTIONS"] = {**options, "context_processors": kept}
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.MIDDLEWARE = ["csp.middleware.CSPMiddleware", "django.middleware.locale.LocaleMiddleware"]
    settings.LANGUAGE_CODE = "en"
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["samverkan.test", "testserver"]
    return settings


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module, stopped before any test that needs the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def answer(route: Route) -> None:
    """Answer a request of the browser as the site would."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        route.fulfill(path=Path(found)) if found else route.fulfill(status=404)
        return
    client = Client(raise_request_exception=False, headers={"host": "samverkan.test"})
    response = client.generic(route.request.method, path, secure=True)
    route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.content)


class Window:
    """A page of the browser, and what it complained about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", answer)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(SITE + path)
        return self.page


@pytest.fixture
def window(bare, chromium) -> Iterator[Window]:
    """A wide window in the light theme."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield Window(context.new_page())
    context.close()
