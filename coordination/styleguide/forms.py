"""One form with every kind of field."""

from django import forms

from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards

CONCERN = [("1", "Small"), ("2", "Moderate"), ("3", "Great")]
CONCERN_HINTS = {
    "1": "Ordinary support is enough",
    "2": "More agencies need to act together",
    "3": "Needed within a week",
}
PARTIES = [("school", "School"), ("police", "Police"), ("youth", "Leisure and youth"), ("health", "Health care")]


class SituationForm(forms.Form):
    """A situation description as a school would write it."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=4)
    now = forms.CharField(
        label="How are things right now?",
        help_text="For example attendance, well-being and contacts. Leave out the names of other pupils.",
        max_length=2000,
        widget=LongText(limit=2000),
    )
    concern = forms.ChoiceField(
        label="How great is the concern?",
        help_text="Your own judgement, seen from the school.",
        choices=CONCERN,
        widget=RadioCards(hints=CONCERN_HINTS),
    )
    parties = forms.MultipleChoiceField(
        label="Who needs to take part?",
        choices=PARTIES,
        widget=CheckboxCards(hints={"police": "Sees only its own part"}),
    )
    since = forms.DateField(
        label="When did it begin?", help_text="Roughly is enough, as year-month-day.", required=False, widget=DateInput
    )
    place = forms.ChoiceField(label="Where?", choices=[("", "Choose"), ("a", "At school"), ("b", "On the way home")])
    file = forms.FileField(label="Attach a document", help_text="PDF or picture, at most 10 MB.", required=False)
    sure = forms.BooleanField(label="I have read this through with the guardian")
