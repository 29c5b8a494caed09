"""Following up exit support by its phases, and pausing it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import User
from coordination.exits import queries
from coordination.exits.actions import set_phase, set_who_knows
from coordination.exits.models import ExitSupport
from coordination.forms import CheckboxCards, DateInput, RadioCards
from workflows.forms.base import Part
from workflows.forms.exits import NOT_WHERE, own_text
from workflows.forms.whereabouts import HidesWhere


def _later(day: date | None) -> date | None:
    if day and day <= timezone.localdate():
        raise ValidationError(_("Choose a day after today."))
    return day


class FollowExitMain(forms.Form):
    """How it goes, in which phase, and what comes next."""

    note = own_text(gettext_lazy("How does it go?"), required=True)
    words = own_text(gettext_lazy("In the person's own words"))
    phase = forms.ChoiceField(
        label=gettext_lazy("In which phase is the support?"),
        choices=ExitSupport.Phase.choices,
        widget=RadioCards(
            hints={
                "acute": gettext_lazy("Safe housing, moving. Followed up every week."),
                "stabilise": gettext_lazy("Income, health, addiction. Followed up every month."),
                "establish": gettext_lazy("Work, school, debts. Followed up every month."),
                "aftercare": gettext_lazy("The person stands on their own feet; the contact stays."),
            }
        ),
    )
    happened = forms.ChoiceField(
        label=gettext_lazy("Has something happened?"),
        choices=[
            ("nothing", gettext_lazy("Nothing that changes the threat")),
            ("relapse", gettext_lazy("A relapse")),
            ("threat", gettext_lazy("A new threat")),
        ],
        initial="nothing",
        widget=RadioCards,
    )
    knows = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who knows where the person is?"),
        required=False,
        widget=CheckboxCards,
        help_text=NOT_WHERE,
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("continue", gettext_lazy("Go on by the plan, and follow up again")),
            ("threat", gettext_lazy("The police assess the threat again")),
            ("replan", gettext_lazy("Change the plan")),
            ("pause", gettext_lazy("Pause the support")),
            ("pass_on", gettext_lazy("Hand over to another municipality")),
            ("close", gettext_lazy("End the support")),
        ],
        widget=RadioCards(
            hints={
                "pause": gettext_lazy("An exit that breaks off is common. A paused support is easy to take up again.")
            }
        ),
    )
    until = forms.DateField(label=gettext_lazy("If it is paused: look again on"), required=False, widget=DateInput)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """Offer ``people``, who are inside the case."""
        super().__init__(*args, **kwargs)
        self.fields["knows"].queryset = people  # type: ignore[attr-defined]

    def clean_until(self) -> date | None:
        """Refuse a day that has passed."""
        return _later(self.cleaned_data["until"])

    def clean(self) -> dict:
        """A pause needs a day; after a relapse or a new threat nothing goes on as if it had not happened."""
        data = super().clean() or {}
        if data.get("outcome") == "pause" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose the day to look again."))
        happened = data.get("happened") in ("relapse", "threat")
        if happened and data.get("outcome") not in (None, "threat", "pause", "close"):
            self.add_error("outcome", _("After a relapse or a new threat the police assess the threat again first."))
        return data


class FollowExitForm(HidesWhere):
    """Follow up: weekly while it is acute, then monthly."""

    kind = "follow_exit"
    family = "heard"
    template = "workflows/forms/follow_exit.html"
    submit = gettext_lazy("Save the follow-up")
    lead = gettext_lazy("Every week while it is acute, then every month. Ask the person first.")
    outcomes = {
        "continue": gettext_lazy("The support goes on"),
        "threat": gettext_lazy("The threat is assessed again"),
        "replan": gettext_lazy("The plan is changed"),
        "pause": gettext_lazy("The support is paused"),
        "pass_on": gettext_lazy("It is handed over"),
        "close": gettext_lazy("The support ends"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """Begin from the phase it is in."""
        first = {"phase": self.support.phase, "knows": queries.who_knows(self.case)}
        return {"main": FollowExitMain(data, people=queries.may_know(self.case), initial=first)}

    @property
    def support(self) -> ExitSupport:
        """What is noted of the support."""
        return queries.support_of(self.case)

    def apply(self, run: Any) -> str:
        """Note phase, whereabouts' keepers and what was said; a pause keeps its day."""
        said = self.said
        set_phase(self.case, said["phase"], by=self.user)
        set_who_knows(self.case, said["knows"], by=self.user)
        self.write(said["note"], data={"happened": said["happened"], "phase": said["phase"]})
        self.write(said["words"], title=_("In the person's own words"), topic="home")
        if said["outcome"] == "pause":
            run.data["paused_until"] = said["until"].isoformat()
        return said["outcome"]


class ResumeMain(forms.Form):
    """Whether a paused support goes on."""

    note = own_text(gettext_lazy("What is known now?"), required=True)
    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("resume", gettext_lazy("Take the support up again")),
            ("threat", gettext_lazy("The police assess the threat again first")),
            ("wait", gettext_lazy("Wait, and look again later")),
            ("close", gettext_lazy("End the support")),
        ],
        widget=RadioCards,
    )
    until = forms.DateField(label=gettext_lazy("If you wait: look again on"), required=False, widget=DateInput)

    def clean_until(self) -> date | None:
        """Refuse a day that has passed."""
        return _later(self.cleaned_data["until"])

    def clean(self) -> dict:
        """Waiting needs a day."""
        data = super().clean() or {}
        if data.get("outcome") == "wait" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Choose the day to look again."))
        return data


class ResumeForm(HidesWhere):
    """Look again at a support that is paused."""

    kind = "resume"
    lead = gettext_lazy("The support is paused. It can be taken up again at any time, also before its day.")
    outcomes = {
        "resume": gettext_lazy("The support is taken up again"),
        "threat": gettext_lazy("The threat is assessed again"),
        "wait": gettext_lazy("It stays paused"),
        "close": gettext_lazy("The support ends"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ResumeMain(data)}

    def apply(self, run: Any) -> str:
        """Keep what is known, and the next day to look."""
        self.write(self.said["note"])
        if self.said["outcome"] == "wait":
            run.data["paused_until"] = self.said["until"].isoformat()
        return self.said["outcome"]
