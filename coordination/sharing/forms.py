"""Forms for consent, for what an agency writes, and for sharing it."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.cases.classes import HINTS
from coordination.cases.models import Confidentiality
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.people.consenting import today_in
from coordination.rules.queries import value_of
from coordination.sharing.answering import date_errors, scope_errors
from coordination.sharing.audience_forms import AudienceFields
from coordination.sharing.models import Consent, Topic
from coordination.sharing.queries import possible_readers

YES, NO = "yes", "no"


def end_of_day(day: date) -> datetime:
    """Return the last moment of ``day`` in the current time zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def months_ahead(months: int) -> date:
    """Return the day ``months`` from today, on the month's last day where the day does not exist."""
    today = timezone.localdate()
    year, month = divmod(today.month - 1 + months, 12)
    following = date(today.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(today.year + year, month + 1, min(today.day, last))


class ConsentForm(forms.Form):
    """What one person says about sharing."""

    answer = forms.ChoiceField(
        label=_("What does the person say?"),
        choices=[(YES, _("Yes, the agencies chosen below may share")), (NO, _("No"))],
        widget=RadioCards,
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=_("With which agencies?"),
        required=False,
        widget=CheckboxCards,
        help_text=_("Leave out those the person does not want. The lead agency is always part of it."),
    )
    topics = forms.MultipleChoiceField(
        label=_("About what?"),
        choices=Topic.choices,
        required=False,
        widget=CheckboxCards,
        help_text=_("Leave out what the person does not want to be shared."),
    )
    form = forms.ChoiceField(label=_("How was it said?"), choices=Consent.Form.choices, widget=RadioCards)
    said_on = forms.DateField(
        label=_("When was it said?"), widget=DateInput, help_text=_("The day on which the person said it or signed.")
    )
    valid_until = forms.DateField(label=_("Until when?"), widget=DateInput)
    told = forms.MultipleChoiceField(
        label=_("What was the person told?"),
        choices=Consent.Told.choices,
        required=False,
        widget=CheckboxCards,
        help_text=_("A yes counts only from somebody who knows all of this."),
    )
    language = forms.CharField(label=_("In which language?"), max_length=40, required=False)
    interpreter = forms.BooleanField(label=_("An interpreter was used"), required=False)
    receiver = forms.CharField(
        label=_("Who received the answer?"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty if it was you."),
    )
    view_of_child = forms.CharField(
        label=_("The child's own view"), required=False, max_length=1000, widget=LongText(1000, rows=3)
    )
    replaces = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Any, giver: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        agencies = Agency.objects.within_reach(case.municipality).exclude(pk=case.lead_agency_id)
        self.fields["agencies"].queryset = agencies.order_by("name")  # type: ignore[attr-defined]
        self.fields["topics"].initial = Topic.values
        self.fields["said_on"].initial = today_in(case.municipality)
        self.fields["valid_until"].initial = months_ahead(value_of("consent.months", case.municipality))
        self.fields["language"].initial = giver.language if giver else ""
        self.fields["interpreter"].initial = giver.interpreter if giver else False

    def clean(self) -> dict:
        """A yes names at least one agency and one topic, and comes from somebody who knows what it means."""
        data = super().clean() or {}
        wrong: dict[str, Any] = {}
        if data.get("said_on") and data.get("valid_until"):
            wrong |= date_errors(self.case, data["said_on"], end_of_day(data["valid_until"]))
        if data.get("answer") == YES:
            if not data.get("agencies"):
                wrong["agencies"] = _("Choose at least one agency, or record a no.")
            if set(data.get("told", ())) != set(Consent.Told.values):
                wrong["told"] = _("Tell the person what is missing, then tick it.")
            said = list(data.get("agencies") or ()), data.get("topics") or [], data.get("form", "")
            wrong = scope_errors(self.case, *said) | wrong
        for field, text in wrong.items():
            if field not in self.errors:
                self.add_error(field, text)
        return data

    def consent(self) -> dict[str, Any]:
        """Return what `record_consent` takes."""
        data = self.cleaned_data
        kept = {name: data.get(name, "") for name in ("form", "told", "language", "interpreter", "receiver")}
        return {
            **kept,
            "given": data["answer"] == YES,
            "agencies": data["agencies"],
            "topics": data["topics"],
            "said_on": data["said_on"],
            "valid_until": end_of_day(data["valid_until"]),
            "view_of_child": data.get("view_of_child", ""),
            "replaces": data.get("replaces"),
        }


class WithdrawForm(forms.Form):
    """Why and how a consent was taken back."""

    note = forms.CharField(
        label=_("How was it said?"),
        max_length=300,
        required=False,
        help_text=_("For example by phone, and by whom. The person needs no reason."),
    )


class RevokeForm(forms.Form):
    """Why something given is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=300,
        widget=LongText(300, rows=3),
        help_text=_("Those who got it read the reason. Write no more about the person than they knew before."),
    )


class ShareForm(forms.Form):
    """To whom, on consent, something is given while it is written."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Share with"), widget=CheckboxCards, required=False
    )

    def __init__(self, *args: Any, case: Any, agency: Any, topic: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = possible_readers(case, agency, topic)
        allowed = [a.pk for a, grounded in readers if grounded]
        self.refused = [a for a, grounded in readers if not grounded]
        self.fields["agencies"].queryset = Agency.objects.filter(pk__in=allowed).order_by("name")  # type: ignore[attr-defined]


class ClassField(forms.TypedChoiceField):
    """The confidentiality class of what is written: from ``least``, and the highest only for who is named."""

    def __init__(
        self, *, named: bool, least: int = Confidentiality.OPEN, initial: int = Confidentiality.NORMAL
    ) -> None:
        classes = [c for c in Confidentiality if c >= least and (named or c < Confidentiality.NAMED or c == least)]
        super().__init__(
            label=_("Confidentiality class"),
            choices=[(c.value, c.label) for c in classes],
            coerce=int,
            empty_value=None,
            required=False,
            initial=initial,
            widget=RadioCards(hints=HINTS),
        )


class NoteForm(AudienceFields, ShareForm):
    """A note of the own agency, shared with nobody unless chosen."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices)
    title = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=LongText(10_000, rows=8))
    field_order = ("topic", "title", "text", "confidentiality", "kept_from", "kept_from_why", "agencies")

    def __init__(self, *args: Any, case: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.offer(case)
        self.fields["confidentiality"] = ClassField(named=named)
        self.order_fields(self.field_order)


class CorrectionForm(AudienceFields, ShareForm):
    """A new version of an entry, with those who read the old one chosen from the start."""

    title = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=LongText(10_000, rows=8))
    field_order = ("title", "text", "confidentiality", "kept_from", "kept_from_why", "agencies")

    def __init__(self, *args: Any, case: Any, named: bool, least: int, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.offer(case)
        self.fields["confidentiality"] = ClassField(named=named, least=least, initial=least)
        self.order_fields(self.field_order)
