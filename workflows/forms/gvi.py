"""The support side of group violence intervention: how the contact came about, the contact, and the support."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import CheckboxCards, RadioCards
from workflows.forms.base import Part, StepForm
from workflows.forms.exits import own_text

OWN = gettext_lazy("Stays in your agency. Nothing of the police's reasons.")
HELP = [
    ("housing", gettext_lazy("Housing")),
    ("work", gettext_lazy("Work or studies")),
    ("debts", gettext_lazy("Debts and budget")),
    ("treatment", gettext_lazy("Treatment")),
    ("family", gettext_lazy("Support for the family")),
    ("safety", gettext_lazy("Safety")),
]


class OfferMain(forms.Form):
    """How the contact came about, and the one token that may be known."""

    came = forms.ChoiceField(
        label=gettext_lazy("How did the contact come about?"),
        choices=[
            ("number", gettext_lazy("The person wrote or called the help number")),
            ("offered", gettext_lazy("Help was offered in person")),
            ("probation", gettext_lazy("Through the probation officer")),
            ("other", gettext_lazy("In another way")),
        ],
        widget=RadioCards,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Was the person chosen for a message?"),
        choices=[
            ("unknown", gettext_lazy("Not known, and it need not be")),
            ("selected", gettext_lazy("Chosen for a message")),
        ],
        initial="unknown",
        widget=RadioCards(hints={"selected": gettext_lazy("More than this one word is neither asked for nor kept.")}),
    )
    note = own_text(gettext_lazy("What did the person ask for?"), OWN)


class OfferForm(StepForm):
    """Note how the contact came about."""

    kind = "offer"
    lead = gettext_lazy("Somebody asks for help, or was offered it. The support is of its own: no round is tied to it.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": OfferMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        said = self.said
        self.write(said["note"] or _("A contact was noted."), data={"came": said["came"], "status": said["status"]})
        return "done"


class ReachMain(forms.Form):
    """Whether there is contact, and what the person wants."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it go?"),
        choices=[
            ("reached", gettext_lazy("We have talked, and the person wants support")),
            ("again", gettext_lazy("Not reached yet: try again")),
            ("exit", gettext_lazy("The person wants to leave crime: exit support is opened")),
            ("no_contact", gettext_lazy("No contact: end here")),
            ("declined", gettext_lazy("The person does not want support")),
        ],
        widget=RadioCards(
            hints={
                "exit": gettext_lazy("Open the exit support as a case of its own; nothing is copied to it."),
                "no_contact": gettext_lazy("Help can be offered again another time."),
            }
        ),
    )
    note = own_text(gettext_lazy("What was said?"), OWN)


class ReachForm(StepForm):
    """Get in contact."""

    kind = "reach"
    family = "heard"
    lead = gettext_lazy("Get in touch, quickly and in the way the person chooses.")
    outcomes = {
        "reached": gettext_lazy("The person wants support"),
        "again": gettext_lazy("Not reached yet"),
        "exit": gettext_lazy("Exit support is opened"),
        "no_contact": gettext_lazy("No contact"),
        "declined": gettext_lazy("The person does not want support"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ReachMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        self.write(self.said["note"])
        return self.said["outcome"]


class SupportMain(forms.Form):
    """Which help is opened."""

    help = forms.MultipleChoiceField(label=gettext_lazy("Which help is opened?"), choices=HELP, widget=CheckboxCards)
    words = own_text(gettext_lazy("In the person's own words"), OWN)
    note = own_text(gettext_lazy("Note"), OWN)


class SupportForm(StepForm):
    """Open the support: what is done first."""

    kind = "support"
    family = "heard"
    submit = gettext_lazy("Open the support")
    lead = gettext_lazy("What the person needs first. The plan comes next, with those who have their actions in it.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": SupportMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        said = self.said
        self.write(said["note"] or _("The support is opened."), data={"help": said["help"]})
        self.write(said["words"], title=_("In the person's own words"), topic="home")
        return "done"
