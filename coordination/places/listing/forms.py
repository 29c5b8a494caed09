"""One place of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.places.models import Area


class PlaceForm(forms.Form):
    """Its name and where it lies."""

    name = forms.CharField(label=_("Name"), max_length=80)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area"), required=False, empty_label=_("None"))
    east = forms.IntegerField(
        label=_("East, in metres"),
        min_value=0,
        max_value=2_000_000,
        help_text=_("In the plane grid of the country: SWEREF 99 TM in Sweden, ETRS-TM35FIN in Finland."),
    )
    north = forms.IntegerField(label=_("North, in metres"), min_value=0, max_value=9_000_000)
    retired = forms.BooleanField(label=_("No longer to be chosen"), required=False)

    def __init__(self, *args: Any, municipality: Any, new: bool, **kwargs: Any) -> None:
        """Offer the areas of the municipality; a new place cannot be retired."""
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = municipality.areas.all()  # type: ignore[attr-defined]
        if new:
            del self.fields["retired"]
