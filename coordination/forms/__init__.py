"""What every form shares: how it is drawn, its widgets, and its list of errors."""

from coordination.forms.errors import FormError, list_errors
from coordination.forms.renderer import Renderer
from coordination.forms.widgets import CheckboxCards, DateInput, LongText, RadioCards, TimeInput

__all__ = [
    "CheckboxCards",
    "DateInput",
    "FormError",
    "LongText",
    "RadioCards",
    "Renderer",
    "TimeInput",
    "list_errors",
]
