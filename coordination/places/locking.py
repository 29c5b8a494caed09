"""Taking a row that somebody answers for, to change it."""

from typing import Any

from django.http import Http404

from permissions import places


def locked_for(user: Any, thing: Any, *related: str) -> Any:
    """Return ``thing`` anew and locked, with what it names. Raises Http404 for who may not answer for it."""
    rows = places.answerable(user, type(thing)._default_manager.filter(pk=thing.pk))
    found = rows.select_for_update(of=("self",)).select_related("municipality", *related).first()
    if found is None:
        raise Http404
    return found
