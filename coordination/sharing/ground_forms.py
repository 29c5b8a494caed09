"""How the catalogue of grounds is narrowed, and what a lawyer says of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.agencies.models import Municipality
from coordination.forms import LongText, RadioCards
from coordination.sharing.models import BasisRuling, LegalBasis
from coordination.sharing.rulings import can_be_switched_off

ALL = ("", _("All"))
Ruling = BasisRuling.Ruling


class GroundFilter(forms.Form):
    """The filter of the catalogue, read from the address."""

    country = forms.ChoiceField(label=_("Country"), required=False, choices=[ALL, *Municipality.Country.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *LegalBasis.Kind.choices])
    verified = forms.ChoiceField(
        label=pgettext_lazy("of a ground", "Verified"),
        required=False,
        choices=[ALL, ("no", _("Not verified")), ("yes", pgettext_lazy("of a ground", "Verified"))],
    )

    def chosen(self) -> dict[str, str]:
        """Return what is chosen and makes sense; anything else is as if it were not there."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class RulingForm(forms.Form):
    """What a lawyer says of a ground, for one of their municipalities."""

    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("For which municipality?"), empty_label=None, widget=RadioCards
    )
    ruling = forms.ChoiceField(label=_("What do you say?"), widget=RadioCards)
    note = forms.CharField(
        label=_("Why?"),
        max_length=1000,
        widget=LongText(1000, rows=4),
        help_text=_("Everybody in the municipality can read it. No names of people, nothing about a case."),
    )

    def __init__(self, *args: Any, basis: LegalBasis, municipalities: list, **kwargs: Any) -> None:
        """Ask for the municipality only where there are several; offer to switch off only what can be."""
        super().__init__(*args, **kwargs)
        self.only = municipalities[0] if len(municipalities) == 1 else None
        if self.only:
            del self.fields["municipality"]
        else:
            places = Municipality.objects.filter(pk__in=[m.pk for m in municipalities])
            self.fields["municipality"].queryset = places.order_by("name")  # type: ignore[attr-defined]
        offered = [
            (Ruling.APPROVED.value, _("Approve it")),
            (Ruling.OFF.value, _("Switch it off")),
            (Ruling.ANNOTATED.value, _("Only write a note to it")),
        ]
        if not any(can_be_switched_off(basis, place) for place in municipalities):
            offered = [row for row in offered if row[0] != Ruling.OFF]
        self.fields["ruling"].choices = offered  # type: ignore[attr-defined]
        self.fields["ruling"].widget.hints = {
            Ruling.APPROVED.value: _("It is offered, and marked as approved in this version."),
            Ruling.OFF.value: _("Nobody in the municipality can choose it from now on. What was given on it goes on."),
            Ruling.ANNOTATED.value: _("Nothing changes in what is offered."),
        }

    def ruled(self) -> dict[str, Any]:
        """Return what `rule_on` takes."""
        data = self.cleaned_data
        return {
            "municipality": self.only or data["municipality"],
            "ruling": data["ruling"],
            "note": data["note"],
        }
