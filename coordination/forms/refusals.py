"""Show in a form why an action refused."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm


def add_refusal(form: BaseForm, error: ValidationError) -> None:
    """Add the messages of ``error`` at the fields they are about, or at the top of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
