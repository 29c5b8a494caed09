"""Files leave an ASGI server piece by piece; Django alone would read each one into memory first."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse


class Pages(ASGIHandler):
    """Django's handler, with what a view streams turned into what the server can wait for."""

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer ``request``."""
        response = await super().get_response_async(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = piece_by_piece(iter(response.streaming_content))  # type: ignore[arg-type]
        return response


async def piece_by_piece(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what ``pieces`` yields, waiting for each in the thread of the request."""

    def fetch() -> bytes | None:
        return next(pieces, None)

    while (piece := await sync_to_async(fetch)()) is not None:
        yield piece
