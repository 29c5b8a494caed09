"""Closing the case with what came of it, settling after a withdrawn consent, and looking back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.cases.actions import rate_case
from coordination.cases.models import Case
from coordination.forms import DateInput, LongText, RadioCards
from coordination.people.queries import age_of
from coordination.plans.actions import follow_up
from coordination.rules.own import left_out
from coordination.rules.queries import value_of
from workflows import graph
from workflows.forms.base import Part, StepForm
from workflows.forms.following import MarkedForm, later
from workflows.forms.surveying import SurveyPart


def has_reached_the_age(case: Any) -> bool:
    """Say whether the young person has reached the age at which a social intervention group ends."""
    age = age_of(case.child)
    return age is not None and age >= value_of("sig.age_limit", case.municipality)


class Rating(forms.IntegerField):
    """A mark from 0 to 10 that somebody gives, or does not."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, min_value=0, max_value=10, required=False)


class CloseMain(forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(label=gettext_lazy("How did it end?"), widget=RadioCards)
    child_rating = Rating(gettext_lazy("The child's own rating of the help, 0–10"))
    guardian_rating = Rating(gettext_lazy("The guardians' rating of the help, 0–10"))
    note = forms.CharField(
        label=gettext_lazy("Closing note and advice for the time after"),
        required=False,
        max_length=3000,
        widget=LongText(3000, rows=4),
        help_text=gettext_lazy("Stays in your agency."),
    )
    after_on = forms.DateField(
        label=gettext_lazy("Look back on this day"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy(
            "For example in six months, as long as the consent holds. Left empty, the case closes now."
        ),
    )

    def __init__(self, *args: Any, ends: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer ``ends``, the end states of the way of working."""
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = ends  # type: ignore[attr-defined]

    def clean_after_on(self) -> date | None:
        """Refuse a day that has passed."""
        return later(self.cleaned_data["after_on"])


class CloseForm(MarkedForm):
    """Close the case with what came of each goal."""

    kind = "close"
    family = "heard"
    template = "workflows/forms/close.html"
    submit = gettext_lazy("Close the case")
    lead = gettext_lazy("When the case is closed the other agencies see it no more.")
    outcomes = {e.value: e.label for e in Case.End}

    def make(self, data: Any) -> dict[str, Part]:
        """The goals and how it ended."""
        survey = {"survey": SurveyPart(data)} if self.case.kind == Case.Kind.SIP else {}
        main = CloseMain(data, ends=self.ends)
        if not self.looks_back:
            del main.fields["after_on"]
        return {**self.marks(data), **survey, "main": main}

    @property
    def looks_back(self) -> bool:
        """Whether a look back can be chosen: not where the municipality leaves it out."""
        return not left_out(self.flow.rules, graph.optional(self.flow), self.case.municipality).get("after_follow_up")

    @property
    def ends_as(self) -> Any:
        """How it ended, in words."""
        return Case.End(self.said["outcome"]).label

    @property
    def ends(self) -> list[tuple[str, Any]]:
        """The end states that the way of working has; of age only who has reached the age, where it sets one."""
        too_young = self.case.kind == Case.Kind.SIG and not has_reached_the_age(self.case)
        ends = [end for end in self.flow.ends if not (end == Case.End.AGED_OUT and too_young)]
        return [(end, Case.End(end).label) for end in ends]

    def apply(self, run: Any) -> str:
        """Save the results and ratings; the process closes the case."""
        said = self.said
        if self.plan:
            follow_up(self.plan, by=self.user, marks=self.given(), next_on=None)
        rate_case(self.case, by=self.user, child=said["child_rating"], guardian=said["guardian_rating"])
        survey = self.parts["survey"].cleaned_data if "survey" in self.parts else None
        self.write(said["note"] or (str(self.ends_as) if survey else ""), data={"survey": survey} if survey else None)
        if said.get("after_on"):
            run.data["after_on"] = said["after_on"].isoformat()
        return said["outcome"]

    def readers(self) -> tuple[list[str], list[str]]:
        """The results are everybody's; the note is the own agency's."""
        can, cannot = super().readers()
        return can, [_("The closing note stays in your agency"), *cannot]


class SettleMain(forms.Form):
    """What was done after consent was withdrawn."""

    note = forms.CharField(
        label=gettext_lazy("What was settled, and how was the family told?"), max_length=3000, widget=LongText(3000)
    )
    told = forms.BooleanField(label=gettext_lazy("The family knows that nothing is shared any more"))


class SettleForm(StepForm):
    """Settle what is open after consent was withdrawn."""

    kind = "settle"
    submit = gettext_lazy("Close the case")
    lead = gettext_lazy(
        "Consent was withdrawn: the other agencies see nothing any more. Settle what is open and close."
    )

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": SettleMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the note; the process closes the case."""
        self.write(self.said["note"])
        return "done"


class AfterMain(forms.Form):
    """How it went afterwards."""

    note = forms.CharField(label=gettext_lazy("How is it now?"), max_length=3000, widget=LongText(3000))
    child = forms.CharField(
        label=gettext_lazy("The child's own words"), required=False, max_length=1000, widget=LongText(1000, rows=2)
    )


class AfterForm(StepForm):
    """Look back some time after the work ended."""

    kind = "after_follow_up"
    family = "heard"
    submit = gettext_lazy("Save and close the case")
    lead = gettext_lazy("Ask the family how it went. Then the case closes.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": AfterMain(data)}

    def apply(self, run: Any) -> str:
        """Keep what they said; the process closes the case."""
        self.write(self.said["note"])
        self.write(self.said["child"], title=_("The child's own words"), topic="home")
        return "done"
