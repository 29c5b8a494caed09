"""What pages with parts that change by themselves have in common."""

from typing import Any

from django.http import HttpRequest


def listen(request: HttpRequest, case: Any) -> None:
    """Make the page of ``request`` listen to what happens in ``case`` too.

    Only for readers who may view the case: the socket sends anybody else away from the page.
    """
    request.live_url = f"/ws/cases/{case.reference}/"  # type: ignore[attr-defined]


def is_fragment(request: HttpRequest) -> bool:
    """Say whether only the changed part of an open page is asked for."""
    return request.headers.get("X-Fragment") == "1"
