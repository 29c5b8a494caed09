"""A socket opens only from a page of this very site: scheme, host and port."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host


class SameOrigin:
    """Refuse a socket whose Origin is not the address it was opened at."""

    def __init__(self, application: Callable[..., Awaitable[Any]]) -> None:
        """Guard ``application``."""
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """Pass on, or deny before the application sees anything."""
        inner = self.application if is_own_page(dict(scope["headers"])) else WebsocketDenier()
        return await inner(scope, receive, send)


def is_own_page(headers: dict[bytes, bytes]) -> bool:
    """Answer whether the Origin equals scheme and Host, and the Host is one of ours."""
    host = headers.get(b"host", b"").decode("latin1")
    origin = headers.get(b"origin", b"").decode("latin1").lower()
    scheme = "https" if settings.HTTPS else "http"
    domain, _port = split_domain_port(host)
    return validate_host(domain, settings.ALLOWED_HOSTS) and origin == f"{scheme}://{host.lower()}"
