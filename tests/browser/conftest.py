"""One browser and one site for the tests of a package; each person has a context of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.axe import CHROMIUM, QUIET
from tests.browser.site import Site
from tests.browser.somebody import Somebody

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Everything here drives a real browser."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser, closed before any test of another package: while it is open Django refuses its database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(run) -> Iterator[Site]:
    """A site with the stories of the demonstration."""
    with run.site("demo") as site:
        yield site


@pytest.fixture(scope="package")
def empty_site(run) -> Iterator[Site]:
    """A site where nothing has happened yet; everybody reads English."""
    with run.site("cast") as site:
        site.sql("UPDATE coordination_user SET language = 'en'")
        yield site


@pytest.fixture(scope="package")
def visitor(chromium) -> Iterator[Callable[[Site, str, str], Somebody]]:
    """People who log in once and stay: ``visitor(site, "petra", "sv")``. Only who is nobody brings a language along."""
    there: dict[tuple[str, str], Somebody] = {}

    def come(site: Site, name: str, language: str) -> Somebody:
        who = site.name, name or language
        if who not in there:
            somebody = Somebody(chromium, site, phone=False, dark=False, js=True, language=language)
            there[who] = somebody.log_in(name) if name else somebody
        return there[who]

    yield come
    for somebody in there.values():
        somebody.context.close()
        assert not somebody.complaints, somebody.complaints


@pytest.fixture
def someone(chromium) -> Iterator[Callable[..., Somebody]]:
    """Let somebody log in to a site: ``someone(site, "petra", phone=True)``. Nothing may go wrong in their browser."""
    there: list[Somebody] = []

    def log_in(site: Site, name: str | None = None, *, phone=False, dark=False, js=True, language="en") -> Somebody:
        somebody = Somebody(chromium, site, phone=phone, dark=dark, js=js, language=language)
        there.append(somebody)
        return somebody.log_in(name) if name else somebody

    yield log_in
    for somebody in there:
        somebody.context.close()
    complaints = [complaint for somebody in there for complaint in somebody.complaints]
    assert not complaints, "\n".join(complaints)
