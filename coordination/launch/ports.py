"""Whether the address of the demo is free, and whether something answers there."""

import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from coordination.launch.console import give_up

HERE = "127.0.0.1"  # The demo is for the person at this machine, and for nobody on the network.


def ensure_free(port: str) -> None:
    """Stop with one line if the web server could not listen there."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        give_up(f"PORT={port} is not a port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, int(port)))
        except OSError as error:
            other = int(port) + 1 if int(port) < 65535 else 8001
            give_up(f"port {port} cannot be used ({error.strerror}); try: make demo PORT={other}")


def wait_for(url: str, still_there: Callable[[], bool], seconds: float) -> bool:
    """Wait until ``url`` answers; no, if its server ends or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and still_there():
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return False
