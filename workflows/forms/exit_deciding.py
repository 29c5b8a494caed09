"""What is decided in exit support: how it goes on without the police, and that social services have decided on help."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import CheckboxCards, DateInput, RadioCards
from workflows.forms.base import Part
from workflows.forms.exits import own_text
from workflows.forms.whereabouts import HidesWhere


class NoPoliceMain(forms.Form):
    """How it goes on where no police take part."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("invite", gettext_lazy("Invite the police anew")),
            ("go_on", gettext_lazy("Go on meanwhile with what social services can do")),
            ("end", gettext_lazy("End the support")),
        ],
        widget=RadioCards,
    )
    note = own_text(gettext_lazy("Why?"), required=True)


class NoPoliceForm(HidesWhere):
    """Decide how it goes on without the police."""

    kind = "no_police"
    lead = gettext_lazy(
        "No police take part in the case, so nobody can assess the threat. Without them the method cannot be used."
    )
    outcomes = {
        "invite": gettext_lazy("The police are invited anew"),
        "go_on": gettext_lazy("It goes on meanwhile"),
        "end": gettext_lazy("The support ends"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": NoPoliceMain(data)}

    def apply(self, run: Any) -> str:
        """Keep why."""
        self.write(self.said["note"])
        return self.said["outcome"]


class DecideHelpMain(forms.Form):
    """That social services have decided, and what follows."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What was decided?"),
        choices=[("granted", gettext_lazy("Help is granted")), ("refused", gettext_lazy("Help is refused"))],
        widget=RadioCards,
    )
    decided_on = forms.DateField(label=gettext_lazy("When?"), widget=DateInput)
    help = forms.MultipleChoiceField(
        label=gettext_lazy("Which help?"),
        required=False,
        choices=[
            ("housing", gettext_lazy("Safe housing")),
            ("income", gettext_lazy("Income support")),
            ("treatment", gettext_lazy("Treatment")),
            ("contact", gettext_lazy("Contact person")),
            ("other", gettext_lazy("Other help")),
        ],
        widget=CheckboxCards,
    )
    appeal = forms.BooleanField(
        label=gettext_lazy("If it was refused: the person knows how to appeal, and that other help can be applied for"),
        required=False,
    )
    note = own_text(
        gettext_lazy("Note"), gettext_lazy("The decision with its reasons is in social services' own file, not here.")
    )

    def clean(self) -> dict:
        """Granted is something; a refusal comes with how to appeal."""
        data = super().clean() or {}
        if data.get("outcome") == "granted" and not data.get("help"):
            self.add_error("help", _("Choose what is granted."))
        if data.get("outcome") == "refused" and not data.get("appeal"):
            self.add_error("appeal", _("Tell the person how to appeal."))
        return data


class DecideHelpForm(HidesWhere):
    """Note that social services have decided."""

    kind = "decide_help"
    lead = gettext_lazy(
        "The person has applied, and social services have decided on help under the Social Services Act."
    )
    outcomes = {"granted": gettext_lazy("Help is granted"), "refused": gettext_lazy("Help is refused")}

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": DecideHelpMain(data)}

    def apply(self, run: Any) -> str:
        """Keep that it is decided."""
        said = self.said
        data = {"decided_on": said["decided_on"].isoformat(), "help": said["help"]}
        self.write(said["note"] or _("Social services have decided."), data=data)
        return said["outcome"]
