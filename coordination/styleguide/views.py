"""The pages of the style guide."""

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.styleguide import samples
from coordination.styleguide.forms import SituationForm

PAGES = ["parts", "feedback", "case", "steps", "history", "form", "errors", "done", "conflict", "timeout", "refusals"]


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page of the style guide; ``?theme=dark`` shows it in that theme."""
    if name not in PAGES:
        raise Http404
    theme = request.GET.get("theme", "system")
    context = {**base(theme), **samples.everything(), **forms(name)}
    if name == "timeout":
        context["page"]["session_seconds"] = 60
    return render(request, f"styleguide/{name}.html", context)


def base(theme: str) -> dict[str, Any]:
    """Return the frame of the page: an invented user in an invented municipality."""
    person = SimpleNamespace(
        is_authenticated=True, get_full_name="Sara Lind", role_line="Social services, Norrvik", announce=True
    )
    languages = [
        {"code": "sv", "name": "Svenska", "active": False},
        {"code": "fi", "name": "Suomi", "active": False},
        {"code": "en", "name": "English", "active": True},
    ]
    page = {"municipality": "Norrvik municipality", "unread": 3, "steps": 5, "nav": "cases", "is_manager": True}
    page |= {"demo": True, "live_url": "", "theme": theme, "languages": languages}
    return {"user": person, "page": page, "pages": PAGES}


def forms(name: str) -> dict[str, Any]:
    """Return the form of the page, empty or with errors."""
    if name == "errors":
        return {"form": SituationForm({"version": "4", "place": "a", "since": "soon"})}
    return {"form": SituationForm()} if name == "form" else {}
