"""Forms for working by the plan: how an action goes, and marks on the goals."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.forms import DateInput, LongText, RadioCards
from coordination.plans.models import Action, Plan


class ActionForm(forms.Form):
    """How an action goes."""

    status = forms.ChoiceField(label=_("How does it go?"), choices=Action.Status.choices, widget=RadioCards)
    note = forms.CharField(
        label=_("Note on progress"),
        required=False,
        max_length=300,
        widget=LongText(300, rows=2),
        help_text=_("Everybody in the case reads this. Say why, if the action is dropped."),
    )

    def clean(self) -> dict:
        """What is dropped needs a reason."""
        data = super().clean() or {}
        if data.get("status") == Action.Status.DROPPED and not data.get("note"):
            self.add_error("note", _("Say why the action is dropped."))
        return data


class MarkRow(forms.Form):
    """Where one goal is now."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    now = forms.IntegerField(label=_("Where we are now, 0–10"), min_value=0, max_value=10)
    result = forms.CharField(
        label=_("What has changed"), required=False, max_length=1000, widget=LongText(1000, rows=2)
    )

    @staticmethod
    def rows(plan: Plan) -> list[dict[str, Any]]:
        """Return the goals of a plan as rows to mark."""
        return [{"pk": g.pk, "now": g.now, "result": g.result} for g in plan.goals.all()]


class NextForm(forms.Form):
    """When the plan is followed up next."""

    next_on = forms.DateField(
        label=_("Next follow-up"), required=False, widget=DateInput, help_text=_("Left empty, there is none.")
    )

    def clean_next_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["next_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed. Choose a later one."))
        return day
