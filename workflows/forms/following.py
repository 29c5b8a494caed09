"""Following up the plan, closing the case, and what remains."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import DateInput, RadioCards
from coordination.forms.rows import Rows
from coordination.plans.actions import change_action, follow_up
from coordination.plans.forms import MarkRow
from coordination.plans.models import Action, Plan
from coordination.plans.queries import in_force
from workflows.forms.base import Part, StepForm

WAYS = [
    ("continue", gettext_lazy("Go on by the plan, and follow up again")),
    ("remap", gettext_lazy("Describe the situation anew")),
    ("meet", gettext_lazy("Call a new SIP meeting")),
    ("replan", gettext_lazy("Change the plan")),
    ("close", gettext_lazy("Close the case")),
]


def later(day: date | None) -> date | None:
    """Refuse a day that is not after today."""
    if day and day <= timezone.localdate():
        raise ValidationError(_("Choose a day after today."))
    return day


class MarkedForm(StepForm):
    """A form in which every goal of the plan in force is marked."""

    audience = "all"

    @cached_property
    def plan(self) -> Plan | None:
        """The plan everybody works by."""
        return in_force(self.case)

    def marks(self, data: Any) -> dict[str, Part]:
        """Return a row for each goal."""
        return {"marks": Rows(MarkRow, "goal", data=data, initial=MarkRow.rows(self.plan))} if self.plan else {}

    @property
    def marked(self) -> list[tuple[Any, Any]]:
        """Each goal with its row."""
        if self.plan is None:
            return []
        words = {str(goal.pk): goal for goal in self.plan.goals.all()}
        return [(words.get(str(row["pk"].value())), row) for row in self.parts["marks"].forms]

    def given(self) -> dict:
        """Return the marks as `follow_up` takes them."""
        rows = self.parts["marks"].forms if self.plan else []
        said = [form.cleaned_data for form in rows if form.cleaned_data.get("pk")]
        return {row["pk"]: (row["now"], row["result"]) for row in said}

    def check(self) -> bool:
        """Every goal needs its mark."""
        if self.plan and len(self.given()) < self.plan.goals.count():
            self.main.add_error(None, _("Mark where every goal is now."))
            return False
        return True


class ActionRow(forms.Form):
    """How one of the own actions goes."""

    status = forms.ChoiceField(label=gettext_lazy("How does it go?"), choices=Action.Status.choices)
    note = forms.CharField(label=gettext_lazy("Note on progress"), required=False, max_length=300)

    def clean(self) -> dict:
        """What is dropped needs a reason."""
        data = super().clean() or {}
        if data.get("status") == Action.Status.DROPPED and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why the action is dropped."))
        return data


class FollowUpMain(forms.Form):
    """Where the work goes from here."""

    outcome = forms.ChoiceField(label=gettext_lazy("What happens now?"), widget=RadioCards)
    next_on = forms.DateField(label=gettext_lazy("Next follow-up on"), required=False, widget=DateInput)

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer ``ways`` on."""
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = ways  # type: ignore[attr-defined]

    def clean_next_on(self) -> date | None:
        """Refuse a day that has passed."""
        return later(self.cleaned_data["next_on"])

    def clean(self) -> dict:
        """Going on needs a day."""
        data = super().clean() or {}
        if data.get("outcome") == "continue" and not data.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Choose the day of the next follow-up."))
        return data


class FollowUpForm(MarkedForm):
    """Mark the goals, say how the actions go, and choose what comes next."""

    kind = "follow_up"
    family = "heard"
    template = "workflows/forms/follow_up.html"
    submit = gettext_lazy("Save the follow-up")
    lead = gettext_lazy("Let the child say the number first. Everybody in the case reads what you write here.")
    outcomes = {
        "continue": gettext_lazy("The work goes on"),
        "remap": gettext_lazy("A new mapping"),
        "meet": gettext_lazy("A new SIP meeting is called"),
        "replan": gettext_lazy("The plan is changed"),
        "close": gettext_lazy("The case is closed"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """The goals, the own actions, and what comes next."""
        own = {f"a{a.pk.hex}": self._row(a, data) for a in self.actions if a.agency_id == self.step.agency_id}
        return {**self.marks(data), **own, "main": self.make_main(data)}

    def make_main(self, data: Any) -> forms.Form:
        """Return the part that says what comes next."""
        return FollowUpMain(data, ways=self.drawn(WAYS))

    @cached_property
    def actions(self) -> list[Action]:
        """The actions of the plan, by last day."""
        if self.plan is None:
            return []
        return list(self.plan.actions.select_related("agency", "person", "case").order_by("due_on", "pk"))

    @property
    def pairs(self) -> list[tuple[Action, Any]]:
        """Each action with its form, where it is the own agency's."""
        return [(action, self.parts.get(f"a{action.pk.hex}")) for action in self.actions]

    def apply(self, run: Any) -> str:
        """Save marks, actions and the next day."""
        if self.plan:
            follow_up(self.plan, by=self.user, marks=self.given(), next_on=self.said["next_on"])
        for action, form in self.pairs:
            if form and (action.status, action.note) != (form.cleaned_data["status"], form.cleaned_data["note"]):
                change_action(action, by=self.user, **form.cleaned_data)
        return self.said["outcome"]

    def _row(self, action: Action, data: Any) -> ActionRow:
        return ActionRow(data, prefix=f"a{action.pk.hex}", initial={"status": action.status, "note": action.note})
