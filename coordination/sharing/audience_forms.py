"""Choosing who of the family may not be shown something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import CheckboxCards, LongText
from coordination.people.models import Person


class FamilyField(forms.ModelMultipleChoiceField):
    """People of the case, by role and initials."""

    widget = CheckboxCards

    def label_from_instance(self, obj: Person) -> str:
        """Name a person as lists do: no full name."""
        return obj.label


class AudienceFields(forms.Form):
    """From whom of the family something is kept, and why. ``offer`` says who can be chosen."""

    kept_from = FamilyField(
        Person.objects.none(),
        label=_("Keep it from somebody of the family?"),
        required=False,
        help_text=_("They get it in no paper. Everybody who reads it sees that it may not be shown to them."),
    )
    kept_from_why = forms.CharField(
        label=_("Why is it kept from them?"), max_length=300, required=False, widget=LongText(300, rows=2)
    )

    def offer(self, case: Any) -> None:
        """Let the people of ``case`` be chosen; without any there is nothing to ask."""
        people = case.people.order_by("role", "given_name")
        if people:
            self.fields["kept_from"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["kept_from"], self.fields["kept_from_why"]

    def clean(self) -> dict:
        """Whoever it is kept from, there is a reason."""
        data = super().clean() or self.cleaned_data
        if data.get("kept_from") and not (data.get("kept_from_why") or "").strip():
            self.add_error("kept_from_why", _("Say why it is kept from them."))
        return data

    def audience(self) -> dict[str, Any]:
        """Return what `write_entry` takes."""
        data = self.cleaned_data
        return {"kept_from": data.get("kept_from") or (), "kept_from_why": data.get("kept_from_why") or ""}


class AudienceForm(AudienceFields):
    """The same on a page of its own."""
