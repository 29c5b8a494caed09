"""A review, its steps, its checklist, and what those asked say."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import DateInput, LongText, RadioCards
from coordination.places.detailed_plans.actions import ASKS
from coordination.places.detailed_plans.models import ChecklistItem, Opinion, PlanReview
from coordination.places.queries import partners

State = PlanReview.State
TEXTS = {
    State.MATERIAL: _("What has been gathered: reports, statistics, surveys, walks, effects for children"),
    State.REVISED: _("What was changed in the plan"),
    State.FOLLOWED_UP: _("What the follow-up shows"),
    State.REJECTED: _("Why it was not adopted"),
    State.WITHDRAWN: _("Why it was withdrawn"),
}
DAYS = {State.ADOPTED: _("Adopted on"), State.BUILT: _("Built on")}


class ReviewForm(forms.Form):
    """Which plan, and where."""

    name = forms.CharField(label=_("Name of the plan"), max_length=120)
    reference = forms.CharField(label=_("Reference of the plan"), max_length=40, required=False)
    east = forms.IntegerField(
        label=_("East, in metres"),
        min_value=0,
        max_value=2_000_000,
        help_text=_("In the plane grid of the country: SWEREF 99 TM in Sweden, ETRS-TM35FIN in Finland."),
    )
    north = forms.IntegerField(label=_("North, in metres"), min_value=0, max_value=9_000_000)


class MoveForm(forms.Form):
    """The next step of a review, and what has to be said with it."""

    to = forms.ChoiceField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=4000, widget=LongText(4000, rows=4))
    on = forms.DateField(widget=DateInput)

    def __init__(self, *args: Any, to: list[tuple[str, Any]], chosen: str, **kwargs: Any) -> None:
        """Ask only what belongs to the step."""
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = to  # type: ignore[attr-defined]
        asked = ASKS.get(State(chosen), "")
        self.fields["text"].label = TEXTS.get(State(chosen), "")
        self.fields["on"].label = DAYS.get(State(chosen), "")
        if asked not in ("material", "changes", "conclusion"):
            del self.fields["text"]
        if asked not in ("adopted_on", "built_on"):
            del self.fields["on"]


class ItemForm(forms.Form):
    """One item of the checklist."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=ChecklistItem.Answer.choices, required=False, widget=RadioCards
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)
    responsible = forms.CharField(
        label=_("Responsible"), max_length=120, required=False, help_text=_("A unit, no person.")
    )
    source = forms.CharField(label=_("Source document"), max_length=200, required=False)
    follow_up_on = forms.DateField(label=_("Follow up on"), required=False, widget=DateInput)


class AskForm(forms.Form):
    """Who is put on the consultation list."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Agency"), required=False, empty_label=_("Somebody else, in words")
    )
    body = forms.CharField(
        label=_("Somebody else"),
        max_length=120,
        required=False,
        help_text=_(
            "An authority, an association, a council, the owner of a property by the property’s name. No persons."
        ),
    )
    stage = forms.ChoiceField(label=_("In which stage?"), choices=Opinion.Stage.choices, widget=RadioCards)
    asked_on = forms.DateField(label=_("Asked on"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Offer the agencies that take part."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = partners(municipality)  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    """What somebody said about the plan, and the answer."""

    text = forms.CharField(label=_("What they say"), max_length=4000, widget=LongText(4000, rows=5))
    came_on = forms.DateField(label=_("Came on"), required=False, widget=DateInput)
    answer = forms.CharField(label=_("Answer"), max_length=4000, required=False, widget=LongText(4000, rows=4))

    def __init__(self, *args: Any, answers: bool, **kwargs: Any) -> None:
        """Leave the answer to who cares for the places."""
        super().__init__(*args, **kwargs)
        if not answers:
            del self.fields["answer"]
