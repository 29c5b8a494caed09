"""What Python packages cannot bring: libraries and programs, installed from Debian where we may."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from coordination.launch.console import give_up, last_line, progress


@dataclass(frozen=True)
class Need:
    """Something of the machine, how to see that it is there, and the Debian package that brings it."""

    package: str
    is_there: Callable[[], bool]


def library(name: str) -> Callable[[], bool]:
    """Return the question whether the shared library ``name`` loads."""

    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


def program(*names: str) -> Callable[[], bool]:
    """Return the question whether one of these programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def fonts() -> bool:
    """Whether there is any font to fall back to on paper."""
    return any(files for _folder, _folders, files in os.walk("/usr/share/fonts"))


PYTHON = [Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", lambda: _has_ensurepip())]
PAPER = [
    Need("libpango-1.0-0", library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", library("libharfbuzz-subset.so.0")),
    Need("libfontconfig1", library("libfontconfig.so.1")),
    Need("fonts-dejavu-core", fonts),
]
LANGUAGES = [Need("gettext", program("msgfmt"))]
BROWSER = [Need("chromium", program("chromium", "chromium-browser", "google-chrome"))]

NEEDS = {
    "demo": [*PYTHON, *PAPER, *LANGUAGES],
    "dev": [*PYTHON, *PAPER, *LANGUAGES, *BROWSER],
}


def _has_ensurepip() -> bool:
    """Whether this Python can make an environment: Debian keeps that part in a package of its own."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        return False
    return True


def ensure(level: str) -> None:
    """Install what ``level`` needs and the machine lacks, or say in one line what to install."""
    missing = [need.package for need in NEEDS[level] if not need.is_there()]
    if not missing:
        return
    wanted = " ".join(missing)
    become_root = how_to_become_root()
    if become_root is None or not shutil.which("apt-get"):
        give_up(f"this machine lacks {wanted}; install it (on Debian: apt-get install {wanted}) and start again.")
    with progress(f"Installing from Debian: {wanted}"):
        apt(become_root, "update")
        apt(become_root, "install", "-y", "--no-install-recommends", *missing)


def how_to_become_root() -> list[str] | None:
    """Return the words before a command that make it root's, or None if we may not."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    quiet = [] if sys.stdin.isatty() else ["-n"]
    may = subprocess.run(["sudo", *quiet, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    return ["sudo", *quiet] if may else None


def apt(become_root: list[str], *words: str) -> None:
    """Run apt-get without questions."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    done = subprocess.run([*become_root, *quiet, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        give_up(f"apt-get {' '.join(words)} failed: {last_line(done.stderr)}")
