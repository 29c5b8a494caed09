"""One part of the minutes: its notes, its decisions, and who may see it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.cases.models import Confidentiality
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.meetings.decisions import made
from coordination.meetings.models import AgendaItem
from coordination.people.models import Person
from coordination.plans.forms.plan import Parties, WhoField
from coordination.sharing.audience_forms import FamilyField


class AnyoneField(WhoField):
    """An agency, and one of its people if wanted. Returns the pair (agency, person or None), or None."""

    def offer(self, parties: Parties) -> None:
        """Let these agencies be chosen, each as such or by one of its people."""
        super().offer(parties)
        self.choices = [
            ("", _("Nobody: the decision is only noted")),
            *(
                (str(a), [(f"{a.pk}:", _now("%(agency)s, anyone") % {"agency": a}), *_people(a, people)])
                for a, people in parties
            ),
        ]

    def clean(self, value: Any) -> Any:
        """Return the pair, or None."""
        alone = {f"{a.pk}:": (a, None) for a, _people in self.parties}
        return super().clean(value) or alone.get(value)


class HeadingForm(forms.Form):
    """What a part is about."""

    heading = forms.CharField(label=_("Heading"), max_length=160)


class PartForm(HeadingForm):
    """The notes of one part."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    notes = forms.CharField(label=_("Notes"), required=False, max_length=5000, widget=LongText(5000, rows=8))


class DecisionRow(forms.Form):
    """One decision: what, who, and by which day."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("What was decided"), max_length=300, widget=LongText(300, rows=2))
    who = AnyoneField(label=_("Who does it"), required=False)
    due_on = forms.DateField(label=_("By which day"), required=False, widget=DateInput)
    in_plan = forms.BooleanField(label=_("It belongs in the plan that is being written"), required=False)

    def __init__(self, *args: Any, parties: Parties, plan_is_open: bool, **kwargs: Any) -> None:
        """Offer ``parties`` to do it, and the plan while a version of it is or can be written."""
        super().__init__(*args, **kwargs)
        self.fields["who"].offer(parties)  # type: ignore[attr-defined]
        if not plan_is_open:
            del self.fields["in_plan"]

    def clean(self) -> dict:
        """Who does it and the day go together; the plan needs a person."""
        data = super().clean() or {}
        who, due_on = data.get("who"), data.get("due_on")
        if who and not due_on and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by which day, or choose nobody: then the decision is only noted."))
        if due_on and not who and "who" not in self.errors:
            self.add_error("who", _("Say who does it, or take the day away: then the decision is only noted."))
        if due_on and due_on < timezone.localdate():
            self.add_error("due_on", _("The day has passed. Choose a later one."))
        if data.get("in_plan") and not (who and who[1]) and "who" not in self.errors:
            self.add_error("who", _("Choose a person: the plan says who does what."))
        return data

    def row(self) -> dict[str, Any]:
        """Return the decision as `write_part` takes it."""
        data = self.cleaned_data
        agency, person = data["who"] or (None, None)
        rest = {"due_on": data["due_on"], "in_plan": data.get("in_plan", False)}
        return {"pk": data["pk"], "text": data["text"], "agency": agency, "person": person, **rest}

    @staticmethod
    def rows(item: AgendaItem) -> list[dict[str, Any]]:
        """Return the decisions of a part that can still be changed, as rows."""
        return [
            {
                "pk": d.pk,
                "text": d.text,
                "who": f"{d.agency_id}:{d.person_id or ''}" if d.agency_id else "",
                "due_on": d.due_on,
                "in_plan": d.in_plan,
            }
            for d in item.decisions.all()
            if not made(d)
        ]


class AudienceForm(forms.Form):
    """Who is not there for a part, its class, and to whom of the family it may not be shown."""

    without = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("Which agencies are not there for this part?"),
        required=False,
        widget=CheckboxCards,
        help_text=_("They do not see that there is such a part, nor what is written in it."),
    )
    confidentiality = forms.TypedChoiceField(
        label=_("Confidentiality class"), choices=Confidentiality.choices[1:], coerce=int, widget=RadioCards
    )
    kept_from = FamilyField(Person.objects.none(), label=_("May not be shown to"), required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        """Offer the agencies that are called, and the family."""
        kwargs["initial"] = {
            "without": list(item.without.values_list("pk", flat=True)),
            "confidentiality": item.confidentiality,
            "kept_from": list(item.kept_from.values_list("pk", flat=True)),
        }
        super().__init__(*args, **kwargs)
        called = item.meeting.invitees.exclude(agency=None).exclude(agency=item.case.lead_agency_id)
        agencies = Agency.objects.filter(pk__in=called.values("agency")).order_by("name")
        self.fields["without"].queryset = agencies  # type: ignore[attr-defined]
        family = item.case.people.order_by("role", "given_name")
        self.fields["kept_from"].queryset = family  # type: ignore[attr-defined]


def _people(agency: Agency, people: Any) -> list[tuple[str, str]]:
    return [(f"{agency.pk}:{user.pk}", f"{user}, {agency}") for user in people]
