"""The forms that take a thing one state further, on its own page: one for each state it may go to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from coordination.forms.refusals import done
from coordination.places.states import following


@dataclass(frozen=True)
class Moves:
    """The ways on from here, each with its name and form, and whether the one that was sent has been gone."""

    ways: list[tuple[Any, Any]]
    gone: bool

    @property
    def wrong(self) -> list[Any]:
        """The form that was sent and not accepted, if any."""
        return [form for _label, form in self.ways if form.is_bound]

    @property
    def status(self) -> int:
        """The answer's code."""
        return 422 if any(form.errors for form in self.wrong) else 200


def moves(request: HttpRequest, thing: Any, form: Any, *, cares: bool, move: Callable[..., Any]) -> Moves:
    """Offer the ways on to who ``cares``, and go the one that was sent by ``move(thing, state, by=..., **said)``.

    Raises Http404 for anybody else who sends one.
    """
    if not cares:
        if request.method == "POST":
            raise Http404
        return Moves([], gone=False)
    ways = following(thing)
    forms = [_form(request, form, ways, state) for state, _label in ways]
    gone = any(done(f, lambda f=f: _go(request, thing, f, move)) for f in forms if f.is_bound)  # type: ignore[misc]
    return Moves([(label, f) for (_state, label), f in zip(ways, forms, strict=True)], gone)


def _form(request: HttpRequest, form: Any, ways: list[tuple[str, Any]], state: str) -> Any:
    mine = request.method == "POST" and request.POST.get("to") == state
    return form(request.POST if mine else None, to=ways, chosen=state, initial={"to": state}, auto_id=f"{state}_%s")


def _go(request: HttpRequest, thing: Any, form: Any, move: Callable[..., Any]) -> Any:
    said = dict(form.cleaned_data)
    return move(thing, said.pop("to"), by=request.user, **said)
