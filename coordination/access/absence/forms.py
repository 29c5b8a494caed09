"""Saying that somebody is away."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.access.absence.queries import grants_of, possible_substitutes
from coordination.access.absence_models import Absence
from coordination.agencies.models import User
from coordination.cases.models import Case
from coordination.forms import CheckboxCards, DateInput, RadioCards

SCOPES = [("all", gettext_lazy("All cases")), ("chosen", gettext_lazy("Chosen cases"))]


class CaseChoice(forms.ModelMultipleChoiceField):
    """Cases, each by its reference and nothing that tells whom it is about."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the reference and the way of working."""
        return f"{obj.reference}, {obj.get_kind_display()}"


class AbsenceForm(forms.Form):
    """Who stands in, from when until when, and where."""

    substitute = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who stands in?"), empty_label=None, widget=RadioCards
    )
    first = forms.DateField(label=gettext_lazy("First day"), widget=DateInput())
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput())
    scope = forms.ChoiceField(label=gettext_lazy("In which cases?"), choices=SCOPES, initial="all", widget=RadioCards)
    cases = CaseChoice(
        Case.objects.none(),
        label=gettext_lazy("Chosen cases"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("Only where you chose “Chosen cases” above."),
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Why?"), choices=Absence.Why.choices, initial=Absence.Why.HOLIDAY, widget=RadioCards
    )

    def __init__(self, *args: Any, user: Any, by: Any, **kwargs: Any) -> None:
        """Offer the colleagues of ``user`` and the cases whose access ``by`` may pass on."""
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = possible_substitutes(user, by)  # type: ignore[attr-defined]
        cases = Case.objects.filter(pk__in=grants_of(user, by).order_by().values("content_object"))
        self.fields["cases"].queryset = cases.order_by("reference")  # type: ignore[attr-defined]
        self.fields["first"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Judge the days, and that there are cases where some were to be chosen."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and first < timezone.localdate():
            self.add_error("first", _("The first day has passed already."))
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first."))
        if said.get("scope") == "chosen" and "cases" in said and not said["cases"]:
            self.add_error("cases", _("Choose at least one case."))
        return said

    def wanted(self) -> dict[str, Any]:
        """Return what the form says, as the action takes it."""
        said = self.cleaned_data
        return {
            "substitute": said["substitute"],
            "since": _moment(said["first"], time.min),
            "until": _moment(said["last"], time(23, 59, 59)),
            "why": said["why"],
            "cases": list(said["cases"]) if said["scope"] == "chosen" else None,
        }

    def refuse(self, error: ValidationError) -> None:
        """Show why the action refused, beside what was typed."""
        self.add_error(None, error)


def _moment(day: Any, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
