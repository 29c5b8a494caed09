"""The preliminary assessment and the decision whether to open an investigation (SoL 20:2), and who is told of it."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.clocks.actions import start_clock
from coordination.forms import CheckboxCards, DateInput, RadioCards
from coordination.reports.actions import find_earlier
from coordination.reports.counting import start_feedback
from coordination.reports.feedback import give_feedback
from workflows.forms.asking import AskedForm, kept, needs, text, written
from workflows.reported import unanswered

CONTACTS = [
    ("child", gettext_lazy("The child")),
    ("guardian", gettext_lazy("A guardian")),
    ("notifier", gettext_lazy("The notifier")),
]
POLICE = [
    ("none", gettext_lazy("No crime is suspected")),
    ("reported", gettext_lazy("A crime is suspected and reported to the police")),
    ("not_reported", gettext_lazy("A crime is suspected and not reported")),
]


class PreAssessMain(forms.Form):
    """What is known so far. Nobody else may be asked before an investigation is opened."""

    contacts = forms.MultipleChoiceField(
        label=gettext_lazy("With whom have you talked?"),
        choices=CONTACTS,
        widget=CheckboxCards,
        required=False,
        help_text=gettext_lazy("Nobody else may be asked before an investigation is opened."),
    )
    told = text(gettext_lazy("What did they say?"), required=False)
    earlier = text(
        gettext_lazy("What do your own earlier files say?"),
        required=False,
        hint=gettext_lazy("Earlier reports and decisions that are still kept."),
    )
    police = forms.ChoiceField(label=gettext_lazy("Is a crime suspected?"), choices=POLICE, widget=RadioCards)
    police_why = text(
        gettext_lazy("How was that considered, and with whom?"),
        limit=1000,
        rows=2,
        required=False,
        hint=gettext_lazy("The police can be asked without names (OSL 10:21)."),
    )
    assessment = text(gettext_lazy("Your assessment"))

    def clean(self) -> dict:
        """What was said is written down, and so is a crime that is not reported."""
        data = super().clean() or {}
        if data.get("contacts"):
            needs(self, "told", _("Write what they said."))
        if data.get("police") == "not_reported":
            needs(self, "police_why", _("Say why it is not reported."))
        return data


class PreAssessForm(AskedForm):
    """Make the preliminary assessment."""

    kind = "pre_assess"
    family = "heard"
    asks = PreAssessMain
    template = "workflows/forms/pre_assess.html"
    lead = gettext_lazy("Only what child, guardian and notifier say, and what your own files hold.")

    @cached_property
    def earlier(self) -> list:
        """The same child in earlier reports to the unit: that they were, when, and what became of them."""
        child = self.case.reported.select_related("report").order_by("report__arrived_at").first()
        return [] if child is None else find_earlier(child, by=self.user)


class DecideOpenMain(forms.Form):
    """Open or not."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What is decided?"),
        choices=[
            ("open", gettext_lazy("Open an investigation")),
            ("not_open", gettext_lazy("Do not open an investigation")),
            ("transferred", gettext_lazy("Send it to the municipality that is responsible")),
        ],
        widget=RadioCards,
    )
    reasons = text(gettext_lazy("Reasons"), hint=gettext_lazy("They stand in the decision, which the family may read."))
    decided_by = forms.CharField(
        label=gettext_lazy("Who decides, by which delegation?"), max_length=160, help_text=gettext_lazy("Name, title.")
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"), widget=DateInput, initial=timezone.localdate
    )


class DecideOpenForm(AskedForm):
    """Decide whether to open an investigation."""

    kind = "decide_open"
    asks = DecideOpenMain
    submit = gettext_lazy("Save the decision")
    lead = gettext_lazy(
        "Within 14 days of when the report came in. Only who leads the unit can give more time, for very special "
        "reasons."
    )
    outcomes = {
        "open": gettext_lazy("An investigation is opened"),
        "not_open": gettext_lazy("No investigation is opened"),
        "transferred": gettext_lazy("Sent to another municipality"),
    }

    def do(self, run: Any, outcome: str) -> None:
        """From here run the four months of the investigation, and the week to tell notifiers who asked."""
        if outcome == "open":
            start_clock(self.case, "SE-D03", agency=self.step.agency, by=self.user, quiet=True)
        if outcome != "transferred":
            start_feedback(self.case, by=self.user)


class TellFamilyMain(forms.Form):
    """How the family was told."""

    who = forms.MultipleChoiceField(
        label=gettext_lazy("Who has been told?"), choices=CONTACTS[:2], widget=CheckboxCards
    )
    how = text(gettext_lazy("How and when?"), limit=1000, rows=2)
    kept_out = text(
        gettext_lazy("Is somebody not told, and why?"),
        limit=1000,
        rows=2,
        required=False,
        hint=gettext_lazy("For example if it would put the child in danger."),
    )


class TellFamilyForm(AskedForm):
    """Tell those concerned that an investigation is open."""

    kind = "tell_family"
    family = "told"
    asks = TellFamilyMain
    lead = gettext_lazy("Those concerned are told at once (SoL 20:4). The letter is made under Reports.")


class NotifierMain(forms.Form):
    """Whether the notifier is told."""

    tell = forms.ChoiceField(
        label=gettext_lazy("Is the notifier told?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, it would not be suitable"))],
        widget=RadioCards,
    )
    note = text(
        gettext_lazy("How was it told, or why not?"),
        limit=1000,
        rows=2,
        required=False,
        hint=gettext_lazy("A notifier with an account reads it in Samverkan. Others are called or written to."),
    )

    def clean(self) -> dict:
        """A no has its reason."""
        data = super().clean() or {}
        if data.get("tell") == "no":
            needs(self, "note", _("Say why it would not be suitable."))
        return data


class NotifierForm(AskedForm):
    """Tell the notifier what was decided: that, and nothing more."""

    kind = "feedback"
    asks = NotifierMain
    template = "workflows/forms/feedback.html"
    lead = gettext_lazy(
        "Only whether an investigation is opened, is not opened or was already going on (SoL 19:6). On request within "
        "a week."
    )

    @property
    def answer(self) -> str:
        """What is told: by what was decided, or for a report that joined, that an investigation was going on."""
        if self.step.link.task.process.caseprocess.data.get("child"):
            return "running"
        decided = (
            self.case.steps.filter(kind="decide_open", completed_at__isnull=False).order_by("-completed_at").first()
        )
        return "opened" if decided is not None and decided.outcome == "open" else "not_opened"

    @property
    def children(self) -> list:
        """The reports of the case that have no answer yet."""
        return unanswered(self.case)

    def apply(self, run: Any) -> str:
        """Answer every report of the case that has none, and keep how it was told."""
        if self.said["tell"] == "yes":
            for child in self.children:
                give_feedback(child, by=self.user, answer=self.answer)
        self.write(written(self.main), topic="home", data=kept(self.said))
        return "done"
