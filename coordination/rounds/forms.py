"""The forms of a round. None of them has a field for a person."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.rounds.models import Round, Sanction

NOBODY = gettext_lazy("No names, no numbers of people, no nicknames. What reads as a person is refused.")


class OpenForm(forms.Form):
    """The period and the areas that are reviewed."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Which police agency?"), empty_label=None, widget=RadioCards()
    )
    begins_on = forms.DateField(label=gettext_lazy("First day of the period"), widget=DateInput)
    ends_on = forms.DateField(label=gettext_lazy("Last day of the period"), widget=DateInput)
    areas = forms.CharField(label=gettext_lazy("Areas"), max_length=300, widget=LongText(300, rows=2), help_text=NOBODY)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        """Leave the first question out where there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if len(agencies) == 1:
            del self.fields["agency"]


class SelectionForm(forms.Form):
    """How many are selected."""

    selected = forms.IntegerField(
        label=gettext_lazy("How many are selected for the message?"),
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("Only the number. Who they are stays in the police's own files."),
    )


class MessageForm(forms.Form):
    """In which way the message was given, to how many, and that all of it was said."""

    way = forms.ChoiceField(
        label=gettext_lazy("How was the message given?"),
        choices=Round.Way.choices,
        widget=RadioCards(
            hints={
                "call_in": gettext_lazy("Clients on probation are called to a meeting in a neutral place."),
                "custom": gettext_lazy("A visit or a conversation with one person at a time."),
            }
        ),
    )
    called = forms.IntegerField(label=gettext_lazy("Called to the meeting"), min_value=0, max_value=999, required=False)
    came = forms.IntegerField(label=gettext_lazy("Came to the meeting"), min_value=0, max_value=999, required=False)
    visited = forms.IntegerField(label=gettext_lazy("Visited"), min_value=0, max_value=999, required=False)
    script = forms.MultipleChoiceField(label=gettext_lazy("What was said"), required=False, widget=CheckboxCards)

    def __init__(self, *args: Any, script: list[tuple[str, str]], **kwargs: Any) -> None:
        """Show the script in force."""
        super().__init__(*args, **kwargs)
        self.fields["script"].choices = script  # type: ignore[attr-defined]


class SanctionForm(forms.Form):
    """Measures as a number."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    who = forms.ChoiceField(label=gettext_lazy("Which authority?"), choices=Sanction.Who.choices, widget=RadioCards)
    number = forms.IntegerField(label=gettext_lazy("How many measures?"), min_value=1, max_value=999)
    note = forms.CharField(
        label=gettext_lazy("What kind of measures?"),
        required=False,
        max_length=300,
        widget=LongText(300, rows=2),
        help_text=NOBODY,
    )


class EvaluateForm(forms.Form):
    """What the round led to, and whether a new one follows."""

    evaluation = forms.CharField(
        label=gettext_lazy("What did the round lead to?"),
        max_length=4000,
        widget=LongText(4000, rows=8),
        help_text=NOBODY,
    )
    end = forms.ChoiceField(label=gettext_lazy("What comes next?"), choices=Round.End.choices, widget=RadioCards)


class SeatsForm(forms.Form):
    """The agencies of the steering group."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Which agencies are the steering group?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("Those who work there read the round and may evaluate it. They read nothing of a case."),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        """Offer ``agencies``."""
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]


def titles() -> dict[str, str]:
    """Return what each part of a round asks, by the name of its page."""
    return {
        "selection": _("Note the selection"),
        "message": _("Note the message"),
        "focus": _("Begin the increased focus"),
        "sanction": _("Note measures"),
        "evaluate": _("Evaluate the round"),
        "steering": _("The steering group"),
    }
