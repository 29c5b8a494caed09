"""Forms in which nothing may tell where a protected person is: what may tell it is asked about before it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coordination.people.places import hints_where, tells_where
from workflows.forms.base import Part, StepForm

LOOK_AGAIN = gettext_lazy("This may tell where the person lives or stays. Take it out, or tick that it does not.")


class HidesWhere(StepForm):
    """A form of exit support. An address is refused by the action; what only hints at a place is asked about here."""

    def make(self, data: Any) -> dict[str, Part]:
        """Ask besides, where something typed may tell a place."""
        parts = self.make_parts(data)
        if any(hints_where(text) or tells_where(text) for text in _texts(data)):
            parts["main"].fields["looked"] = forms.BooleanField(
                label=gettext_lazy("I have looked again: nothing here tells where the person lives or stays"),
                error_messages={"required": LOOK_AGAIN},
            )
        return parts

    def make_parts(self, data: Any) -> dict[str, Part]:
        """Return the parts of the form by name, as `make` of other forms does."""
        raise NotImplementedError


def _texts(data: Any) -> list[str]:
    return [text for _name, texts in data.lists() for text in texts] if data is not None else []
