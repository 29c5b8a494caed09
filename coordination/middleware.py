"""One transaction a request, nothing cached by browsers, the reader's own language."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from coordination.cases.process import Busy

Handler = Callable[[HttpRequest], HttpResponse]


class OneTransaction:
    """Run each page in one transaction: what is shown and its reading note, or nothing.

    A page that ends in an exception (404 and 403 too) or a server error leaves nothing behind.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "went_wrong", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Remember that the page went wrong, so that nothing of it is kept; somebody faster is a page, no error."""
        request.went_wrong = True  # type: ignore[attr-defined]
        return render(request, "409.html", status=409) if isinstance(exception, Busy) else None


class NoStore:
    """Forbid caches to keep any page of a person who is logged in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


class UserLanguage:
    """Speak the language that a logged-in person chose in their profile."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        response = self.get_response(request)
        response["Content-Language"] = translation.get_language()
        return response
