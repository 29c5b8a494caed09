"""The text of a week, a priority, an action, and how they went."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import DateInput, LongText, RadioCards, TimeInput
from coordination.places.models import Place
from coordination.places.queries import partners, places_of
from coordination.places.weeks.models import PlaceAction, Priority


class WeekForm(forms.Form):
    """What the numbers say, and the meeting."""

    text = forms.CharField(
        label=_("What the numbers say"), max_length=2000, required=False, widget=LongText(2000, rows=5)
    )
    day = forms.DateField(label=_("Day of the meeting"), required=False, widget=DateInput)
    time = forms.TimeField(label=_("Time"), required=False, widget=TimeInput)
    meets_in = forms.CharField(label=_("Place of the meeting"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Put day and time together; one without the other is asked for."""
        said = super().clean() or {}
        day, time = said.get("day"), said.get("time")
        if bool(day) != bool(time) and not self.errors:
            self.add_error("time" if day else "day", _("Give both the day and the time."))
        said["meets_at"] = from_current_timezone(datetime.combine(day, time)) if day and time else None
        return said


class PriorityForm(forms.Form):
    """A place or a problem to work on together next week."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Place"),
        required=False,
        empty_label=_("No single place"),
        help_text=_("The reports about the place follow the priority; those who wrote them see what is done."),
    )
    title = forms.CharField(label=_("What is it about?"), max_length=120)
    why = forms.CharField(label=_("Why now?"), max_length=600, required=False, widget=LongText(600, rows=3))

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Offer the places of the municipality."""
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places_of(municipality)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """How a priority ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(o.value, o.label) for o in (Priority.Outcome.DONE, Priority.Outcome.NOT_ACTIONABLE)],
        widget=RadioCards,
    )
    answer = forms.CharField(
        label=_("What those who reported are told"), max_length=400, required=False, widget=LongText(400, rows=3)
    )


class ActionForm(forms.Form):
    """Who does what, where and when."""

    what = forms.CharField(label=_("What is done?"), max_length=300)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("By whom?"), required=False, empty_label=_("Somebody else, in words")
    )
    body = forms.CharField(
        label=_("Somebody else"),
        max_length=120,
        required=False,
        help_text=_("A landlord, an association, the road authority. No persons."),
    )
    where = forms.CharField(label=_("Where?"), max_length=120, required=False)
    when = forms.CharField(
        label=_("When?"), max_length=120, required=False, help_text=_("For example: Friday and Saturday 18–23.")
    )
    due_on = forms.DateField(label=_("Ready by"), widget=DateInput)
    term = forms.ChoiceField(
        label=_("For how long is it meant?"),
        choices=PlaceAction.Term.choices,
        widget=RadioCards,
        initial=PlaceAction.Term.SHORT,
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Offer the agencies that take part."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = partners(municipality)  # type: ignore[attr-defined]


class StatusForm(forms.Form):
    """How an action goes."""

    status = forms.ChoiceField(label=_("How does it go?"), choices=PlaceAction.Status.choices, widget=RadioCards)
    text = forms.CharField(
        label=_("Note"),
        max_length=400,
        required=False,
        widget=LongText(400, rows=3),
        help_text=_("Needed when it was not done. Those who reported read it; no names."),
    )
