"""What the police do in exit support: assess the threat, and check their own conditions."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency
from coordination.exits import queries
from coordination.exits.actions import assess_threat
from coordination.exits.models import ThreatLevel
from coordination.forms import CheckboxCards, DateInput, RadioCards
from workflows.forms.base import Part, StepForm


class ThreatMain(forms.Form):
    """A level, until when it holds, and measures. There is no field for why."""

    level = forms.ChoiceField(
        label=gettext_lazy("Level of the threat"), choices=ThreatLevel.Level.choices, widget=RadioCards
    )
    valid_until = forms.DateField(
        label=gettext_lazy("It holds until"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Left empty: as long as the level may hold. Before that day you assess it anew."),
    )
    measures = forms.MultipleChoiceField(
        label=gettext_lazy("Measures to take"),
        required=False,
        choices=ThreatLevel.Measure.choices,
        widget=CheckboxCards,
    )
    share = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Who is told level and measures?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("Only agencies that may know it and that the consent covers."),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], days: dict[str, int], **kwargs: Any) -> None:
        """Offer ``agencies``; ``days`` says how long each level holds."""
        super().__init__(*args, **kwargs)
        self.days = days
        self.fields["share"].queryset = agencies  # type: ignore[attr-defined]
        hints = {level: _("Holds at most %(days)s days") % {"days": number} for level, number in days.items()}
        self.fields["level"].widget.hints = hints

    def clean(self) -> dict:
        """Without a day it holds as long as it may."""
        data = super().clean() or {}
        if data.get("level") and not data.get("valid_until") and "valid_until" not in self.errors:
            data["valid_until"] = timezone.localdate() + timedelta(days=self.days[data["level"]])
        return data

    def clean_valid_until(self) -> date | None:
        """Refuse a day that has passed."""
        day = self.cleaned_data["valid_until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed. Choose a later one."))
        return day


class ThreatForm(StepForm):
    """Assess the threat: police only, and without a word of why."""

    kind = "threat"
    template = "workflows/forms/threat.html"
    audience = "chosen"
    submit = gettext_lazy("Note the level")
    lead = gettext_lazy(
        "You have assessed the threat. Here stand the level and the measures; why stays in the police's own files."
    )
    outcomes = {"done": gettext_lazy("The threat is assessed")}

    def make(self, data: Any) -> dict[str, Part]:
        """Offer who may be told."""
        told = queries.token_readers(self.case, self.step.agency)
        rows = Agency.objects.filter(pk__in=[a.pk for a in told]).order_by("name")
        days = {level: queries.longest_valid(level, self.case.municipality) for level in ThreatLevel.Level.values}
        here = [a.pk for a in told if a.municipality_id == self.case.municipality_id]
        first: dict[str, Any] = {"share": here}
        if former := queries.current_threat(self.case):
            first |= {"level": former.level, "measures": former.measures}
        return {"main": ThreatMain(data, agencies=rows, days=days, initial=first)}

    @property
    def former(self) -> ThreatLevel | None:
        """The level assessed before, as far as the reader may see it."""
        return queries.threat_for(self.user, self.case)

    def chosen_readers(self) -> list:
        """Return the agencies ticked so far."""
        ticked = {str(pk) for pk in self.main["share"].value() or []}
        return [a for a in self.main.fields["share"].queryset if str(a.pk) in ticked]

    def apply(self, run: Any) -> str:
        """Note the level and give it to whom it was chosen for."""
        said = self.said
        assess_threat(
            self.case,
            by=self.user,
            agency=self.step.agency,
            level=said["level"],
            valid_until=said["valid_until"],
            measures=said["measures"],
            share_with=said["share"],
            step=self.step,
        )
        return "done"


class RenewThreatForm(ThreatForm):
    """Assess the threat anew, before the level runs out."""

    kind = "renew_threat"
    lead = gettext_lazy("The level runs out. Assess the threat anew; why it is so stays in the police's own files.")


CONDITIONS = [
    ("motivated", gettext_lazy("The person is motivated to leave crime")),
    ("consents", gettext_lazy("The person consents")),
    ("signed", gettext_lazy("The person has signed the form of the police")),
    ("no_witness", gettext_lazy("The person is not a witness under protection")),
]


class PoliceTermsMain(forms.Form):
    """The conditions under which the police open their own exit case."""

    conditions = forms.MultipleChoiceField(
        label=gettext_lazy("Which conditions are met?"),
        required=False,
        choices=CONDITIONS,
        widget=CheckboxCards,
        help_text=gettext_lazy("The last condition, that social services have decided help, is the next step."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Do the police open an exit case?"),
        choices=[
            ("met", gettext_lazy("Yes, when social services have decided help")),
            ("not_yet", gettext_lazy("Not yet: something is missing")),
            ("not_open", gettext_lazy("No")),
        ],
        widget=RadioCards,
    )

    def clean(self) -> dict:
        """A yes needs all of them."""
        data = super().clean() or {}
        met = set(data.get("conditions") or [])
        if data.get("outcome") == "met" and "conditions" in data and met != {code for code, _label in CONDITIONS}:
            self.add_error("conditions", _("All conditions must be met. If one is missing, choose “Not yet”."))
        return data


class PoliceTermsForm(StepForm):
    """Check the conditions of the police. The lead agency reads which of them are met, and nothing besides."""

    kind = "police_terms"
    audience = "chosen"
    lead = gettext_lazy("The police open an exit case of their own when their conditions are met.")
    outcomes = {
        "met": gettext_lazy("The conditions are met"),
        "not_yet": gettext_lazy("Something is missing"),
        "not_open": gettext_lazy("The police open no exit case"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": PoliceTermsMain(data)}

    def chosen_readers(self) -> list:
        """The agency that leads the case reads it."""
        return [a for a in self._other_agencies() if a.pk == self.case.lead_agency_id]

    def apply(self, run: Any) -> str:
        """Tell the lead agency which conditions are met."""
        met, said = self.said["conditions"], dict(CONDITIONS)
        lines = [_("Met: %(what)s") % {"what": said[code]} for code in said if code in met]
        lines += [_("Not met: %(what)s") % {"what": said[code]} for code in said if code not in met]
        self.write("\n".join(lines), data={"conditions": met}, share_with=self.chosen_readers())
        return self.said["outcome"]
