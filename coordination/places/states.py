"""Moving a thing from one state to the next, as its class draws it in ``MOVES``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def must_lead(thing: Any, state: str) -> None:
    """Raise ValidationError unless ``thing`` may go from where it is to ``state``."""
    if state not in thing.MOVES[thing.state]:
        names = {"now": thing.get_state_display(), "then": type(thing).State(state).label}
        raise ValidationError(_("It cannot go from “%(now)s” to “%(then)s”.") % names, code="state")


def following(thing: Any) -> list[tuple[str, Any]]:
    """Return the states that ``thing`` may go to, with their names."""
    return [(state, type(thing).State(state).label) for state in thing.MOVES[thing.state]]
