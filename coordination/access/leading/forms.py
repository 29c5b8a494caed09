"""Asking an agency to take over the lead, and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency, User
from coordination.forms import LongText, RadioCards


class OfferForm(forms.Form):
    """Which agency is asked."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Which agency is to lead?"), empty_label=None, widget=RadioCards
    )
    message = forms.CharField(
        label=_("Why"), required=False, max_length=300, widget=LongText(300, rows=2), help_text=_("No names here.")
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        """Offer the agencies that may lead."""
        super().__init__(*args, **kwargs)
        rows = Agency.objects.filter(pk__in=[agency.pk for agency in agencies]).order_by("name")
        self.fields["agency"].queryset = rows  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes, with who coordinates; or no, with the reason."""

    answer = forms.ChoiceField(
        label=_("Does your agency take over the lead?"),
        choices=[("yes", _("Yes, we lead from now on")), ("no", _("No"))],
        widget=RadioCards,
    )
    coordinator = forms.ModelChoiceField(
        User.objects.none(), label=_("If yes: who coordinates?"), required=False, empty_label=None
    )
    reason = forms.CharField(label=_("If no: why?"), required=False, max_length=300, widget=LongText(300, rows=2))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer the agency's people with access."""
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = people  # type: ignore[attr-defined]
