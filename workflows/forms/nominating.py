"""A social intervention group begins: who is nominated, on which grounds agencies exchange, and who coordinates."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency, User
from coordination.cases.actions import change_coordinator
from coordination.forms import DateInput, LongText, RadioCards
from coordination.rules.queries import value_of
from coordination.sharing.grounds import offers
from coordination.sharing.models import Entry, LegalBasis
from permissions import policy
from permissions.roles import Act
from workflows.forms.base import Part, StepForm
from workflows.forms.needing import not_to_come


class NominateMain(forms.Form):
    """Who nominates, and why."""

    nominated_by = forms.CharField(label=gettext_lazy("Who nominates?"), max_length=160)
    nominated_on = forms.DateField(label=gettext_lazy("When?"), widget=DateInput, validators=[not_to_come])
    why = forms.CharField(
        label=gettext_lazy("Which concrete circumstances?"),
        max_length=3000,
        widget=LongText(3000, rows=4),
        help_text=gettext_lazy(
            "What has been seen or said, by whom. No guesses, and nothing about other young people."
        ),
    )
    urgent = forms.CharField(
        label=gettext_lazy("What cannot wait?"),
        required=False,
        max_length=1000,
        widget=LongText(1000, rows=2),
        help_text=gettext_lazy("A report of concern is made at once, beside this case."),
    )


class NominateForm(StepForm):
    """Nominate a young person."""

    kind = "nominate"
    lead = gettext_lazy("Somebody finds that this young person is active in crime, or about to be.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": NominateMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the nomination in the own agency."""
        said = self.said
        facts = {"by": said["nominated_by"], "on": said["nominated_on"].isoformat()}
        self.write("\n\n".join(text for text in (said["why"], said["urgent"]) if text), topic="crime", data=facts)
        return "done"


class GroundRow(forms.Form):
    """On which ground the lead agency gives one agency what it needs, and on which it gets something back."""

    def __init__(self, *args: Any, agency: Agency, gives: list[LegalBasis], gets: list[LegalBasis], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.agency = agency
        nothing = ("", _("Not part of the team"))
        self.fields["gives"] = forms.ChoiceField(
            label=_("We give on this ground"), required=False, choices=[nothing, *_choices(gives)]
        )
        self.fields["gets"] = forms.ChoiceField(
            label=_("They give on this ground"), required=False, choices=[("", _("Nothing yet")), *_choices(gets)]
        )


class CheckMain(forms.Form):
    """What follows from the check."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("grounds", gettext_lazy("Go on by these grounds")),
            ("consent", gettext_lazy("Inform the family and ask for consent besides")),
            ("not_target", gettext_lazy("End here: no ground carries the work")),
        ],
        widget=RadioCards(hints={"not_target": gettext_lazy("The case is closed")}),
    )
    note = forms.CharField(label=gettext_lazy("Your assessment"), max_length=2000, widget=LongText(2000, rows=4))


class CheckGroundForm(StepForm):
    """Check the grounds, agency by agency."""

    kind = "check_ground"
    template = "workflows/forms/check_ground.html"
    lead = gettext_lazy(
        "No consent is assumed. Choose for every agency of the team the ground on which each gives the other what it "
        "needs. Every disclosure is still judged for itself."
    )
    outcomes = {
        "grounds": gettext_lazy("The work goes on by grounds of law"),
        "consent": gettext_lazy("Consent is asked for besides"),
        "not_target": gettext_lazy("No ground carries the work"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """A row for each agency that could be in the team."""
        rows = {a.pk.hex: self._row(a, data) for a in others_of(self.case)}
        return {**rows, "main": CheckMain(data)}

    @property
    def rows(self) -> list[GroundRow]:
        """The agencies with their grounds."""
        return [part for part in self.parts.values() if isinstance(part, GroundRow)]

    def check(self) -> bool:
        """Going on needs somebody to work with."""
        chosen = any(row.cleaned_data.get("gives") for row in self.rows)
        if self.said["outcome"] != "not_target" and not chosen:
            self.main.add_error("outcome", _("Choose a ground for at least one agency."))
            return False
        return True

    def apply(self, run: Any) -> str:
        """Keep the assessment and, for the invitations, the grounds by their codes in the own agency."""
        said = {str(row.agency.pk): row.cleaned_data for row in self.rows if row.cleaned_data.get("gives")}
        grounds = {agency: [row["gives"], row["gets"]] for agency, row in said.items()}
        self.write(self.said["note"], data={"grounds": grounds})
        return self.said["outcome"]

    def _row(self, agency: Agency, data: Any) -> GroundRow:
        gives = place_grounds(self.case, agency)
        gets = offers(self.case, agency, self.case.lead_agency)
        return GroundRow(data, prefix=f"a{agency.pk.hex}", agency=agency, gives=gives, gets=gets)


class NameLeadMain(forms.Form):
    """Who coordinates."""

    coordinator = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who coordinates the team?"), empty_label=None, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("What was agreed about who leads?"),
        required=False,
        max_length=1000,
        widget=LongText(1000, rows=3),
    )


class NameLeadForm(StepForm):
    """Name the agency and the person who coordinate."""

    kind = "name_lead"
    lead = gettext_lazy("One agency coordinates, by one person. Everybody in the team turns there.")

    def make(self, data: Any) -> dict[str, Part]:
        """Offer the people of the lead agency who have access."""
        form = NameLeadMain(data, initial={"coordinator": self.case.coordinator_id})
        inside = policy.people_who_can(Act.WRITE, self.case, agency=self.case.lead_agency)
        field = form.fields["coordinator"]
        field.queryset = User.objects.filter(pk__in=[u.pk for u in inside])  # type: ignore[attr-defined]
        field.widget = RadioCards()
        field.widget.choices = field.choices  # type: ignore[attr-defined]
        field.help_text = _("%(agency)s coordinates.") % {"agency": self.case.lead_agency}
        return {"main": form}

    def apply(self, run: Any) -> str:
        """Note who coordinates; another colleague takes over."""
        self.write(self.said["note"] or _("%(agency)s coordinates.") % {"agency": self.case.lead_agency})
        if self.said["coordinator"] != self.case.coordinator:
            change_coordinator(self.case, by=self.user, to=self.said["coordinator"])
        return "done"


def others_of(case: Any) -> list[Agency]:
    """Return the agencies of the municipality that could be in the team, besides the one that leads."""
    rows = Agency.objects.filter(municipality=case.municipality_id).exclude(pk=case.lead_agency_id)
    return list(rows.exclude(kind=Agency.Kind.PROGRAMME).order_by("name"))


def checked_grounds(case: Any) -> dict[str, LegalBasis]:
    """Return for each agency (by its key) the ground that was chosen for its place, as it was checked last."""
    entry = Entry.objects.filter(case=case, step__kind="check_ground").order_by("-written_at").first()
    codes = {agency: codes[0] for agency, codes in (entry.data.get("grounds", {}) if entry else {}).items()}
    rows = LegalBasis.objects.filter(code__in=codes.values()).order_by("code", "-version").distinct("code")
    bases = {basis.code: basis for basis in rows}
    return {agency: bases[code] for agency, code in codes.items() if code in bases}


def place_grounds(case: Any, agency: Agency) -> list[LegalBasis]:
    """Return the grounds on which an agency may have a place in the team.

    What the lead agency may give it on, and the narrow grounds of the rules, each for its own reason.
    """
    found = offers(case, case.lead_agency, agency)
    codes = set(value_of("sig.narrow_grounds", case.municipality)) - {basis.code for basis in found}
    rows = LegalBasis.objects.filter(code__in=codes, valid_to=None).order_by("code", "-version").distinct("code")
    return [*found, *rows]


def _choices(bases: list[LegalBasis]) -> list[tuple[str, str]]:
    return [(basis.code, str(basis)) for basis in bases]
