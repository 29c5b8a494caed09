"""What developers call inside the environment: tests, checks, messages, lock, measurements."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import NoReturn

from coordination.launch import locks, messages, servers
from coordination.launch.children import end_on_signals
from coordination.launch.console import ROOT, give_up, say
from coordination.launch.environment import VENV

BIN = VENV / "bin"
MANAGE = [sys.executable, "manage.py"]


def main(words: list[str]) -> None:
    """Do what the first word says, with the rest as its options."""
    end_on_signals()
    what, *options = words
    sys.exit(COMMANDS[what](options))


def test(options: list[str]) -> NoReturn:
    """Become pytest, on two cores; it starts the servers that are not named, and throws them away."""
    messages.compile_stale(ROOT / "locale")
    if url := os.environ.get("DATABASE_URL"):
        servers.check_database(url)
    # Each takes half, and the one that is done first takes from the other: what a file prepares is prepared once.
    as_many = [] if any(word.startswith("-n") for word in options) else ["-n", "2", "--dist", "worksteal"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *as_many, *options])  # noqa: S606


def check(options: list[str]) -> int:
    """Run every check, or those named (``types``), or all but those (``-types``), and name those that failed."""
    os.environ["DEBUG"] = "1"
    start_servers()
    messages.compile_stale(ROOT / "locale")
    checks: dict[str, Callable[[], int]] = {
        "format": lambda: run([tool("ruff"), "format", "--check", "--quiet", "."]),
        "lint": lambda: run([tool("ruff"), "check", "--quiet", "."]),
        "imports": lambda: run([tool("lint-imports"), "--no-cache"], quiet=True),
        "migrations": lambda: run([*MANAGE, "makemigrations", "--check", "--dry-run"], quiet=True),
        "translations": messages.check,
        "deployment": check_deployment,
        "types": lambda: run([tool("mypy")], quiet=True),
    }
    left_out = [word[1:] for word in options if word.startswith("-")]
    chosen = [word for word in options if word in checks] or [name for name in checks if name not in left_out]
    if unknown := [word for word in options if word.removeprefix("-") not in checks]:
        give_up(f"make check: there is no {', '.join(unknown)}; there are {', '.join(checks)}.")
    failed = [name for name in chosen if not passes(name, checks[name])]
    if failed:
        give_up(f"make check: {', '.join(failed)} failed.")
    say("All checks passed.")
    return 0


def passes(name: str, do: Callable[[], int]) -> bool:
    """Run one check and say how it went."""
    started = time.monotonic()
    status = do()
    say(f"  {'failed' if status else 'ok':6} {name:12} {time.monotonic() - started:5.1f} s")
    return not status


def check_deployment() -> int:
    """Run Django's own checks with the documented production environment."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL"}}
    lines = (ROOT / "deploy" / "production.env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    # Said here, for a .env that happens to lie there must not change it.
    environ = {**kept, **example, "DEBUG": "0", "DEMO": "0"}
    return run([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], environ, quiet=True)


def start_servers() -> None:
    """Start the servers that are not named in the environment, in a folder that goes with us."""
    servers.ensure(ROOT / ".run", keep=False)


def bench(options: list[str]) -> int:
    """Measure My steps and completing a step, in a database of its own."""
    os.environ.update(DEMO="1", DEBUG="0")  # Debugging would keep every query that is measured.
    start_servers()
    return run([*MANAGE, "bench_steps", *options])


def screenshots(options: list[str]) -> int:
    """Make the pictures of the README from a demo of its own."""
    return run([sys.executable, "-m", "tests.screenshots", *options])


def fmt(options: list[str]) -> int:
    """Format, and repair what can be repaired without thinking."""
    return run([tool("ruff"), "format", "."]) or run([tool("ruff"), "check", "--fix", "."])


def tool(name: str) -> str:
    """The path of a program of the environment."""
    return str(BIN / name)


def run(command: list[str], environ: dict[str, str] | None = None, *, quiet: bool = False) -> int:
    """Run ``command`` from the top of the project; with ``quiet``, show what it says only if it fails."""
    if not quiet:
        return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode
    with tempfile.TemporaryFile("w+") as said:
        status = subprocess.run(command, cwd=ROOT, env=environ, stdout=said, stderr=said, check=False).returncode
        if status:
            said.seek(0)
            say(said.read().rstrip())
    return status


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "test": test,
    "check": check,
    "bench": bench,
    "screenshots": screenshots,
    "fmt": fmt,
    "messages": messages.collect,
    "lock": locks.write,
}

if __name__ == "__main__":
    main(sys.argv[1:])
