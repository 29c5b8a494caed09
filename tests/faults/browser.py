"""Somebody at a browser without JavaScript: pages, forms, cookies, and one socket."""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from coordination.demo import PASSWORD
from tests.faults.house import House


@dataclass
class Answer:
    """What the server answered; ``status`` 0 when the connection broke instead."""

    status: int
    text: str = ""
    location: str = ""
    seconds: float = 0


class Forms(HTMLParser):
    """The hidden fields of the forms of a page, by where they are sent; without an address, to the page itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self.action = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        row = dict(attrs)
        if tag == "form":
            self.action = row.get("action") or ""
        elif tag == "input" and row.get("type") == "hidden" and row.get("name"):
            self.found.setdefault(self.action, {})[row["name"]] = row.get("value") or ""

    def of(self, path: str) -> dict[str, str]:
        """What the form for ``path`` sends unseen; the token, if there is no form for it."""
        own = self.found.get(path) or self.found.get("")
        token = {k: v for fields in self.found.values() for k, v in fields.items() if k == "csrfmiddlewaretoken"}
        return own or token


@dataclass
class Browser:
    """One person's browser."""

    house: House
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, seen: Answer, **values: str) -> Answer:
        """Send a form of the page ``seen``, with its hidden fields."""
        return self._ask("POST", path, urlencode({**Forms(seen.text).of(path), **values}), {})

    def log_in(self, who: str) -> "Browser":
        """Log in by the page."""
        answer = self.post("/log-in/", self.get("/log-in/"), login=f"{who}@example.org", password=PASSWORD)
        assert (answer.status, answer.location) == (302, "/"), answer
        return self

    def socket(self):
        """Open the socket that every page opens."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        place = f"127.0.0.1:{self.house.port}"
        return connect(f"ws://{place}/ws/", additional_headers={"Cookie": cookie}, origin=f"http://{place}")

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=60)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            line.request(method, path, body, sent)
            response = line.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()
        for value in response.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(value).items()})
        return Answer(response.status, text, response.headers.get("Location", ""), time.monotonic() - began)


class Meanwhile(threading.Thread):
    """Does something while the test goes on; `answer` waits for what came of it."""

    def __init__(self, job) -> None:
        super().__init__(daemon=True)
        self.job, self.result = job, None
        self.start()

    def run(self) -> None:
        self.result = self.job()

    def answer(self) -> Answer:
        self.join(90)
        assert not self.is_alive(), "no answer came"
        return self.result


def hears(socket, kind: str, seconds: float = 10) -> bool:
    """Whether a message of that type comes before the socket closes or the time is over."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            if json.loads(socket.recv(timeout=left)).get("type") == kind:
                return True
        except (TimeoutError, ConnectionClosed):
            return False
    return False
