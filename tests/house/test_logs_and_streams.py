import asyncio
import json
import logging
import sys

import pytest
from asgiref.sync import async_to_sync

from coordination.logs import OneLine
from coordination.streams import Pages


def test_a_log_line_tells_the_kind_and_place_of_an_error_but_not_its_text():
    try:
        int("Ebbe Sundgren")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Internal\nError", None, sys.exc_info())
    line = OneLine().format(record)
    assert "\n" not in line
    assert "Ebbe" not in line
    assert json.loads(line)["error"].startswith("builtins.ValueError at test_logs_and_streams.py:")


async def get(path: str) -> list[dict]:
    """Ask the handler for a page, as an ASGI server does; return what it sends."""
    sent, waiting = [], asyncio.Queue()
    waiting.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", b"localhost")]}

    async def send(message):
        sent.append(message)

    await Pages()(scope, waiting.get, send)
    return sent


@pytest.mark.django_db(transaction=True)
def test_a_file_leaves_an_asgi_server_in_pieces_and_whole(settings, tmp_path):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "big.txt").write_bytes(b"x" * 200_000)
    start, *messages = async_to_sync(get)("/static/big.txt")
    pieces = [message["body"] for message in messages if message.get("body")]
    assert start["status"] == 200
    assert len(pieces) > 1
    assert b"".join(pieces) == b"x" * 200_000


@pytest.mark.django_db(transaction=True)
def test_a_page_passes_unchanged(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    start, body = async_to_sync(get)("/healthz")
    assert (start["status"], body["body"]) == (200, b"ok")
