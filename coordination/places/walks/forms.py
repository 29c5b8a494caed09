"""A walk, its steps, its stops and their answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import DateInput, LongText, RadioCards
from coordination.places.models import Place
from coordination.places.queries import partners, places_of
from coordination.places.walks.models import Walk, WalkStop


class WalkForm(forms.Form):
    """What walk, and when its three meetings are."""

    title = forms.CharField(label=_("What is the walk called?"), max_length=120)
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Place"), required=False, empty_label=_("No single place")
    )
    route = forms.CharField(label=_("Route"), max_length=400, required=False, widget=LongText(400, rows=3))
    pre_meeting_on = forms.DateField(label=_("Meeting before the walk"), widget=DateInput)
    walk_on = forms.DateField(
        label=_("The walk"), widget=DateInput, help_text=_("Two to three weeks between the meetings.")
    )
    report_back_on = forms.DateField(label=_("Meeting that reports back"), widget=DateInput)

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Offer the places of the municipality."""
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places_of(municipality)  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """The next step of a walk, and what has to be said with it."""

    to = forms.ChoiceField(widget=forms.HiddenInput)
    walked_by = forms.IntegerField(
        label=_("How many walked?"),
        min_value=1,
        help_text=_("They are counted, not named. At most twenty in one walk."),
    )
    again_on = forms.DateField(label=_("When do you walk again?"), required=False, widget=DateInput)

    def __init__(self, *args: Any, to: list[tuple[str, Any]], chosen: str, **kwargs: Any) -> None:
        """Ask only what belongs to the step."""
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = to  # type: ignore[attr-defined]
        if chosen != Walk.State.WALKED:
            del self.fields["walked_by"]
        if chosen != Walk.State.REPORTED_BACK:
            del self.fields["again_on"]


class StopForm(forms.Form):
    """One stop of a walk."""

    where = forms.CharField(label=_("Where?"), max_length=120)
    light = forms.ChoiceField(label=_("When was it looked at?"), choices=WalkStop.Light.choices, widget=RadioCards)
    observation = forms.CharField(label=_("What was seen?"), max_length=2000, widget=LongText(2000, rows=4))
    proposal = forms.CharField(
        label=_("What is proposed?"), max_length=2000, required=False, widget=LongText(2000, rows=3)
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Who is responsible?"), required=False, empty_label=_("Somebody else, in words")
    )
    body = forms.CharField(
        label=_("Somebody else"),
        max_length=120,
        required=False,
        help_text=_("A landlord, an association, the road authority. No persons."),
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Offer the agencies that take part."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = partners(municipality)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the one responsible says about a stop."""

    answer = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[one for one in WalkStop.Answer.choices if one[0]],
        widget=RadioCards,
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=400,
        required=False,
        widget=LongText(400, rows=3),
        help_text=_("Needed for later and not. Those who walked are told."),
    )
    due_on = forms.DateField(label=_("Ready by"), required=False, widget=DateInput)
    done_on = forms.DateField(label=_("Done on"), required=False, widget=DateInput)
