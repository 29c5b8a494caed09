"""The pages of a report of concern: short enough for a phone, and nothing required that a notifier may not know."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.documents.forms import FileForm
from coordination.forms import DateInput, LongText, RadioCards, TimeInput
from coordination.people import identity
from coordination.reports.models import Report, ReportedGuardian

LONG_AGO = timedelta(days=90)
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
NOTHING = _("Write at least a name, an age or an identity number.")


class FromForm(forms.Form):
    """How a report that intake writes down came in, and from whom."""

    to = forms.ChoiceField(label=_("For which unit is it?"), widget=RadioCards())
    channel = forms.ChoiceField(
        label=_("How did it come in?"),
        choices=[c for c in Report.Channel.choices if c[0] != Report.Channel.FORM],
        widget=RadioCards(),
    )
    arrived_on = forms.DateField(label=_("Which day did it come in?"), widget=DateInput())
    arrived_time = forms.TimeField(
        label=_("At what time?"), widget=TimeInput(), help_text=_("The days of the law are counted from here.")
    )
    source = forms.ChoiceField(
        label=_("Who reports?"),
        choices=[c for c in Report.Source.choices if c[0] != Report.Source.MEMBER],
        widget=RadioCards(
            hints={
                "private": _("Who it is is seen only by those who receive the report and who work in the case."),
                "anonymous": _("Write no name and nothing that tells who it is. That is allowed."),
            }
        ),
    )
    notifier_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    notifier_role = forms.CharField(label=_("Profession or relation to the child"), max_length=120, required=False)
    notifier_unit = forms.CharField(label=_("Workplace"), max_length=120, required=False)
    notifier_phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    shielded = forms.BooleanField(
        label=_("Protect who reports"),
        required=False,
        help_text=_("Then only those who receive the report and who work in the case see who it was."),
    )

    def __init__(self, *args: Any, agencies: list, **kwargs: Any) -> None:
        """Leave the first question out where there is nothing to choose."""
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["to"].choices = [(str(a.pk), a.name) for a in agencies]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            del self.fields["to"]

    @property
    def to_agency(self) -> Any:
        """The receiving agency that was chosen, or the only one."""
        chosen = self.cleaned_data.get("to")
        return next((a for a in self.agencies if str(a.pk) == chosen), self.agencies[0])

    def clean(self) -> dict[str, Any]:
        """Put the moment together, and keep nothing of somebody anonymous."""
        data = super().clean() or self.cleaned_data
        on, at = data.get("arrived_on"), data.get("arrived_time")
        if on and at:
            data["arrived_at"] = self._moment(on, at)
            if data["arrived_at"] > timezone.now():
                self.add_error("arrived_on", _("The report cannot have come in later than now."))
            elif data["arrived_at"] < timezone.now() - LONG_AGO:
                self.add_error("arrived_on", _("That is long ago. Look at the date."))
        if data.get("source") == Report.Source.ANONYMOUS:
            data |= dict.fromkeys(("notifier_name", "notifier_role", "notifier_unit", "notifier_phone"), "")
        elif data.get("source") == Report.Source.PROFESSIONAL and not data.get("notifier_name"):
            self.add_error("notifier_name", _("Who reports in their work gives their name."))
        return data

    def _moment(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, ZoneInfo(self.to_agency.municipality.time_zone))


class ChildForm(forms.Form):
    """One child, as far as the notifier knows."""

    given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    identity_number = forms.CharField(
        label=_("Identity number"), max_length=20, required=False, help_text=_("Leave it empty if it is not known.")
    )
    age = forms.CharField(
        label=_("Age, if the number is not known"), max_length=40, required=False, help_text=_("For example: about 11.")
    )
    school = forms.CharField(label=_("School or preschool"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    address_unknown = forms.BooleanField(label=_("I do not know the address"), required=False)
    language = forms.CharField(label=_("Language"), max_length=40, required=False)
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    protected = forms.BooleanField(
        label=_("Has protected personal data"),
        required=False,
        help_text=_("Then address and school are not kept, even if they are filled in."),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        """Read identity numbers by the rules of the country."""
        super().__init__(*args, **kwargs)
        self.country = country
        self.born: date | None = None
        for name in ("given_name", "family_name", "identity_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_identity_number(self) -> str:
        """Check the number and remember the date of birth it tells."""
        typed = self.cleaned_data["identity_number"]
        if not typed:
            return ""
        told = identity.parse(typed, self.country)
        self.born = told.birth_date
        return told.number

    def clean(self) -> dict[str, Any]:
        """Something must tell which child it is; where a protected child is, is not kept."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.get(n) for n in ("given_name", "family_name", "identity_number", "age")):
            self.add_error("given_name", NOTHING)
        if data.get("protected"):
            data |= {"address": "", "school": ""}
        data["birth_date"] = self.born
        return data


class GuardianForm(forms.Form):
    """One guardian, as far as the notifier knows; nothing typed is nobody."""

    given_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    custody = forms.ChoiceField(
        label=_("Custody"), choices=ReportedGuardian.Custody.choices, initial=ReportedGuardian.Custody.UNKNOWN
    )

    def clean(self) -> dict[str, Any]:
        """A phone belongs to somebody."""
        data = super().clean() or self.cleaned_data
        if data.get("phone") and not (data.get("given_name") or data.get("family_name")):
            self.add_error("given_name", _("Write whose phone it is."))
        return data


class ConcernForm(forms.Form):
    """What has happened: what was seen and heard apart from what one makes of it."""

    facts = forms.CharField(
        label=_("What have you seen or heard?"),
        max_length=6000,
        widget=LongText(6000),
        help_text=_("Only what happened: who said or did what, and when. What you make of it comes next."),
    )
    interpretation = forms.CharField(
        label=_("What do you make of it?"), max_length=3000, required=False, widget=LongText(3000, rows=3)
    )
    happened = forms.CharField(
        label=_("When did it happen?"), max_length=200, required=False, help_text=_("For example: this morning.")
    )
    injuries = forms.ChoiceField(
        label=_("Has the child injuries?"), choices=Report.Injuries.choices, widget=RadioCards()
    )
    injuries_text = forms.CharField(
        label=_("Which injuries?"), max_length=1000, required=False, widget=LongText(1000, rows=2)
    )
    danger = forms.ChoiceField(
        label=_("Is the child in danger now?"),
        choices=YES_NO,
        widget=RadioCards(hints={"yes": _("Ring 112 first. Then call social services too; do not only write.")}),
    )
    danger_why = forms.CharField(
        label=_("What is the danger?"), max_length=1000, required=False, widget=LongText(1000, rows=2)
    )
    child_words = forms.CharField(
        label=_("What has the child said, in its own words?"),
        max_length=3000,
        required=False,
        widget=LongText(3000, rows=3),
    )

    def clean(self) -> dict[str, Any]:
        """Danger and injuries are described."""
        data = super().clean() or self.cleaned_data
        if data.get("danger") == "yes" and not data.get("danger_why"):
            self.add_error("danger_why", _("Say what the danger is."))
        if data.get("injuries") == Report.Injuries.YES and not data.get("injuries_text"):
            self.add_error("injuries_text", _("Say which injuries."))
        return data


class MoreForm(forms.Form):
    """The family, earlier contacts, and what the notifier wants."""

    agency = forms.ChoiceField(label=_("For which agency do you report?"), widget=RadioCards())
    to = forms.ChoiceField(label=_("Where do you send it?"), widget=RadioCards())
    earlier = forms.CharField(
        label=_("What has been done before?"),
        max_length=2000,
        required=False,
        widget=LongText(2000, rows=3),
        help_text=_("Talks with the family, support, earlier reports."),
    )
    family_told = forms.ChoiceField(
        label=_("Has the family been told about the report?"),
        choices=YES_NO,
        widget=RadioCards(hints={"no": _("If you fear for the child, do not tell the family first.")}),
    )
    family_told_text = forms.CharField(
        label=_("What did they say, or why have they not been told?"),
        max_length=1000,
        required=False,
        widget=LongText(1000, rows=2),
    )
    duty = forms.BooleanField(
        label=_("I report because the law obliges me to in my work"), required=False, initial=True
    )
    wants_meeting = forms.BooleanField(label=_("I can come to a meeting with the child and the family"), required=False)
    wants_feedback = forms.BooleanField(
        label=_("I want to know whether an investigation is opened"),
        required=False,
        help_text=_("Nothing more than that may be told. You can ask later too."),
    )

    def __init__(self, *args: Any, agencies: list, receivers: list, intake: bool, country: str, **kwargs: Any) -> None:
        """Leave out what there is nothing to choose of; intake has said it on its own page."""
        super().__init__(*args, **kwargs)
        for name, rows in (("agency", agencies), ("to", receivers)):
            self.fields[name].choices = [(str(a.pk), a.name) for a in rows]  # type: ignore[attr-defined]
            if intake or len(rows) < 2:
                del self.fields[name]
        if intake:
            self.fields["duty"].label = _("The law obliges the notifier to report")
            self.fields["duty"].initial = False
            self.fields["wants_meeting"].label = _("The notifier can come to a meeting")
            self.fields["wants_feedback"].label = _("The notifier wants to know whether an investigation is opened")
        if country != "SE":
            del self.fields["wants_feedback"]

    def clean(self) -> dict[str, Any]:
        """Why the family was not told is said."""
        data = super().clean() or self.cleaned_data
        if data.get("family_told") == "no" and not data.get("family_told_text"):
            self.add_error("family_told_text", _("Say why the family has not been told."))
        return data


class AttachForm(FileForm):
    """One file to send with the report."""
