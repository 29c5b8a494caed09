"""Widgets that need no script: native dates and choices as cards."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The browser's own date field, which always sends year-month-day."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        """Fix the format to what the browser needs, whatever the language."""
        super().__init__(attrs=dict(attrs or {}), format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own time field, without seconds."""

    input_type = "time"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        """Fix the format to what the browser needs, whatever the language."""
        super().__init__(attrs=dict(attrs or {}), format="%H:%M")


class LongText(forms.Textarea):
    """A text area that grows with the text; with ``limit`` it says politely how much is left."""

    def __init__(self, limit: int | None = None, rows: int = 6, attrs: Mapping[str, Any] | None = None) -> None:
        """Carry the limit to the page; the form field's max_length is what decides."""
        counting = {"data-limit": limit, "data-limit-text": _("Characters left: {n}")} if limit else {}
        super().__init__(attrs={"rows": rows, **counting, **(attrs or {})})


class Hinted:
    """Mixin: a second line under each choice, from ``hints`` by the choice's value."""

    def __init__(self, *args: Any, hints: Mapping[Any, Any] | None = None, **kwargs: Any) -> None:
        """Remember the hints by the text of their value."""
        super().__init__(*args, **kwargs)
        self.hints = {str(value): text for value, text in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hint to what the template gets."""
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        return {**option, "hint": self.hints.get(str(value), "")}


class RadioCards(Hinted, forms.RadioSelect):
    """One choice of few, each on its own card."""


class CheckboxCards(Hinted, forms.CheckboxSelectMultiple):
    """Any number of few choices, each on its own card."""
