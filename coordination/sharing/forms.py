"""Forms for consent, for what an agency writes, and for sharing it."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.rules.queries import value_of
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
    valid_until = forms.DateField(label=_("Until when?"), widget=DateInput)
    interpreter = forms.BooleanField(label=_("An interpreter was used"), required=False)
    view_of_child = forms.CharField(
        label=_("The child's own view"), required=False, max_length=1000, widget=LongText(1000, rows=3)
    )

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(municipality=case.municipality).exclude(pk=case.lead_agency_id)
        self.fields["agencies"].queryset = agencies.order_by("name")  # type: ignore[attr-defined]
        self.fields["topics"].initial = Topic.values
        self.fields["valid_until"].initial = months_ahead(value_of("consent.months", case.municipality))

    def clean_valid_until(self) -> date:
        """Refuse a day that has passed."""
        day = self.cleaned_data["valid_until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed. Choose a later one."))
        return day

    def clean(self) -> dict:
        """A yes names at least one agency and one topic."""
        data = super().clean() or {}
        if data.get("answer") == YES:
            for field, text in (
                ("agencies", _("Choose at least one agency, or record a no.")),
                ("topics", _("Choose at least one topic, or record a no.")),
            ):
                if field not in self.errors and not data.get(field):
                    self.add_error(field, text)
        return data

    def consent(self) -> dict[str, Any]:
        """Return what `record_consent` takes."""
        data = self.cleaned_data
        return {
            "given": data["answer"] == YES,
            "agencies": data["agencies"],
            "topics": data["topics"],
            "form": data["form"],
            "valid_until": end_of_day(data["valid_until"]),
            "interpreter": data["interpreter"],
            "view_of_child": data["view_of_child"],
        }


class WithdrawForm(forms.Form):
    """Why and how a consent was taken back."""

    note = forms.CharField(
        label=_("How was it said?"),
        max_length=300,
        required=False,
        help_text=_("For example by phone, and by whom. The person needs no reason."),
    )


class ShareForm(forms.Form):
    """To whom an entry is given, and why."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Share with"), widget=CheckboxCards, required=False
    )
    reason = forms.CharField(
        label=_("Why do they need it?"), max_length=500, widget=LongText(500, rows=2), required=False
    )

    def __init__(self, *args: Any, case: Any, agency: Any, topic: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readers = possible_readers(case, agency, topic)
        allowed = [a.pk for a, grounded in readers if grounded]
        self.refused = [a for a, grounded in readers if not grounded]
        self.fields["agencies"].queryset = Agency.objects.filter(pk__in=allowed).order_by("name")  # type: ignore[attr-defined]


class NoteForm(ShareForm):
    """A note of the own agency, shared with nobody unless chosen."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=Topic.choices)
    title = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=LongText(10_000, rows=8))
    field_order = ("topic", "title", "text", "agencies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class CorrectionForm(ShareForm):
    """A new version of an entry, with those who read the old one chosen from the start."""

    title = forms.CharField(label=_("Heading"), max_length=120)
    text = forms.CharField(label=_("Text"), max_length=10_000, widget=LongText(10_000, rows=8))
    field_order = ("title", "text", "agencies")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
