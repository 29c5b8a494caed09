"""Each report by itself: does the child need protection now, and what is done if so (SoL 20:1; LSL 26 §)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import CheckboxCards, DateInput, RadioCards, TimeInput
from coordination.history.recording import record
from permissions import policy
from permissions.roles import Act
from workflows.forms.asking import AskedForm, needs, text

SOURCES = [
    ("report", gettext_lazy("The report")),
    ("notifier", gettext_lazy("Talk with the notifier")),
    ("child", gettext_lazy("Talk with the child")),
    ("guardian", gettext_lazy("Talk with a guardian")),
    ("files", gettext_lazy("Own earlier files")),
]


class ProtectMain(forms.Form):
    """The protection assessment."""

    on = forms.DateField(label=gettext_lazy("Which day was it judged?"), widget=DateInput, initial=timezone.localdate)
    at = forms.TimeField(label=gettext_lazy("At what time?"), widget=TimeInput, initial=timezone.localtime)
    sources = forms.MultipleChoiceField(
        label=gettext_lazy("What do you build on?"), choices=SOURCES, widget=CheckboxCards
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Does the child need protection now?"),
        choices=[
            ("safe", gettext_lazy("No, the child is safe for now")),
            ("acute", gettext_lazy("Yes, the child must be protected at once")),
        ],
        widget=RadioCards(hints={"acute": gettext_lazy("The manager of the unit is told the moment you save.")}),
    )
    reasons = text(gettext_lazy("Why?"), hint=gettext_lazy("What speaks for danger and what against it."))
    next = text(gettext_lazy("What is done now, and by whom?"), limit=2000, rows=3, required=False)

    def clean_on(self) -> Any:
        """Refuse a day that has not come."""
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return self.cleaned_data["on"]

    def clean(self) -> dict:
        """Keep the time as text: it is part of the note."""
        data = super().clean() or {}
        if data.get("at"):
            data["at"] = f"{data['at']:%H:%M}"
        return data


class ProtectForm(AskedForm):
    """Judge whether a child needs protection now."""

    kind = "protect"
    asks = ProtectMain
    submit = gettext_lazy("Save the assessment")
    lead = gettext_lazy("Every report gets its own assessment, at once, and the child's file shows it.")
    outcomes = {
        "safe": gettext_lazy("No immediate protection needed"),
        "acute": gettext_lazy("The child must be protected"),
    }

    def do(self, run: Any, outcome: str) -> None:
        """In danger: tell the manager of the unit."""
        if outcome == "acute":
            agency = self.step.agency
            told = policy.people_who_can(Act.REASSIGN, self.case, agency=agency)
            record(self.case, "child-in-danger", actor=self.user, agency=agency, inside=True, tell=told)


class AcuteMain(forms.Form):
    """What was done at once."""

    protection = forms.ChoiceField(
        label=gettext_lazy("How is the child protected?"),
        choices=[
            ("police", gettext_lazy("The police")),
            ("home", gettext_lazy("Emergency foster home")),
            ("custody", gettext_lazy("Immediate custody, or urgent placement")),
            ("hospital", gettext_lazy("Hospital")),
            ("adult", gettext_lazy("Stays with an adult who is named")),
            ("other", gettext_lazy("In another way")),
        ],
        widget=RadioCards,
    )
    what = text(gettext_lazy("What was done, when and by whom?"))
    decided_by = forms.CharField(label=gettext_lazy("Who decided?"), max_length=120)
    informed = forms.BooleanField(label=gettext_lazy("The manager on duty knows"))


class AcuteForm(AskedForm):
    """Protect the child, and say how."""

    kind = "acute"
    asks = AcuteMain
    lead = gettext_lazy("First protect the child, then write. The work with the report goes on beside it.")
    submit = gettext_lazy("The child is protected")


class OfferMain(forms.Form):
    """Whether a meeting was offered, and what came of it."""

    offered = forms.ChoiceField(
        label=gettext_lazy("Was a meeting with child, guardian and notifier offered?"),
        choices=[
            ("held", gettext_lazy("Yes, and it was held")),
            ("declined", gettext_lazy("Yes, and it was declined")),
            ("not_suitable", gettext_lazy("No, it would not be suitable")),
        ],
        widget=RadioCards,
    )
    note = text(gettext_lazy("What was said, or why not?"), limit=3000, required=False)

    def clean(self) -> dict:
        """What was said, and a no, are written down."""
        data = super().clean() or {}
        if data.get("offered"):
            needs(self, "note", _("Write some words about it."))
        return data


class OfferMeetingForm(AskedForm):
    """Offer a meeting."""

    kind = "offer_meeting"
    family = "heard"
    asks = OfferMain
    lead = gettext_lazy("A meeting should be offered if it is suitable (SoL 19:5). It may be left out.")
