"""Rows of the same small form, added and taken away by buttons that need no script."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

MOST = 40


class Rows:
    """Any number of rows of ``form_class``; rows left as they were given are no rows.

    The names in the page are ``<prefix>-<n>-<field>`` and ``<prefix>-count``;
    the buttons are ``<prefix>-add`` and ``<prefix>-remove`` (value: n).
    """

    def __init__(
        self,
        form_class: type[forms.Form],
        prefix: str,
        *,
        data: Any = None,
        initial: Iterable[Mapping[str, Any]] = (),
        blank: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        """Bind to ``data``, or show ``initial``; ``blank`` is what a new row begins with."""
        self.form_class, self.prefix = form_class, prefix
        self.blank, self.options = dict(blank or {}), dict(options or {})
        self.is_bound = data is not None
        if data is not None:
            self.forms = [self._form(n, data=data, initial=self.blank) for n in range(_count(data, prefix))]
        else:
            self.show(initial)

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return len(self.forms)

    def show(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Show these rows as they are, without judging them."""
        self.is_bound = False
        self.forms = [self._form(n, initial={**self.blank, **row}) for n, row in enumerate(rows)]

    def pressed(self, data: Any) -> bool:
        """Say whether one of the buttons of the rows was pressed."""
        return f"{self.prefix}-add" in data or f"{self.prefix}-remove" in data

    def press(self, data: Any) -> None:
        """Do what the pressed button says, keeping all that was typed; without one, only keep."""
        rows = [{name: form[name].data for name in form.fields} for form in self.forms]
        gone = data.get(f"{self.prefix}-remove")
        rows = [row for n, row in enumerate(rows) if str(n) != gone]
        if f"{self.prefix}-add" in data and len(rows) < MOST:
            rows.append({})
        self.show(rows)

    def is_valid(self) -> bool:
        """Say whether every row that was filled in is right."""
        judged = [form.is_valid() for form in self.forms]  # All of them, so that each shows its errors.
        return self.is_bound and all(judged)

    def values(self) -> list[dict[str, Any]]:
        """Return what the filled rows say, in order."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def _form(self, n: int, **kwargs: Any) -> forms.Form:
        return self.form_class(
            prefix=f"{self.prefix}-{n}", empty_permitted=True, use_required_attribute=False, **kwargs, **self.options
        )


def _count(data: Any, prefix: str) -> int:
    text = str(data.get(f"{prefix}-count", "0"))
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 6 else 0
