"""``python -m coordination.launch WORD``: get ready, then become the program that does it."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (the Python of the machine, not yet ours)
    sys.exit("Stopped: Samverkan needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

from coordination.launch import debian, environment
from coordination.launch.console import ROOT, give_up

# Word -> level of the environment, and the module that does it inside.
WORDS = {
    "demo": ("demo", "coordination.launch.demo"),
    "demo-reset": ("demo", "coordination.launch.demo"),
    "test": ("dev", "coordination.launch.tools"),
    "check": ("dev", "coordination.launch.tools"),
    "bench": ("dev", "coordination.launch.tools"),
    "screenshots": ("dev", "coordination.launch.tools"),
    "messages": ("dev", "coordination.launch.tools"),
    "fmt": ("dev", "coordination.launch.tools"),
    "lock": ("dev", "coordination.launch.tools"),
    "install": ("dev", ""),
}


def main(words: list[str]) -> None:
    """Make sure of machine and environment, then replace this process."""
    if not words or words[0] not in WORDS:
        give_up(f"say one of: {', '.join(WORDS)}.")
    level, module = WORDS[words[0]]
    os.chdir(ROOT)
    if words[0] == "demo":
        from coordination.launch.ports import ensure_free

        ensure_free(os.environ.get("PORT") or "8000")
    debian.ensure(level)
    environment.ensure(level)
    if module:
        os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", module, *words])  # noqa: S606


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
