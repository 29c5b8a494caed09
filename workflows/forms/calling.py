"""Calling the two principals and inviting others to a SIP meeting, and giving the person the plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency
from coordination.cases.inviting import invite
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.history.recording import record
from coordination.meetings.actions import call_meeting
from coordination.meetings.agendas import usual_agenda
from coordination.meetings.forms import MeetingForm
from coordination.meetings.models import Meeting
from coordination.meetings.queries import agencies_to_call
from coordination.people.models import Person
from coordination.people.wishes import family_of
from coordination.plans.points import PRINCIPALS
from coordination.plans.queries import in_force
from coordination.rules.own import proposed_kinds
from coordination.sharing.models import Entry
from coordination.sharing.queries import covered_agencies
from workflows.forms.base import Part, StepForm
from workflows.forms.needing import not_to_come


class CallMain(MeetingForm):
    """Whom the call binds, whom it invites, and to which meeting."""

    field_order = ("principals", "invited", "message", "day", "time", "minutes_long", "place", "link", "people")

    principals = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Who is called? The two principals"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("The call binds them: they name who comes and cannot decline."),
    )
    called = "principals"
    invited = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Who else is invited?"), required=False, widget=CheckboxCards
    )
    message = forms.CharField(
        label=gettext_lazy("Message in the letters"),
        required=False,
        max_length=300,
        widget=LongText(300, rows=2),
        help_text=gettext_lazy("Agencies read this before they answer. No names here."),
    )

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        """Offer the agencies that consent covers, the two principals apart."""
        super().__init__(*args, case=case, **kwargs)
        del self.fields["kind"], self.fields["agencies"]
        self.fields["agenda"].label = gettext_lazy("The questions")
        self.fields["agenda"].required = True
        self.fields["agenda"].help_text = gettext_lazy("One row for each question. They go in the letters.")
        there = {a.pk for a in (*covered_agencies(case), *agencies_to_call(case))} - {case.lead_agency_id}
        rows = Agency.objects.filter(pk__in=there).order_by("name")
        kinds = proposed_kinds(case.kind, case.municipality) | set(PRINCIPALS)
        for name, found in (
            ("principals", rows.filter(kind__in=PRINCIPALS)),
            ("invited", rows.exclude(kind__in=PRINCIPALS)),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]
            self.initial.setdefault(name, [a.pk for a in found if a.kind in kinds])
        self.fields["principals"].required = rows.filter(kind__in=PRINCIPALS).exists()

    def clean(self) -> dict:
        """Both principals must be there: the one that leads the case, and the other."""
        chosen = list(self.cleaned_data.get("principals") or ())
        self.cleaned_data["agencies"] = [*chosen, *(self.cleaned_data.get("invited") or ())]
        kinds = {self.case.lead_agency.kind, *(a.kind for a in chosen)}
        if not set(PRINCIPALS) <= kinds and "principals" not in self.errors:
            self.add_error("principals", _("A coordinated plan needs both social services and health care."))
        return super().clean()

    def details(self) -> dict[str, Any]:
        """Return what `call_meeting` takes."""
        self.cleaned_data["kind"] = Meeting.Kind.SIP.value
        return super().details()


class CallForm(StepForm):
    """Call the principals and invite others to the SIP meeting."""

    kind = "call"
    submit = gettext_lazy("Call and invite")
    lead = gettext_lazy(
        "The two principals get a call, which binds them; others get an invitation. You make the letters on the page "
        "of the meeting."
    )

    def make(self, data: Any) -> dict[str, Part]:
        """The form of a meeting, with the questions as its agenda."""
        return {"main": CallMain(data, case=self.case, initial={"agenda": "\n".join(self.questions)})}

    @property
    def questions(self) -> list[str]:
        """The questions written last, or the usual agenda where they are used up by a former meeting."""
        rows = Entry.objects.filter(case=self.case, step__kind="questions").order_by("-written_at")
        written = rows.first()
        if written is None or self.case.meetings.filter(kind=Meeting.Kind.SIP, status=Meeting.Status.HELD).exists():
            return usual_agenda(Meeting.Kind.SIP)
        return list(written.data.get("questions", []))

    def apply(self, run: Any) -> str:
        """Call, invite, and set the meeting."""
        called, inside = (
            set(self.said["principals"]),
            self.case.participations.filter(status__in=["invited", "accepted"]),
        )
        there = set(inside.values_list("agency_id", flat=True))
        for agency in self.said["agencies"]:
            if agency.pk not in there:
                invite(self.case, agency, by=self.user, message=self.said["message"], called=agency in called)
        call_meeting(self.case, by=self.user, **self.main.details())
        return "done"

    def readers(self) -> tuple[list[str], list[str]]:
        """The contact persons read the cover; the questions, those who take part."""
        can = [
            _("The contact persons of the agencies you choose: number, way of working, purpose, time and your message"),
            _("The questions: those whom the agencies name, and whoever gets a letter from you"),
        ]
        return can, [_("Nobody there sees the family or what has been written, before the agency accepts")]


class HandOverMain(forms.Form):
    """To whom the plan was given, and how."""

    given_to = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=gettext_lazy("Who got the plan?"), widget=CheckboxCards
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How?"),
        choices=[
            ("hand", gettext_lazy("By hand, and talked through")),
            ("letter", gettext_lazy("By letter")),
            ("digital", gettext_lazy("In a safe digital way")),
        ],
        widget=RadioCards,
    )
    given_on = forms.DateField(label=gettext_lazy("When?"), widget=DateInput, validators=[not_to_come])
    recorded = forms.BooleanField(
        label=gettext_lazy("Each principal knows that it keeps the plan in its own records"),
    )

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        """Offer those of the family who may get papers."""
        super().__init__(*args, **kwargs)
        may = [person.pk for person, allowed in family_of(case) if allowed]
        field = self.fields["given_to"]
        field.queryset = Person.objects.filter(pk__in=may).order_by("role", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: person.label  # type: ignore[attr-defined]


class HandOverForm(StepForm):
    """Give the person the plan."""

    kind = "hand_over"
    family = "told"
    template = "workflows/forms/hand_over.html"
    lead = gettext_lazy("The person gets the plan on paper, in plain words. The principals keep it in their own files.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form, beside the paper."""
        return {"main": HandOverMain(data, case=self.case)}

    @property
    def plan(self) -> Any:
        """The plan that was agreed."""
        return in_force(self.case)

    def apply(self, run: Any) -> str:
        """Note that the person has the plan."""
        people = self.said["given_to"]
        facts = {"how": self.said["how"], "given_on": self.said["given_on"].isoformat()}
        self.write(_("Given to: %(people)s") % {"people": ", ".join(p.label for p in people)}, data=facts)
        record(self.case, "plan-handed-over", actor=self.user)
        return "done"
