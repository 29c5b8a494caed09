"""Forms about a guardian who does not answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import DateInput, LongText, RadioCards
from coordination.sharing.forms import end_of_day, months_ahead
from coordination.sharing.silence.models import ConsentReview
from coordination.sharing.silence.queries import grounds_of

HINTS = {
    "wait": _("Nothing changes. The family is asked again."),
    "enough": _("The silent person's consent is not needed until the day you choose. It can be taken back."),
    "nothing": _("What must be shared needs another legal ground."),
}


class AskForm(forms.Form):
    """What the coordinator asks the lawyer."""

    question = forms.CharField(
        label=_("What do you ask?"),
        max_length=1000,
        widget=LongText(1000, rows=5),
        help_text=_("How the person was asked, and why it cannot wait. Leave out names and what the case is about."),
    )


class DecideForm(forms.Form):
    """What the lawyer answers."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=ConsentReview.Answer.choices, widget=RadioCards(hints=HINTS)
    )
    ground = forms.ChoiceField(label=_("By which provision?"), required=False, widget=RadioCards)
    until = forms.DateField(
        label=_("One guardian's consent is enough until"),
        required=False,
        widget=DateInput,
        help_text=_("Only for the answer that it is enough."),
    )
    because = forms.CharField(label=_("Why?"), max_length=1000, widget=LongText(1000, rows=4))

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds_of(case.municipality)  # type: ignore[attr-defined]
        self.fields["until"].initial = months_ahead(3)

    def decision(self) -> dict[str, Any]:
        """Return what `decide` takes."""
        data = self.cleaned_data
        until = end_of_day(data["until"]) if data["until"] else None
        return {"answer": data["answer"], "because": data["because"], "ground": data["ground"], "until": until}


class ReverseForm(forms.Form):
    """Why the lawyer takes the answer back."""

    note = forms.CharField(label=_("Why?"), max_length=300)
