"""Show in a form why an action refused."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm


def add_refusal(form: BaseForm, error: ValidationError) -> None:
    """Add the messages of ``error`` at the fields they are about, or at the top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def attempt(form: BaseForm, act: Callable[[], Any]) -> Any:
    """Do ``act`` and return what it returns; if it refuses, say so in the form and return None."""
    try:
        return act()
    except ValidationError as error:
        add_refusal(form, error)
        return None


def done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do ``act`` if something valid was posted, and say in the form why it was refused. Returns whether it is done."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        add_refusal(form, error)
        return False
    return True
