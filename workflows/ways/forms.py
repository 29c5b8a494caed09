"""The form that sets how long a kind of step may take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import DateInput, LongText


class DaysForm(forms.Form):
    """How many days, and when people hear of it."""

    days = forms.IntegerField(label=_("Days until the last day"), min_value=1, max_value=365)
    remind = forms.IntegerField(label=_("Reminder, days before the last day"), min_value=0, max_value=90)
    escalate = forms.IntegerField(label=_("Unit manager is told, days after the last day"), min_value=0, max_value=90)
    from_day = forms.DateField(
        label=_("From which day?"),
        widget=DateInput,
        help_text=_("A day after today. Steps that are asked for before it keep their last day."),
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=200,
        widget=LongText(200, rows=2),
        help_text=_("Everybody reads this on the page of the way of working. Write nothing about a case."),
    )

    def details(self) -> dict[str, Any]:
        """Return what `set_days` takes."""
        data = self.cleaned_data
        value = {name: data[name] for name in ("days", "remind", "escalate")}
        return {"value": value, "from_day": data["from_day"], "why": data["why"]}
