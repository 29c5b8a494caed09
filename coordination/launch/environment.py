"""The Python environment of the project, made from the lock and from nothing else."""

import hashlib
import subprocess
import sys
from pathlib import Path

from coordination.launch.console import ROOT, give_up, progress

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# A level holds all of the ones before it.
LEVELS = ["demo", "dev"]


def lock(level: str) -> Path:
    """The lock file of ``level``."""
    return ROOT / "requirements" / f"{level}.txt"


def stamp(level: str) -> Path:
    """The file that says which lock was installed."""
    return VENV / f".installed-{level}"


def digest(level: str) -> str:
    """What identifies the content of a lock."""
    return hashlib.sha256(lock(level).read_bytes()).hexdigest()


def is_installed(level: str) -> bool:
    """Whether the environment holds this lock, or a level that holds it."""
    enough = LEVELS[LEVELS.index(level) :]
    return PYTHON.exists() and any(stamp(one).exists() and stamp(one).read_text() == digest(one) for one in enough)


def ensure(level: str) -> None:
    """Make the environment and install the lock, unless that is done already."""
    if is_installed(level):
        return
    if not PYTHON.exists():
        with progress("Making the Python environment .venv"):
            run([sys.executable, "-m", "venv", str(VENV)], "the environment cannot be made")
    count = sum("==" in line for line in lock(level).read_text().splitlines())
    with progress(f"Installing {count} Python packages from the lock (minutes, the first time)"):
        # The lock is whole. pip may not resolve again: it would meet a newer release of "coverage[toml]" and refuse it.
        pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        run([*pip, "--no-deps", "--require-hashes", "-r", str(lock(level))], "the packages cannot be installed")
    for other in LEVELS:
        stamp(other).unlink(missing_ok=True)
    stamp(level).write_text(digest(level))


def run(command: list[str], failed: str) -> None:
    """Run ``command`` quietly; on failure say its own reason in one line."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith("error")] or lines[-1:]
        give_up(f"{failed}: {' '.join(errors[-1:]) or 'no reason given'}")
