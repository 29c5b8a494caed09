"""Letting people and agencies in, and out again."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coordination.access.forms import UntilField
from coordination.agencies.models import Agency, User
from coordination.cases.models import Case
from coordination.forms import CheckboxCards, LongText, RadioCards


class PersonChoice(forms.ModelChoiceField):
    """One colleague of few."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=None, widget=RadioCards(), **kwargs)


class AdmitForm(forms.Form):
    """A colleague who gets access."""

    user = PersonChoice(label=_("Who gets access?"))
    reason = forms.CharField(
        label=_("Why?"), max_length=300, help_text=_("For example: takes over as counsellor. Kept with the access.")
    )
    until = UntilField()

    def __init__(self, *args: Any, people: QuerySet[User], case: Case, **kwargs: Any) -> None:
        """Offer the people who have no access yet, for as long as the rules say."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        self.fields["until"].limit_to(case)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why somebody's access, or an agency's part, ends."""

    reason = forms.CharField(label=_("Why?"), max_length=300, widget=LongText(limit=300, rows=3))


class CoordinatorForm(forms.Form):
    """The colleague who coordinates from now on."""

    user = PersonChoice(label=_("Who coordinates from now on?"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """Offer the people of the lead agency."""
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    """An agency to invite while the case is going on."""

    agency = forms.ModelChoiceField(
        label=_("Which agency?"), queryset=Agency.objects.none(), empty_label=None, widget=RadioCards()
    )
    message = forms.CharField(
        label=_("Message to the agency’s contact"),
        max_length=300,
        required=False,
        widget=LongText(limit=300, rows=3),
        help_text=_("Read before the agency is in the case: no names, nothing about the family."),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        """Offer the agencies that the consents name."""
        super().__init__(*args, **kwargs)
        rows = Agency.objects.filter(pk__in=[a.pk for a in agencies]).order_by("name")
        self.fields["agency"].queryset = rows  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes with the people who get access, or no with a reason."""

    answer = forms.ChoiceField(
        label=_("Does the agency take part?"),
        choices=[("yes", _("Yes, we take part")), ("no", _("No, we decline"))],
        widget=RadioCards(),
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Who gets access?"),
        queryset=User.objects.none(),
        required=False,
        widget=CheckboxCards(),
        help_text=_("Only those who need it. They see the child’s name."),
    )
    reason = forms.CharField(
        label=_("Why do you decline?"), max_length=300, required=False, widget=LongText(limit=300, rows=3)
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """Offer the people of the agency."""
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
