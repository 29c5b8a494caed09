"""Before the agencies come in: consulting without names, telling the family, screening."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import DateInput, LongText, RadioCards
from coordination.people import identity
from coordination.people.actions import add_person
from coordination.people.forms import PersonForm, PossiblePersonForm
from coordination.people.models import Person
from workflows.forms.base import Part, StepForm

NUMBERS = re.compile(r"(?<![0-9A-Z])[0-9]{6,8}[-+–−A-FU-Y ]?[0-9]{3}[0-9A-Y](?![0-9A-Z])", re.IGNORECASE)


def has_number(text: str) -> bool:
    """Say whether a text holds something that reads as an identity number of either country."""
    for found in NUMBERS.findall(text):
        for country in ("SE", "FI"):
            try:
                identity.parse(found, country)
            except ValidationError:
                continue
            return True
    return bool(re.search(r"(?<![0-9])(?:[0-9]{8}|[0-9]{6})[-+–−][0-9]{4}(?![0-9])", text))


class ConsultMain(forms.Form):
    """What was talked about, without saying about whom."""

    note = forms.CharField(
        label=gettext_lazy("What was talked about?"),
        max_length=3000,
        widget=LongText(3000),
        help_text=gettext_lazy("No names, no numbers, nothing that tells who it is about."),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("proceed", gettext_lazy("Go on: inform the family and ask for consent")),
            ("end", gettext_lazy("End here: advice was enough")),
        ],
        widget=RadioCards,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why does it end here?"), required=False, max_length=500, widget=LongText(500, rows=2)
    )
    nameless = forms.BooleanField(label=gettext_lazy("I have checked that nobody can be recognised in the text"))

    def clean_note(self) -> str:
        """Refuse identity numbers."""
        return _without_number(self.cleaned_data["note"])

    def clean_reason(self) -> str:
        """Refuse identity numbers here too."""
        return _without_number(self.cleaned_data["reason"])

    def clean(self) -> dict:
        """An ending needs its reason."""
        data = super().clean() or {}
        if data.get("outcome") == "end" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it ends here."))
        return data


class ConsultForm(StepForm):
    """Consult without names."""

    kind = "consult"
    lead = gettext_lazy(
        "Somebody is worried and asks for advice. Write what was said so that nobody can be recognised."
    )
    outcomes = {"proceed": gettext_lazy("The work goes on with the family"), "end": gettext_lazy("Advice was enough")}

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ConsultMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the note in the own agency."""
        text = "\n\n".join(t for t in (self.said["note"], self.said["reason"]) if t)
        self.write(text)
        return self.said["outcome"]


class InformMain(forms.Form):
    """How the family was told, and what the child says."""

    how = forms.ChoiceField(
        label=gettext_lazy("How was the family told?"),
        choices=[
            ("meeting", gettext_lazy("At a meeting")),
            ("phone", gettext_lazy("By phone")),
            ("letter", gettext_lazy("By letter")),
        ],
        widget=RadioCards,
    )
    told_on = forms.DateField(label=gettext_lazy("When?"), widget=DateInput)
    note = forms.CharField(
        label=gettext_lazy("What did they want to know?"),
        required=False,
        max_length=2000,
        widget=LongText(2000, rows=3),
    )
    child = forms.CharField(
        label=gettext_lazy("The child's own view"),
        required=False,
        max_length=2000,
        widget=LongText(2000, rows=3),
        help_text=gettext_lazy("In the child's own words, as far as possible."),
    )


class InformForm(StepForm):
    """Inform the family; register the child and the guardians if they are not there yet."""

    kind = "inform"
    family = "heard"
    template = "workflows/forms/inform.html"
    lead = gettext_lazy(
        "Tell the family what working together means: who would share what, that it is voluntary, and that they may "
        "change their mind at any time."
    )

    def make(self, data: Any) -> dict[str, Part]:
        """Ask for the people only while they are missing."""
        country, people = self.case.municipality.country, list(self.case.people.all())
        parts: dict[str, Part] = {}
        if not any(p.role == Person.Role.CHILD for p in people):
            parts["child"] = PersonForm(data, prefix="child", country=country, role=Person.Role.CHILD)
        if not any(p.role == Person.Role.GUARDIAN for p in people):
            for name in ("guardian1", "guardian2"):
                parts[name] = PossiblePersonForm(data, prefix=name, country=country, role=Person.Role.GUARDIAN)
        return {**parts, "main": InformMain(data)}

    @property
    def people(self) -> list[tuple[str, Any]]:
        """The forms of people with their headings."""
        titles = {"child": _("The child"), "guardian1": _("Guardian 1"), "guardian2": _("Guardian 2")}
        return [(titles[name], part) for name, part in self.parts.items() if name in titles]

    def apply(self, run: Any) -> str:
        """Register the people, and keep what was said in the own agency."""
        for _title, form in self.people:
            if form.has_changed():
                add_person(self.case, form.details(), by=self.user)
        told = {"how": self.said["how"], "told_on": self.said["told_on"].isoformat()}
        self.write(self.said["note"] or _("The family was told."), data=told)
        self.write(self.said["child"], title=_("The child's own view"), topic="home")
        return "done"


class ScreenMain(forms.Form):
    """Is this the right way of working?"""

    known = forms.ChoiceField(
        label=gettext_lazy("Is there already something open in social services?"),
        choices=[("no", gettext_lazy("No")), ("yes", gettext_lazy("Yes")), ("unknown", gettext_lazy("Not known"))],
        widget=RadioCards,
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Is this for joint work?"),
        choices=[
            ("proceed", gettext_lazy("Yes, invite the agencies")),
            ("not_target", gettext_lazy("No, another way of working fits better")),
        ],
        widget=RadioCards(hints={"not_target": gettext_lazy("The case is closed")}),
    )
    note = forms.CharField(
        label=gettext_lazy("Your assessment"),
        required=False,
        max_length=2000,
        widget=LongText(2000, rows=4),
        help_text=gettext_lazy("Needed if the case is not for joint work."),
    )

    def clean(self) -> dict:
        """A no needs its reason."""
        data = super().clean() or {}
        if data.get("outcome") == "not_target" and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why another way fits better."))
        return data


class ScreenForm(StepForm):
    """Screen the concern."""

    kind = "screen"
    lead = gettext_lazy("Check the target group and what is already going on, before anybody is invited.")
    outcomes = {
        "proceed": gettext_lazy("For joint work"),
        "not_target": gettext_lazy("Another way of working fits better"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ScreenMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the assessment in the own agency."""
        self.write(self.said["note"] or _("Screened."), data={"known": self.said["known"]})
        return self.said["outcome"]


def _without_number(text: str) -> str:
    if has_number(text):
        raise ValidationError(_("The text holds an identity number. Take it out."))
    return text
