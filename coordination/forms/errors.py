"""The errors of one or more forms as one list, each pointing at its field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class FormError:
    """One thing to put right, and where."""

    text: str
    target: str = ""
    label: str = ""


def list_errors(forms: Iterable[BaseForm | None]) -> list[FormError]:
    """Return all errors of ``forms`` in the order of the page."""
    return [error for form in forms if form and form.is_bound for error in _of(form)]


def _of(form: BaseForm) -> Iterator[FormError]:
    """Yield the errors of one form: the general ones, then field by field."""
    for text in form.non_field_errors():
        yield FormError(str(text))
    for field in form:
        for text in field.errors:
            yield FormError(str(text), _target(field), str(field.label))


def _target(field: BoundField) -> str:
    """Return the id of the first control of ``field``; a group has none of its own."""
    return field.id_for_label or f"{field.auto_id}_0"
