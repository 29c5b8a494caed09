"""In which way of working a report goes on, and under which name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import LongText, RadioCards


class GoOnForm(forms.Form):
    """The joint case that is opened."""

    kind = forms.ChoiceField(label=_("Which way of working?"), widget=RadioCards)
    title = forms.CharField(
        label=_("Title of the case"),
        max_length=120,
        help_text=_("Others in the case read it. No names, and nothing of the report."),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=300, widget=LongText(300, rows=2))

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer the ways of working in which the case can go on."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = ways  # type: ignore[attr-defined]
