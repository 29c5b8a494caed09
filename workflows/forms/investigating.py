"""The investigation, what the family says of it, what is decided, and the end (SoL 20–23; FL 25, 31–33)."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.cases.models import Case
from coordination.clocks.actions import meet_clock, start_clock
from coordination.forms import CheckboxCards, DateInput, RadioCards
from coordination.rules.queries import value_of
from coordination.sharing.forms import months_ahead
from workflows.forms.asking import AskedForm, needs, text

ENDS = (Case.End.NO_NEED, Case.End.SUPPORT, Case.End.CARE, Case.End.TRANSFERRED)


class InvestigateMain(forms.Form):
    """The investigation by its headings."""

    plan = text(gettext_lazy("Plan: what is to be found out, and how?"), limit=3000)
    child = text(gettext_lazy("The child's development and needs"), limit=8000, rows=6)
    parents = text(gettext_lazy("The parents' capacity"), limit=8000, rows=6)
    family = text(gettext_lazy("Family and surroundings"), limit=8000, rows=6)
    talks = text(
        gettext_lazy("Talks with the child"),
        limit=6000,
        hint=gettext_lazy("They may be held without the guardians' consent (SoL 20:7). Write the child's own words."),
    )
    others = text(
        gettext_lazy("What others have said"),
        limit=6000,
        required=False,
        hint=gettext_lazy("Those under a duty to report must give what may be of importance (SoL 20:6)."),
    )
    analysis = text(gettext_lazy("Analysis: risk, protection and need"), limit=8000, rows=6)


class InvestigateForm(AskedForm):
    """Investigate."""

    kind = "investigate"
    family = "heard"
    asks = InvestigateMain
    template = "workflows/forms/investigate.html"
    submit = gettext_lazy("The investigation is ready")
    lead = gettext_lazy("Four months at most from the decision to open. Save the draft as often as you like.")

    @property
    def requests_url(self) -> str:
        """Where other agencies of the case are asked for information; nothing where none takes part."""
        others = self.case.participations.filter(status="accepted", is_lead=False)
        return reverse("info_requests", args=[self.case.reference]) if others.exists() else ""


class CommunicateMain(forms.Form):
    """What the family says of the material."""

    sent = text(gettext_lazy("To whom was it given, how and when?"), limit=1000, rows=2)
    comments = text(gettext_lazy("What did they comment?"), required=False)
    outcome = forms.ChoiceField(
        label=gettext_lazy("What follows?"),
        choices=[
            ("ready", gettext_lazy("It can be decided")),
            ("more", gettext_lazy("More must be found out first")),
        ],
        widget=RadioCards,
    )


class CommunicateForm(AskedForm):
    """Let the family read the material and comment."""

    kind = "communicate"
    family = "heard"
    asks = CommunicateMain
    lead = gettext_lazy("Parties read what the decision builds on, and may comment, before it is made (FL 25).")
    outcomes = {
        "ready": gettext_lazy("It can be decided"),
        "more": gettext_lazy("More must be found out first"),
    }


class DecideMain(forms.Form):
    """The decision, and who consents to support."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What is decided?"), choices=[(e.value, e.label) for e in ENDS], widget=RadioCards
    )
    reasons = text(gettext_lazy("Reasons"), limit=6000, rows=6)
    support = text(gettext_lazy("Which support?"), limit=3000, rows=3, required=False)
    placement = forms.BooleanField(label=gettext_lazy("The support is a placement outside the home"), required=False)
    consenting = forms.MultipleChoiceField(
        label=gettext_lazy("Who consents to the support?"),
        choices=[
            ("guardians", gettext_lazy("The guardians")),
            ("child", gettext_lazy("The child")),
        ],
        widget=CheckboxCards,
        required=False,
    )
    suitable = forms.BooleanField(label=gettext_lazy("Support on the child's own consent is suitable"), required=False)
    look_after_on = forms.DateField(
        label=gettext_lazy("Follow up on this day"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Only after a decision without support, at most six months ahead (SoL 23:1–23:5)."),
    )
    decided_by = forms.CharField(label=gettext_lazy("Who decides, by which delegation?"), max_length=160)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"), widget=DateInput, initial=timezone.localdate
    )

    def __init__(self, *args: Any, age: int | None, municipality: Any, **kwargs: Any) -> None:
        """Know how old the child is, and the rules in force."""
        super().__init__(*args, **kwargs)
        self.age, self.municipality = age, municipality

    def clean_look_after_on(self) -> date | None:
        """Refuse a day that has passed, or lies further ahead than the law allows."""
        day = self.cleaned_data["look_after_on"]
        if day and day <= timezone.localdate():
            raise ValidationError(_("Choose a day that is to come."))
        if day and day > months_ahead(value_of("concern.look_after_months", self.municipality)):
            raise ValidationError(_("That is longer than a follow-up may go on."))
        return day

    def clean(self) -> dict:
        """Support is named, and those consent who must by the child's age."""
        data = super().clean() or {}
        if data.get("outcome") == Case.End.SUPPORT:
            needs(self, "support", _("Say which support."))
            if not self._is_enough(data):
                self.add_error("consenting", self._who_must(data))
        if data.get("look_after_on") and data.get("outcome") != Case.End.NO_NEED:
            self.add_error("look_after_on", _("A follow-up is only for a decision without support."))
        return data

    def _is_enough(self, data: dict) -> bool:
        rule, who = value_of("concern.support_consent", self.municipality), data.get("consenting") or []
        if "guardians" in who:
            return self.age is None or self.age < rule["alone_from"] or "child" in who
        if data.get("placement") or self.age is None or "child" not in who:
            return False
        return self.age >= rule["suits_from"] and bool(data.get("suitable"))

    def _who_must(self, data: dict) -> str:
        rule = value_of("concern.support_consent", self.municipality)
        if data.get("placement"):
            return _("A placement always needs the guardians’ consent.")
        if self.age is None or self.age < rule["suits_from"]:
            return _("Before the child is %(age)s the guardians must consent.") % {"age": rule["suits_from"]}
        return _("The child consents together with the guardians, or alone where that is suitable.")


class DecideForm(AskedForm):
    """Decide what follows."""

    kind = "decide"
    asks = DecideMain
    topic = "plan"
    submit = gettext_lazy("Save the decision")
    lead = gettext_lazy("With reasons. Support rests on consent; care without consent is for the court.")
    outcomes = {e.value: e.label for e in ENDS}

    def options(self) -> dict[str, Any]:
        """The child's age and the municipality decide who must consent."""
        return {"age": self.child_age, "municipality": self.case.municipality}

    def do(self, run: Any, outcome: str) -> None:
        """Remember the day to follow up."""
        if self.said["look_after_on"]:
            run.data["look_after_on"] = self.said["look_after_on"].isoformat()


class ConcludeMain(forms.Form):
    """How the family was told of the outcome."""

    how = text(gettext_lazy("Who was told, how and when?"), limit=1000, rows=3)
    appeal = forms.BooleanField(
        label=gettext_lazy("They know how to appeal, where the decision can be appealed"), required=False
    )
    note = text(gettext_lazy("Closing note"), limit=3000, required=False)


class ConcludeForm(AskedForm):
    """Tell the family the outcome; then the case closes."""

    kind = "conclude"
    family = "told"
    asks: ClassVar[type[forms.Form]] = ConcludeMain
    submit = gettext_lazy("Close the case")
    lead = gettext_lazy("The family is told what was decided. Then the case closes, or waits for the follow-up.")

    def check(self) -> bool:
        """Refuse to close while a new report waits for its own protection assessment."""
        if self.case.steps.open().filter(kind__in=["protect", "acute"]).exists():
            self.main.add_error(
                None, _("A new report in this case waits for its protection assessment. Do that first.")
            )
            return False
        return True

    def do(self, run: Any, outcome: str) -> None:
        """With a follow-up, its six months run from here."""
        if run.data.get("look_after_on"):
            start_clock(self.case, "SE-D06", agency=self.step.agency, by=self.user, quiet=True)


class LookAfterMain(forms.Form):
    """How the child fares."""

    note = text(gettext_lazy("How is it now, and how do you know?"))
    again = forms.BooleanField(
        label=gettext_lazy("There is no new reason for concern, or it is reported anew"),
        help_text=gettext_lazy("A new concern is written down as a report."),
    )


class LookAfterForm(ConcludeForm):
    """Follow up after an investigation that ended without support."""

    kind = "look_after"
    family = "heard"
    asks = LookAfterMain
    lead = gettext_lazy("Six months at most after the decision. Then the case closes.")

    def do(self, run: Any, outcome: str) -> None:
        """The follow-up is ended in time."""
        meet_clock(self.case, "SE-D06", by=self.user, agency=self.step.agency)
