"""What the person at the keyboard reads."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent


def say(text: str = "") -> None:
    """Print ``text`` at once."""
    print(text, flush=True)


def give_up(reason: str) -> NoReturn:
    """End with one clear line and a status that says so."""
    print(f"Stopped: {reason}", file=sys.stderr, flush=True)
    raise SystemExit(1)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    started = time.monotonic()
    print(f"  {what} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        say()
        raise
    say(f" {time.monotonic() - started:.1f} s")


def last_line(text: str) -> str:
    """The last line of ``text`` that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
