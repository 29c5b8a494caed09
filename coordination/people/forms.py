"""The details of a person, checked by the rules of the country."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.forms import DateInput, RadioCards
from coordination.people import identity
from coordination.people.models import Person, protections
from coordination.people.protecting import WHERE_THEY_ARE

HINTS = {
    "marked": _("The authorities give out the details only after a careful test."),
    "registered": _("Where the person lives is secret, also to most authorities."),
    "assumed": _("The person has a new identity. Only the coordinator sees this; nothing links it to the old one."),
}


class PersonForm(forms.Form):
    """One person of a case. ``country`` decides how the identity number is read."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    identity_number = forms.CharField(
        label=_("Identity number"),
        max_length=20,
        required=False,
        help_text=_("Leave it empty if it is not known. The date of birth is read from it."),
    )
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput())
    language = forms.CharField(
        label=_("Language"),
        max_length=40,
        required=False,
        help_text=_("Papers are made in it if it is Swedish, Finnish or English; an interpreter speaks it."),
    )
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    school = forms.CharField(label=_("School"), max_length=120, required=False)
    custody = forms.BooleanField(
        label=_("Has custody of the child"),
        required=False,
        initial=True,
        help_text=_("Who has custody must consent. Until they have, partners cannot open the case."),
    )
    protection = forms.ChoiceField(
        label=_("Protected personal data"),
        choices=Person.Protection.choices,
        initial=Person.Protection.NONE,
        widget=RadioCards(hints=HINTS),
        help_text=_("Phone, address and school of a protected person are not kept here."),
    )

    def __init__(self, *args: Any, country: str, role: str, **kwargs: Any) -> None:
        """Ask what belongs to the role: custody of guardians, school of the child."""
        super().__init__(*args, **kwargs)
        self.country, self.role = country, role
        self.fields["protection"].choices = protections(country)  # type: ignore[attr-defined]
        if role != Person.Role.GUARDIAN:
            del self.fields["custody"]
        if role != Person.Role.CHILD:
            del self.fields["school"]
        for name in ("given_name", "family_name", "identity_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_identity_number(self) -> str:
        """Check the number and remember the date of birth it tells."""
        typed = self.cleaned_data["identity_number"]
        self.told = identity.parse(typed, self.country) if typed else None
        return self.told.number if self.told else ""

    def clean_birth_date(self) -> date | None:
        """Refuse a day that has not come."""
        born = self.cleaned_data["birth_date"]
        if born and born > timezone.localdate():
            raise ValidationError(_("The date of birth lies in the future."))
        return born

    def clean(self) -> dict[str, Any]:
        """Let the number tell the date of birth, and forget what may not be kept."""
        data = super().clean() or self.cleaned_data
        told, born = getattr(self, "told", None), data.get("birth_date")
        if told and born and born != told.birth_date:
            self.add_error("birth_date", _("The identity number tells another date of birth."))
        elif told:
            data["birth_date"] = told.birth_date
        if self.role == Person.Role.CHILD and not (told or born or self.errors):
            self.add_error("birth_date", _("Give the date of birth when the identity number is not known."))
        if data.get("interpreter") and not data.get("language"):
            self.add_error("language", _("Say in which language the interpreter is needed."))
        if data.get("protection") != Person.Protection.NONE:
            data |= {name: "" for name in WHERE_THEY_ARE if name in self.fields}
        return data

    def details(self) -> dict[str, Any]:
        """Return what `people.actions` takes."""
        return {**self.cleaned_data, "role": self.role}


class PossiblePersonForm(PersonForm):
    """A person who may be left out: nothing typed is no person."""

    TYPED = ("given_name", "family_name", "identity_number", "birth_date", "language", "phone", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the browser send it empty."""
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def has_changed(self) -> bool:
        """Say whether anything about a person was typed; a ticked box alone is none."""
        return any(self[name].data for name in self.TYPED)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is typed, so that the page may fold it away."""
        return not (self.has_changed() if self.is_bound else any(self.initial.get(name) for name in self.TYPED))


class RoleForm(forms.Form):
    """What the person to be added is to the child."""

    role = forms.ChoiceField(
        label=_("Who is it?"),
        choices=[(r.value, r.label) for r in (Person.Role.GUARDIAN, Person.Role.OTHER)],
        widget=RadioCards(),
    )


def initial_of(person: Person) -> dict[str, Any]:
    """Return the form's first values for a person who is there."""
    names = [n for n in PersonForm.base_fields if n != "custody"]
    values = {name: getattr(person, name) for name in names}
    if person.is_protected:
        values |= dict.fromkeys(WHERE_THEY_ARE, "")
    return {**values, "custody": person.custody}
