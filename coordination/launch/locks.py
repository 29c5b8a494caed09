"""The lock: every package by version and hash, and no word about where packages come from."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from coordination.launch.console import ROOT, give_up, last_line, progress, say

# From the largest, so that the smaller ones take the same versions.
FILES = {"dev": ["demo", "dev"], "demo": ["demo"], "base": []}
HOW = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
HOW += ["--no-emit-index-url", "--no-emit-find-links", "--quiet"]


def write(options: list[str]) -> int:
    """Write the three files anew; versions stay unless pyproject.toml or UPGRADE=1 moves them."""
    with tempfile.TemporaryDirectory() as folder:
        uv = install_uv(Path(folder, "uv"))
        pins = Path(folder, "pins.txt")
        pins.touch()
        upgrade = ["--upgrade"] if os.environ.get("UPGRADE") == "1" else []
        for name, groups in FILES.items():
            with progress(f"Locking {name}"):
                compile_one(uv, name, groups, [*upgrade, "--constraint", str(pins)])
            if not pins.read_text():
                pins.write_text(without_hashes((ROOT / "requirements" / f"{name}.txt").read_text()))
    return 0


def install_uv(where: Path) -> str:
    """Install the tool that resolves into an environment of its own."""
    with progress("Installing the tool that makes the lock"):
        call([sys.executable, "-m", "venv", str(where)])
        call([str(where / "bin" / "pip"), "install", "-q", "--disable-pip-version-check", "uv"])
    return str(where / "bin" / "uv")


def compile_one(uv: str, name: str, groups: list[str], more: list[str]) -> None:
    """Write requirements/``name``.txt, and refuse it if it names a place."""
    target = ROOT / "requirements" / f"{name}.txt"
    chosen = [word for group in groups for word in ("--group", group)]
    call([uv, "pip", "compile", "pyproject.toml", *HOW, *chosen, *more, "-o", str(target)])
    if re.search(r"://|^-|^/| @ ", target.read_text(), re.MULTILINE):
        give_up(f"{target.name} names a place that packages come from; it must not.")


def without_hashes(lock: str) -> str:
    """Return the versions of a lock as constraints."""
    lines = [line.removesuffix("\\").strip() for line in lock.splitlines() if "==" in line]
    return "\n".join(lines) + "\n"


def call(command: list[str]) -> None:
    """Run ``command`` from the top of the project, or give up with its last line."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        say(done.stderr)
        give_up(f"{Path(command[0]).name} failed: {last_line(done.stderr)}")
