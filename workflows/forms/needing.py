"""A coordinated individual plan begins: the need, what matters to the person, and the questions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import DateInput, LongText, RadioCards
from workflows.forms.base import Part, StepForm


def not_to_come(day: Any) -> Any:
    """Refuse a day that is still to come."""
    if day and day > timezone.localdate():
        raise ValidationError(_("The day is still to come. Choose today or an earlier one."))
    return day


class NeedMain(forms.Form):
    """Who saw the need, and whether both principals are needed."""

    noticed_by = forms.ChoiceField(
        label=gettext_lazy("Who found that a plan is needed?"),
        choices=[
            ("family", gettext_lazy("The person or the family")),
            ("social", gettext_lazy("Social services")),
            ("health", gettext_lazy("Health care")),
            ("school", gettext_lazy("School")),
            ("other", gettext_lazy("Somebody else")),
        ],
        widget=RadioCards,
    )
    noticed_on = forms.DateField(label=gettext_lazy("When?"), widget=DateInput, validators=[not_to_come])
    note = forms.CharField(
        label=gettext_lazy("Which help must be coordinated?"), max_length=2000, widget=LongText(2000, rows=4)
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Does the person need help from both social services and health care?"),
        choices=[
            ("proceed", gettext_lazy("Yes, meet the person and ask what matters")),
            ("not_target", gettext_lazy("No, another way of working fits better")),
        ],
        widget=RadioCards(hints={"not_target": gettext_lazy("The case is closed")}),
    )


class NeedForm(StepForm):
    """Note the need for a coordinated plan."""

    kind = "need"
    lead = gettext_lazy("Municipality and region make the plan together when one of them finds that it is needed.")
    outcomes = {
        "proceed": gettext_lazy("The plan is needed"),
        "not_target": gettext_lazy("Another way of working fits better"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": NeedMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the need in the own agency."""
        said = self.said
        facts = {"noticed_by": said["noticed_by"], "noticed_on": said["noticed_on"].isoformat()}
        self.write(said["note"], data=facts)
        return said["outcome"]


class PreMeetingMain(forms.Form):
    """What matters to the person, and whether to go on."""

    told_on = forms.DateField(label=gettext_lazy("When did you meet?"), widget=DateInput, validators=[not_to_come])
    matters = forms.CharField(
        label=gettext_lazy("What matters to you?"),
        max_length=2000,
        widget=LongText(2000, rows=4),
        help_text=gettext_lazy("The person's own words."),
    )
    wishes = forms.CharField(
        label=gettext_lazy("Whom does the person want at the meeting, where and how?"),
        required=False,
        max_length=1000,
        widget=LongText(1000, rows=3),
        help_text=gettext_lazy(
            "Also who should not be there. Note such a wish under People too, so that it is kept to."
        ),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("proceed", gettext_lazy("Ask for consent")),
            ("again", gettext_lazy("Meet once more: the person wants to think")),
            ("refused", gettext_lazy("End here: the person does not want a plan")),
        ],
        widget=RadioCards(hints={"refused": gettext_lazy("The case is closed, and why is kept")}),
    )
    reason = forms.CharField(
        label=gettext_lazy("If it ends here: why?"), required=False, max_length=500, widget=LongText(500, rows=2)
    )

    def clean(self) -> dict:
        """An ending needs its reason."""
        data = super().clean() or {}
        if data.get("outcome") == "refused" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it ends here."))
        return data


class PreMeetingForm(StepForm):
    """Meet the person and ask what matters."""

    kind = "pre_meeting"
    family = "heard"
    lead = gettext_lazy(
        "Say what a coordinated plan is, that it is voluntary, and that consent can be taken back. "
        "Ask what matters to the person."
    )
    outcomes = {
        "proceed": gettext_lazy("Consent is asked for"),
        "again": gettext_lazy("The person is met once more"),
        "refused": gettext_lazy("The person does not want a plan"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": PreMeetingMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the person's own words in the own agency."""
        said = self.said
        self.write(said["matters"], title=_("What matters to the person"), topic="home")
        self.write("\n\n".join(text for text in (said["wishes"], said["reason"]) if text))
        return said["outcome"]


class QuestionsMain(forms.Form):
    """The questions, one a line."""

    questions = forms.CharField(
        label=gettext_lazy("The questions that the meeting must answer"),
        max_length=3000,
        widget=LongText(3000, rows=6),
        help_text=gettext_lazy("One question a line, as the person puts it. They are the agenda and go in the call."),
    )

    def clean_questions(self) -> list[str]:
        """Return the lines."""
        rows = [row.strip() for row in self.cleaned_data["questions"].splitlines() if row.strip()]
        if any(len(row) > 160 for row in rows):
            raise ValidationError(_("Keep each question under 160 characters."))
        return rows


class QuestionsForm(StepForm):
    """Formulate the questions with the person."""

    kind = "questions"
    family = "heard"
    lead = gettext_lazy("Formulate the questions together with the person.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": QuestionsMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the questions for the call."""
        rows = self.said["questions"]
        self.write("\n".join(rows), data={"questions": rows})
        return "done"
