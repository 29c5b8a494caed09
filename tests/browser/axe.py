"""Run axe-core in a page and say in words what it found."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)
THEMES = ("light", "dark")
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


EVERY_RULE = {"type": "tag", "values": RULES}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}  # All that the theme can change.
AXE = Axe()


def findings(page: Page, rules: dict[str, Any] = EVERY_RULE) -> list[str]:
    """Return one line for each violation: the rule, how many times, and the first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [f"{v['id']} ({len(v['nodes'])}): {v['nodes'][0]['html'][:160]}" for v in violations]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
