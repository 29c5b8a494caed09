"""The forms of a consultation without names."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import LongText, RadioCards


class AskForm(forms.Form):
    """Whom to ask, and what."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("For which agency do you ask?"), empty_label=None, widget=RadioCards()
    )
    to = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Whom do you ask?"), empty_label=None, widget=RadioCards()
    )
    question = forms.CharField(
        label=_("Describe the situation and what you want to know"),
        max_length=4000,
        widget=LongText(4000, rows=8),
        help_text=_(
            "No names, no numbers, nothing that tells who it is about. Change what is rare: place, age, family."
        ),
    )
    nameless = forms.BooleanField(label=_("I have checked that nobody can be recognised in the text"))

    def __init__(self, *args: Any, own: QuerySet[Agency], others: QuerySet[Agency], **kwargs: Any) -> None:
        """Leave the first question out where there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = own  # type: ignore[attr-defined]
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        if len(own) == 1:
            del self.fields["agency"]


class AnswerForm(forms.Form):
    """The advice."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=LongText(4000, rows=8),
        help_text=_("Answer in general. No names and no numbers here either."),
    )
