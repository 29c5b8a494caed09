"""Processes we start: they end when we do, however we end."""

import shutil
import signal
import subprocess
import time
from types import FrameType
from typing import NoReturn

STOP_SECONDS = 10
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Children:
    """The web server and the worker, watched together and stopped together."""

    def __init__(self, environ: dict[str, str]) -> None:
        """Give each child these variables."""
        self.environ = environ
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str]) -> None:
        """Start ``command`` in a group of its own: Ctrl-C reaches it through us only, and if we are
        killed the kernel ends it."""
        leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        self.running[name] = subprocess.Popen(
            [*leash, *command], env=self.environ, stdin=subprocess.DEVNULL, process_group=0
        )

    def ended(self) -> str | None:
        """The name of a child that is gone, if any."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to end, then insist."""
        for child in self.running.values():
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self.running.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.running.clear()


def end_on_signals() -> None:
    """Let a hang-up or a request to end do what Ctrl-C does, once: what follows may not disturb the stopping."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        be_deaf()
        raise KeyboardInterrupt

    for number in ENDING:
        signal.signal(number, end)


def be_deaf() -> None:
    """Hear no signal any more: make passes on what the terminal has already sent us."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
