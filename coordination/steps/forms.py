"""Forms around a step: to whom it goes, and what My steps shows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import User
from coordination.forms import DateInput, LongText, RadioCards
from coordination.steps.kinds import TITLES


class HandOverForm(forms.Form):
    """Which colleague gets the step."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Who takes over?"), empty_label=None, widget=RadioCards, blank=False
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer ``people``."""
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class ReassignForm(HandOverForm):
    """Which of the unit's people gets the step, and why."""

    reason = forms.CharField(
        label=_("Why is the step moved?"),
        max_length=200,
        widget=LongText(200, rows=2),
        help_text=_("Both persons read this. Write nothing about the family."),
    )


class PutOffForm(forms.Form):
    """When the step comes back."""

    until = forms.DateField(label=_("Until when?"), widget=DateInput)

    def __init__(self, *args: Any, last: date, **kwargs: Any) -> None:
        """Say that the step cannot be put off beyond its ``last`` day."""
        super().__init__(*args, **kwargs)
        day = date_format(last, "DATE_FORMAT")
        self.fields["until"].help_text = _("No later than its last day, %(day)s.") % {"day": day}


class FilterForm(forms.Form):
    """Which steps are shown."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    kind = forms.ChoiceField(label=_("Kind of step"), choices=[("", _("All")), *TITLES.items()], required=False)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        """Offer ``agencies``."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("All")), *((str(a.pk), str(a)) for a in agencies)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; anything else shows all."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
