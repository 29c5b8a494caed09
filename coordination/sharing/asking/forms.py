"""Forms of requests for information."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import DateInput, LongText, RadioCards
from coordination.sharing.models import LegalBasis


class AskForm(forms.Form):
    """Whom one asks, for what and why."""

    to = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Whom do you ask?"), empty_label=None, widget=RadioCards()
    )
    what = forms.CharField(
        label=_("What do you need to know?"),
        max_length=2000,
        widget=LongText(2000, rows=4),
        help_text=_("Be exact: the other agency may give no more than you need."),
    )
    why = forms.CharField(label=_("What do you need it for?"), max_length=500, widget=LongText(500, rows=2))
    basis = forms.ModelChoiceField(
        LegalBasis.objects.none(),
        label=_("Ground you refer to"),
        required=False,
        empty_label=_("None: they decide on what ground they answer"),
        widget=RadioCards(),
    )
    due_on = forms.DateField(label=_("Answer wanted by"), required=False, widget=DateInput())

    def __init__(self, *args: Any, others: Any, bases: list[LegalBasis], **kwargs: Any) -> None:
        """Offer the other agencies of the case, and the duties of any of them to tell."""
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        if bases:
            self.fields["basis"].queryset = LegalBasis.objects.filter(  # type: ignore[attr-defined]
                pk__in=[b.pk for b in bases]
            ).order_by("code")
        else:
            del self.fields["basis"]

    def clean_due_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("The day has passed. Choose a later one."))
        return day


class WordForm(forms.Form):
    """A refusal's reason, or a remark."""

    text = forms.CharField(max_length=1000, widget=LongText(1000, rows=3))

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
