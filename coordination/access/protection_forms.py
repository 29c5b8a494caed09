"""Classes, countersignatures, reviews, the child's role and siblings: what is asked on their pages."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import User
from coordination.cases.classes import HINTS
from coordination.cases.models import Case, Confidentiality
from coordination.forms import CheckboxCards, LongText, RadioCards
from permissions.models import Grant


def reason_field(label: Any = None, help_text: Any = "") -> forms.CharField:
    """Return a field for a reason, which is kept."""
    return forms.CharField(
        label=label or _("Why?"), max_length=500, widget=LongText(limit=500, rows=3), help_text=help_text
    )


class GrantChoices(forms.ModelMultipleChoiceField):
    """People with access, by name and agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the person and for whom they work."""
        return f"{obj.user}, {obj.agency}"


class GrantChoice(forms.ModelChoiceField):
    """One person with access, by name and agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name the person and for whom they work."""
        return f"{obj.user}, {obj.agency}"


class ClassForm(forms.Form):
    """Another class, and why."""

    value = forms.TypedChoiceField(label=_("New class"), coerce=int, widget=RadioCards(hints=HINTS))
    reason = reason_field(help_text=_("Kept with the change. No names of the family."))

    def __init__(self, *args: Any, classes: list[Confidentiality], **kwargs: Any) -> None:
        """Offer the classes that can be chosen now."""
        super().__init__(*args, **kwargs)
        self.fields["value"].choices = [(c.value, c.label) for c in classes]  # type: ignore[attr-defined]


class RaiseForm(ClassForm):
    """A higher class; for the highest, who shall be named."""

    named = GrantChoices(
        Grant.objects.none(),
        label=_("Who shall be named, if you choose “Named persons only”?"),
        required=False,
        widget=CheckboxCards(),
        help_text=_("You are always among them. All others lose sight of the case when a second has agreed."),
    )
    field_order = ("value", "named", "reason")

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        """Offer the people who have access now."""
        super().__init__(*args, **kwargs)
        if Confidentiality.NAMED in dict(self.fields["value"].choices):  # type: ignore[attr-defined]
            self.fields["named"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["named"]


class NameForm(forms.Form):
    """A person with access who shall be named for the highest class."""

    grant = GrantChoice(Grant.objects.none(), label=_("Who shall be named?"), empty_label=None, widget=RadioCards())
    reason = reason_field(help_text=_("The one who countersigns reads it. No names of the family."))

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        """Offer the people who are not named yet."""
        super().__init__(*args, **kwargs)
        self.fields["grant"].queryset = people  # type: ignore[attr-defined]


class RestoreForm(forms.Form):
    """Who is to coordinate a case that nobody coordinates, and why."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Who coordinates from now on?"), empty_label=None, widget=RadioCards()
    )
    reason = reason_field(help_text=_("The one who countersigns reads it. No names of the family."))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """Offer the people of the lead agency."""
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes or no of the second of two."""

    answer = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, I countersign")), ("no", _("No"))],
        widget=RadioCards(),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=LongText(limit=300, rows=3),
        help_text=_("With a no: why, so that the one who asked knows what to do."),
    )

    def told(self) -> dict[str, Any]:
        """Return what was decided, as the action takes it."""
        return {"approve": self.cleaned_data["answer"] == "yes", "note": self.cleaned_data["note"]}


class ReviewForm(forms.Form):
    """Whether something goes on or ends."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("keep", _("It goes on")), ("end", _("It ends now"))],
        widget=RadioCards(),
    )
    note = forms.CharField(label=_("What do you base it on?"), max_length=300, widget=LongText(limit=300, rows=3))

    def told(self) -> dict[str, Any]:
        """Return what was decided, as the action takes it."""
        return {"end": self.cleaned_data["decision"] == "end", "note": self.cleaned_data["note"]}


class ChildRoleForm(forms.Form):
    """What the child is in the matter now, and why."""

    role = forms.ChoiceField(label=_("The child’s role"), widget=RadioCards())
    reason = reason_field(help_text=_("Read where the case is led only."))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the other roles."""
        super().__init__(*args, **kwargs)
        others = [(r.value, r.label) for r in Case.ChildRole if r != case.child_role]
        self.fields["role"].choices = others  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """The case of a sibling."""

    reference = forms.CharField(
        label=_("Reference of the sibling’s case"),
        max_length=20,
        help_text=_("The whole reference. You must be able to open that case."),
    )
    why = forms.CharField(label=_("What do the cases have in common?"), max_length=300, widget=LongText(300, rows=3))

    def clean_reference(self) -> str:
        """Refuse what is no reference."""
        text = self.cleaned_data["reference"].strip()
        if not text:
            raise ValidationError(_("Type the whole reference."))
        return text
