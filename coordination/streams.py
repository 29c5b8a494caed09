"""Files leave an ASGI server piece by piece; Django alone would read each one into memory first."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse


class StreamFiles:
    """Middleware, the outermost: turn what a view streams into what the server can wait for."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Be asynchronous exactly when what comes next is."""
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """Pass through; only an asynchronous server needs anything changed."""
        return self.wait_for(request) if self.is_async else self.get_response(request)

    async def wait_for(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with synchronous pieces fetched in the thread of the request."""
        response: HttpResponseBase = await self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = piece_by_piece(iter(response.streaming_content))  # type: ignore[arg-type]
        return response


async def piece_by_piece(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what ``pieces`` yields, waiting for each outside of the event loop."""

    def fetch() -> bytes | None:
        return next(pieces, None)

    while (piece := await sync_to_async(fetch)()) is not None:
        yield piece
