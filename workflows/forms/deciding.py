"""Doing what a meeting decided, and saying how it went."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import RadioCards
from coordination.meetings.decisions import readable
from coordination.meetings.results import say_result
from workflows.forms.base import Part, StepForm


class DecidedMain(forms.Form):
    """Whether it is done, and how it went."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Is it done?"),
        choices=[("done", gettext_lazy("Yes, it is done")), ("not_done", gettext_lazy("No, it could not be done"))],
        widget=RadioCards,
    )
    result = forms.CharField(
        label=gettext_lazy("How did it go?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A sentence is enough. Everybody who may read the minutes reads it."),
    )

    def clean(self) -> dict:
        """What could not be done needs its reason."""
        data = super().clean() or {}
        if data.get("outcome") == "not_done" and not data.get("result") and "result" not in self.errors:
            self.add_error("result", _("Say why it could not be done."))
        return data


class DecidedForm(StepForm):
    """Say what came of a decision of a meeting."""

    kind = "decided"
    template = "workflows/forms/decided.html"
    submit = gettext_lazy("Save how it went")
    lead = gettext_lazy("A meeting decided this. Say here when it is done, or why it cannot be done.")
    outcomes = {"done": gettext_lazy("It is done"), "not_done": gettext_lazy("It could not be done")}

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": DecidedMain(data)}

    @cached_property
    def decision(self) -> Any:
        """The decision, if the reader may know what it says."""
        return readable(self.user, self.step)

    @property
    def possible(self) -> bool:
        """Whether the reader knows what is to be done."""
        return self.decision is not None

    def apply(self, run: Any) -> str:
        """Keep how it went with the decision."""
        say_result(self.step.decision, by=self.user, result=self.said["result"])
        return self.said["outcome"]

    def readers(self) -> tuple[list[str], list[str]]:
        """Whoever reads the minutes."""
        can = [str(self.step.agency), _("Everybody who may read this part of the minutes")]
        return can, [_("Agencies that may not read the minutes"), _("The family: give them their own copy")]
