"""Whether this process can serve, for the load balancer."""

from collections.abc import Callable

import psycopg
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PATIENCE = 3  # seconds to wait for a connection; a page waits longer


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say ok, or 503 when the database does not answer; without Redis the product still works."""
    try:
        connection.pool.open()  # type: ignore[attr-defined]  # Django opens it with its first query only.
        with connection.pool.connection(timeout=PATIENCE) as line:  # type: ignore[attr-defined]
            line.execute("SELECT 1")
    except (psycopg.Error, DatabaseError):
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


class Health:
    """Answer the load balancer before the transaction of a page is begun, which a lost database would hold up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == "/healthz" else self.get_response(request)
