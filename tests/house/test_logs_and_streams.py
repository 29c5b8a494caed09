import json
import logging
import sys

from asgiref.sync import async_to_sync
from django.http import FileResponse, HttpResponse

from coordination.logs import OneLine
from coordination.streams import StreamFiles


def test_a_log_line_tells_the_kind_and_place_of_an_error_but_not_its_text():
    try:
        int("Ebbe Sundgren")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Internal\nError", None, sys.exc_info())
    line = OneLine().format(record)
    assert "\n" not in line
    assert "Ebbe" not in line
    assert json.loads(line)["error"].startswith("builtins.ValueError at test_logs_and_streams.py:")


def test_a_file_leaves_an_asgi_server_in_pieces(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(b"x" * 10_000)

    async def scenario(file):
        async def page(request):
            return FileResponse(file)

        return [piece async for piece in await StreamFiles(page)(None)]

    with path.open("rb") as file:
        pieces = async_to_sync(scenario)(file)
    assert [len(piece) for piece in pieces] == [4096, 4096, 1808]


def test_everything_else_passes_unchanged():
    answer = HttpResponse("ok")

    async def page(request):
        return answer

    assert async_to_sync(StreamFiles(page))(None) is answer
    assert StreamFiles(lambda request: answer)(None) is answer
