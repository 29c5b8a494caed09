"""``make screenshots``: a demo of its own, opened by some of its people, and docs/screenshots/*.png from it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, sync_playwright

from coordination.demo import PASSWORD
from coordination.embedded import throw_away_folder

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
FIRST_CASE = "a[href^='/cases/'][href*='SAM-']"


@dataclass(frozen=True)
class Shot:
    """A picture: its name, who looks, what at, and through how large a window."""

    name: str
    who: str
    path: str
    size: dict[str, int]
    within_case: str | None = None


SHOTS = [
    Shot("log-in", "", "/", DESKTOP),
    Shot("start", "petra@example.org", "/", DESKTOP),
    Shot("start-phone", "ulrika@example.org", "/", PHONE),
    Shot("cases", "petra@example.org", "/cases/", DESKTOP),
    Shot("case", "petra@example.org", "/cases/", DESKTOP, within_case=""),
    Shot("case-phone", "ulrika@example.org", "/cases/", PHONE, within_case=""),
    Shot("people", "petra@example.org", "/cases/", DESKTOP, within_case="people/"),
    Shot("history", "petra@example.org", "/cases/", DESKTOP, within_case="history/"),
]


@contextmanager
def running_demo() -> Iterator[str]:
    """Start a demo whose data goes when it ends; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environ.update(RUN_DIR=str(throw_away_folder() / "run"), PORT=str(port))
    command = [sys.executable, "-m", "coordination.launch.demo", "demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as demo:
        said = ""
        while "Ctrl-C stops it" not in said and (line := demo.stdout.readline()):
            said += line
        try:
            address = re.search(r"ready after .*(http://\S+)", said)
            if address is None:
                sys.exit("Stopped: the demo for the pictures did not start; what it said is above.")
            yield address.group(1)
        finally:
            demo.terminate()
            demo.communicate(timeout=60)


def log_in(page: Page, address: str, who: str) -> None:
    """Log in as one of the demo's people."""
    page.goto(address)
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_load_state()


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Make one picture, in Swedish, of the top of the page."""
    context = browser.new_context(viewport=shot.size, locale="sv-SE", reduced_motion="reduce", device_scale_factor=1)
    page = context.new_page()
    if shot.who:
        log_in(page, address, shot.who)
    page.goto(urljoin(address, shot.path))
    if shot.within_case is not None:
        case = page.locator(FIRST_CASE).first.get_attribute("href")
        page.goto(urljoin(address, f"{case}{shot.within_case}"))
    page.screenshot(path=PICTURES / f"{shot.name}.png")
    context.close()


def main() -> None:
    """Make all the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with running_demo() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for shot in SHOTS:
            take(browser, address, shot)
            print(f"  {shot.name}.png", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
