"""The steps of an Ankkuri team: the contact, screening, the decision after a meeting, and what ends the work."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency
from coordination.forms import CheckboxCards, DateInput, RadioCards
from workflows.forms.base import Part, StepForm
from workflows.forms.exits import own_text

OWN = gettext_lazy("Stays in your agency, unless you share it.")


class TeamContactMain(forms.Form):
    """Who got in touch, about what, and whether the duty to report was thought of."""

    by_whom = forms.ChoiceField(
        label=gettext_lazy("Who got in touch?"),
        choices=[
            ("police", gettext_lazy("Police")),
            ("school", gettext_lazy("School")),
            ("social", gettext_lazy("Social services")),
            ("guardian", gettext_lazy("A parent or guardian")),
            ("youth", gettext_lazy("The young person")),
            ("other", gettext_lazy("Somebody else")),
        ],
        widget=RadioCards,
    )
    about = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[
            ("offence", gettext_lazy("An offence, or a suspicion of one")),
            ("drugs", gettext_lazy("Drugs or alcohol")),
            ("radical", gettext_lazy("Signs of violent radicalisation")),
            ("support", gettext_lazy("A need of help from several professions")),
        ],
        widget=CheckboxCards,
    )
    duty = forms.ChoiceField(
        label=gettext_lazy("Does the child welfare need to know at once (Child Welfare Act, section 25)?"),
        choices=[
            ("made", gettext_lazy("Yes, the report is made")),
            ("no", gettext_lazy("No need that must be reported has come up")),
        ],
        widget=RadioCards(hints={"made": gettext_lazy("The duty is personal and does not wait for the team.")}),
    )
    note = own_text(gettext_lazy("What has happened?"), OWN, required=True)


class TeamContactForm(StepForm):
    """Take a contact to the team."""

    kind = "team_contact"
    lead = gettext_lazy("Anybody may turn to any member of the team. It is voluntary, and free.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": TeamContactMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        said = self.said
        self.write(said["note"], data={name: said[name] for name in ("by_whom", "about", "duty")})
        return "done"


class TeamScreenMain(forms.Form):
    """Whether the team meets the young person, and who of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What does the team decide?"),
        choices=[
            ("meet", gettext_lazy("Meet the young person and the family")),
            ("refer", gettext_lazy("Refer at once to ordinary services")),
            ("child_report", gettext_lazy("Make a child welfare report")),
            ("no_need", gettext_lazy("No need of the team")),
        ],
        widget=RadioCards,
    )
    team = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Which professions meet them?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("They are asked when the young person and the guardian have consented."),
    )
    note = own_text(gettext_lazy("Why?"), OWN)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        """Offer ``agencies``."""
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """A meeting is with somebody; anything else has its reason."""
        data = super().clean() or {}
        if data.get("outcome") == "meet" and "team" in data and not data["team"]:
            self.add_error("team", _("Choose who meets them."))
        if data.get("outcome") not in (None, "meet") and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why."))
        return data


class TeamScreenForm(StepForm):
    """Screen in the team: choose who meets."""

    kind = "team_screen"
    lead = gettext_lazy("The case goes through the team, which chooses who meets the young person and the family.")
    outcomes = {
        "meet": gettext_lazy("The team meets the family"),
        "refer": gettext_lazy("Referred to ordinary services"),
        "child_report": gettext_lazy("A child welfare report is made"),
        "no_need": gettext_lazy("No need of the team"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """Offer the agencies of the municipality."""
        case = self.case
        agencies = Agency.objects.filter(municipality=case.municipality).exclude(pk=case.lead_agency_id)
        return {"main": TeamScreenMain(data, agencies=agencies.order_by("name"))}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        said = self.said
        data = {"team": [str(agency.pk) for agency in said["team"]]}
        self.write(said["note"] or _("The team has screened."), data=data)
        return said["outcome"]


class TeamDecideMain(forms.Form):
    """What came of the meeting, and how it goes on."""

    mapped = forms.MultipleChoiceField(
        label=gettext_lazy("What was talked through?"),
        choices=[
            ("home", gettext_lazy("Home and family")),
            ("school", gettext_lazy("School")),
            ("leisure", gettext_lazy("Leisure and friends")),
            ("health", gettext_lazy("Health")),
            ("substances", gettext_lazy("Drugs and alcohol")),
            ("strengths", gettext_lazy("Strengths")),
        ],
        widget=CheckboxCards,
    )
    law = forms.BooleanField(label=gettext_lazy("Law and responsibility were talked about"), required=False)
    words = own_text(gettext_lazy("In the young person's own words"), OWN)
    note = own_text(gettext_lazy("Your assessment"), OWN)
    outcome = forms.ChoiceField(
        label=gettext_lazy("How does it go on?"),
        choices=[
            ("more", gettext_lazy("Meet once more")),
            ("refer", gettext_lazy("Refer to ordinary services")),
            ("child_report", gettext_lazy("Make a child welfare report")),
            ("no_need", gettext_lazy("No need of further help")),
        ],
        widget=RadioCards,
    )


class TeamDecideForm(StepForm):
    """Decide after the meeting with the young person and the family."""

    kind = "team_decide"
    family = "heard"
    lead = gettext_lazy(
        "You have met the young person and the family and seen the whole situation. It is to stay short."
    )
    outcomes = {
        "more": gettext_lazy("They meet once more"),
        "refer": gettext_lazy("Referred to ordinary services"),
        "child_report": gettext_lazy("A child welfare report is made"),
        "no_need": gettext_lazy("No need of further help"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": TeamDecideMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        said = self.said
        data = {"mapped": said["mapped"], "law": said["law"]}
        self.write(said["note"] or _("The team has met the family."), data=data)
        self.write(said["words"], title=_("In the young person's own words"), topic="home")
        return said["outcome"]


class ReferOnMain(forms.Form):
    """Which services take over."""

    services = forms.MultipleChoiceField(
        label=gettext_lazy("Which services take over?"),
        choices=[
            ("social", gettext_lazy("Social services for families")),
            ("welfare", gettext_lazy("Pupil welfare")),
            ("youth", gettext_lazy("Youth work")),
            ("health", gettext_lazy("Health care")),
            ("substances", gettext_lazy("Help against drugs")),
            ("mediation", gettext_lazy("Mediation")),
            ("other", gettext_lazy("Another service")),
        ],
        widget=CheckboxCards,
    )
    met = forms.BooleanField(
        label=gettext_lazy("The young person and the family know whom to turn to, and the service expects them")
    )
    note = own_text(gettext_lazy("Note"), OWN)


class ReferOnForm(StepForm):
    """Refer to ordinary services; the work of the team ends with it."""

    kind = "refer_on"
    submit = gettext_lazy("Refer and close")
    lead = gettext_lazy("The team's work is short: ordinary services take over, and the case closes.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ReferOnMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        self.write(self.said["note"] or _("Referred."), data={"services": self.said["services"]})
        return "done"


class ChildReportMain(forms.Form):
    """That the report is made, and whether the family knows."""

    made_on = forms.DateField(label=gettext_lazy("When was the report made?"), widget=DateInput)
    told = forms.ChoiceField(
        label=gettext_lazy("Does the family know?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=RadioCards,
    )
    note = own_text(gettext_lazy("If not: why?"), OWN)

    def clean(self) -> dict:
        """Not telling needs its reason."""
        data = super().clean() or {}
        if data.get("told") == "no" and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why the family does not know."))
        return data


class ChildReportForm(StepForm):
    """Note that the child welfare report is made; the child welfare goes on from here."""

    kind = "child_report"
    submit = gettext_lazy("Note and close")
    lead = gettext_lazy(
        "Make the report in the way of the wellbeing services county. That it is made is noted here; the case closes."
    )

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ChildReportMain(data)}

    def apply(self, run: Any) -> str:
        """Keep that it is made."""
        said = self.said
        data = {"made_on": said["made_on"].isoformat(), "told": said["told"]}
        self.write(said["note"] or _("A child welfare report was made."), data=data)
        return "done"
