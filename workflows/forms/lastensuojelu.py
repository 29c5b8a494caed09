"""The Finnish steps: begin the assessment, assess the need of services, decide, client plan (LSL 25–30 §; SHL 36 §)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.cases.models import Case
from coordination.forms import CheckboxCards, DateInput, RadioCards
from coordination.rules.queries import value_of
from workflows.forms.asking import AskedForm, needs, text

BEGUN = {
    "begin": gettext_lazy("The need of services is assessed"),
    "unneeded": Case.End.UNNEEDED.label,
    "transferred": Case.End.TRANSFERRED.label,
}
DECIDED = {
    end.value: end.label
    for end in (
        Case.End.FAMILY_SERVICE,
        Case.End.CHILD_PROTECTION,
        Case.End.URGENT_PLACEMENT,
        Case.End.UNNEEDED,
        Case.End.TRANSFERRED,
    )
}


class BeginMain(forms.Form):
    """Whether the assessment begins, and that child and guardian know."""

    outcome = forms.ChoiceField(label=gettext_lazy("What is decided?"), choices=list(BEGUN.items()), widget=RadioCards)
    reasons = text(gettext_lazy("Reasons"))
    told = forms.MultipleChoiceField(
        label=gettext_lazy("Who knows that the report came in and what happens next?"),
        choices=[("child", gettext_lazy("The child")), ("guardian", gettext_lazy("A guardian"))],
        widget=CheckboxCards,
        required=False,
    )
    told_why = text(gettext_lazy("How were they told, or why not?"), limit=1000, rows=2)


class BeginAssessmentForm(AskedForm):
    """Decide by the seventh weekday whether the need of services is assessed."""

    kind = "begin_assessment"
    family = "told"
    asks = BeginMain
    submit = gettext_lazy("Save the decision")
    lead = gettext_lazy("By the seventh weekday after the report came in. Child and guardian are told.")
    outcomes = BEGUN


class AssessMain(forms.Form):
    """The assessment of the need of services."""

    child = text(gettext_lazy("The child's situation and needs"), limit=8000, rows=6)
    heard = text(
        gettext_lazy("What the child says"), required=False, hint=gettext_lazy("In the child's own words, if possible.")
    )
    family = text(gettext_lazy("The parents and the family"), limit=8000, rows=6)
    protection = forms.ChoiceField(
        label=gettext_lazy("Was the need of child protection examined?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, it is obviously not needed"))],
        widget=RadioCards,
    )
    police = forms.ChoiceField(
        label=gettext_lazy("Is there a duty to tell the police?"),
        choices=[
            ("no", gettext_lazy("No such offence is suspected")),
            ("told", gettext_lazy("Yes, and the police have been told")),
        ],
        widget=RadioCards,
        help_text=gettext_lazy(
            "A sexual offence against a child, or one against life or health with a penalty of two years or more (LSL "
            "25 §)."
        ),
    )
    summary = text(gettext_lazy("Summary: which support is needed?"), limit=6000)

    def __init__(self, *args: Any, must_hear: bool, **kwargs: Any) -> None:
        """A child who is old enough is heard."""
        super().__init__(*args, **kwargs)
        self.must_hear = must_hear

    def clean(self) -> dict:
        """What a child of that age says is written down."""
        data = super().clean() or {}
        if self.must_hear:
            needs(self, "heard", _("A child of this age is heard in its own matter."))
        return data


class AssessForm(AskedForm):
    """Assess the need of services. The child is not yet a client of child protection."""

    kind = "assess"
    family = "heard"
    asks = AssessMain
    submit = gettext_lazy("The assessment is ready")
    lead = gettext_lazy("Ready within three months of when the report came in. The child is not yet a client.")

    def options(self) -> dict[str, Any]:
        """From the age of the rule in force the child is heard; one of unknown age too."""
        age, limit = self.child_age, value_of("concern.heard_from", self.case.municipality)
        return {"must_hear": age is None or age >= limit}


class DecideServiceMain(forms.Form):
    """The decision."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What is decided?"), choices=list(DECIDED.items()), widget=RadioCards
    )
    reasons = text(gettext_lazy("Reasons"), limit=6000, rows=6)
    services = text(gettext_lazy("Which services?"), limit=3000, rows=3, required=False)
    decided_by = forms.CharField(label=gettext_lazy("Who decides?"), max_length=160)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"), widget=DateInput, initial=timezone.localdate
    )

    def clean(self) -> dict:
        """Services that are decided are named."""
        data = super().clean() or {}
        if data.get("outcome") in (Case.End.FAMILY_SERVICE, Case.End.CHILD_PROTECTION):
            needs(self, "services", _("Say which services."))
        return data


class DecideServiceForm(AskedForm):
    """Decide on the services."""

    kind = "decide_service"
    asks = DecideServiceMain
    topic = "plan"
    submit = gettext_lazy("Save the decision")
    lead = gettext_lazy("Within three months of when the report came in.")
    outcomes = DECIDED


class ClientPlanMain(forms.Form):
    """The client plan."""

    goals = text(gettext_lazy("What is to change?"), limit=3000)
    services = text(gettext_lazy("Which support and services, by whom?"), limit=4000)
    views = text(gettext_lazy("What the child and the guardians say of it"), limit=3000)
    review_on = forms.DateField(
        label=gettext_lazy("Looked at again on"),
        widget=DateInput,
        help_text=gettext_lazy("At least once a year."),
    )


class ClientPlanForm(AskedForm):
    """Write the client plan of a child who is a client of child protection now."""

    kind = "client_plan"
    family = "heard"
    asks = ClientPlanMain
    topic = "plan"
    lead = gettext_lazy("Together with the child and the guardians (LSL 30 §).")
