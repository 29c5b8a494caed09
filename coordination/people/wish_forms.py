"""The forms for the child's wish about somebody of the family."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import DateInput, LongText, RadioCards
from coordination.people.models import FamilyWish


class WishForm(forms.Form):
    """What the child wishes, in the child's words."""

    scope = forms.ChoiceField(
        label=_("What is the person kept out of?"), choices=FamilyWish.Scope.choices, widget=RadioCards
    )
    words = forms.CharField(
        label=_("What did the child say?"),
        max_length=500,
        widget=LongText(500, rows=3),
        help_text=_("In the child's own words. Only the agency that leads the case reads them."),
    )
    valid_from = forms.DateField(label=_("From"), widget=DateInput)
    valid_until = forms.DateField(
        label=_("Until"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: until the child says otherwise."),
    )


class EndForm(forms.Form):
    """Why a wish no longer holds."""

    note = forms.CharField(label=_("Why does it no longer hold?"), max_length=300, widget=LongText(300, rows=2))
