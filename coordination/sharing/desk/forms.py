"""The forms of the sharing desk, one a page."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.sharing.checking import is_given
from coordination.sharing.desk.parts import Part
from coordination.sharing.forms import NO, YES, end_of_day
from coordination.sharing.models import Entry, LegalBasis

ASK_FIRST = "ask"


class EntryChoice(forms.ModelMultipleChoiceField):
    """Entries of the own agency, each with what it is, what it is about and when it was written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Entry.objects.none(), widget=CheckboxCards(), **kwargs)

    def offer(self, rows: QuerySet[Entry]) -> None:
        """Offer these entries."""
        self.queryset = rows
        self.widget.hints = {str(e.pk): _hint(e) for e in rows}


class WhatForm(forms.Form):
    """What is shared, and with whom."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Who is to read it?"), empty_label=None, widget=RadioCards()
    )
    entries = EntryChoice(
        label=_("What do you want to share?"),
        help_text=_("What your agency has written in the case. You can leave parts out on the next page."),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], entries: QuerySet[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["entries"].offer(entries)  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """What the agency has already is not given again."""
        data = super().clean() or {}
        agency = data.get("agency")
        for entry in data.get("entries") or () if agency else ():
            if is_given(entry, agency):
                self.add_error(
                    "entries",
                    _("%(agency)s can read “%(title)s” already, or will when it is approved.")
                    % {"agency": agency, "title": entry},
                )
        return data


class PartsForm(forms.Form):
    """Which parts of each entry; all of them unless one is taken away."""

    def __init__(self, *args: Any, parts: dict[Entry, list[Part]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry, found in parts.items():
            self.fields[self.name_of(entry)] = forms.MultipleChoiceField(
                label=str(entry),
                choices=[(part.code, part.text) for part in found],
                initial=[part.code for part in found],
                widget=CheckboxCards(hints={part.code: part.label for part in found}),
                error_messages={"required": _("Choose at least one part, or go back and leave the whole of it out.")},
            )

    @staticmethod
    def name_of(entry: Entry) -> str:
        """Return the name of the field about ``entry``."""
        return f"parts-{entry.pk}"


class GroundForm(forms.Form):
    """The guided questions, and the ground chosen."""

    asked = forms.ChoiceField(
        label=_("Has the agency asked you for this?"),
        choices=[(YES, _("Yes, they have asked")), (NO, _("No, we tell on our own initiative"))],
        widget=RadioCards,
    )
    first = forms.ChoiceField(
        label=_("Can the family be asked for consent first?"),
        choices=[
            (ASK_FIRST, _("Yes, and we ask first")),
            ("refused", _("They have been asked and said no")),
            ("cannot", _("No: it cannot wait, or to ask would put somebody at risk")),
        ],
        widget=RadioCards,
    )
    basis = forms.ModelChoiceField(
        LegalBasis.objects.none(), label=_("On which ground?"), empty_label=None, required=False, widget=RadioCards
    )

    def __init__(
        self, *args: Any, offered: list[LegalBasis], is_covered: bool, is_asked: bool, recipient: Any, **kwargs: Any
    ) -> None:
        """Offer the grounds; where consent covers it or a request was made, the question about it is left out."""
        super().__init__(*args, **kwargs)
        self.fields["basis"].queryset = LegalBasis.objects.filter(pk__in=[b.pk for b in offered])  # type: ignore[attr-defined]
        self.fields["asked"].label = _("Has %(agency)s asked you for this?") % {"agency": recipient}
        self.is_asked = is_asked
        if is_asked:
            del self.fields["asked"]
        if is_covered or not offered:
            del self.fields["first"]

    def clean(self) -> dict:
        """Without asking first there must be a ground, and a duty on request needs a request."""
        data = super().clean() or {}
        if data.get("first") == ASK_FIRST or self.errors:
            return data
        basis = data.get("basis")
        if basis is None:
            self.add_error("basis", _("Choose a ground. Without one nothing may be shared."))
        elif basis.kind == LegalBasis.Kind.ON_REQUEST and not self.is_asked and data.get("asked") != YES:
            self.add_error("basis", _("That duty applies only when they have asked."))
        return data


class ConditionsForm(forms.Form):
    """The conditions of the ground, each of which must be met."""

    conditions = forms.MultipleChoiceField(
        label=_("Tick each condition that is met"),
        widget=CheckboxCards,
        error_messages={"required": _("Every condition of the ground must be met.")},
        help_text=_("All must be met. If one is not, the ground does not apply: go back and choose another."),
    )

    def __init__(self, *args: Any, basis: LegalBasis, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].choices = basis.checklist  # type: ignore[attr-defined]
        self.codes = basis.condition_codes
        self.fields["conditions"].required = bool(self.codes)

    def clean_conditions(self) -> list[str]:
        """Refuse a list with a gap."""
        ticked = self.cleaned_data["conditions"]
        if set(self.codes) - set(ticked):
            raise ValidationError(_("Every condition of the ground must be met."))
        return ticked


class TermsForm(forms.Form):
    """Why, until when, and whether the family knows."""

    reason = forms.CharField(
        label=_("Why do they need it?"),
        max_length=500,
        widget=LongText(500, rows=3),
        help_text=_("Kept with what you share. The agency that gets it does not see the reason."),
    )
    until = forms.DateField(label=_("Until and including"), widget=DateInput)
    family_told = forms.ChoiceField(
        label=_("Has the family been told?"), choices=[(YES, _("Yes")), (NO, _("No"))], widget=RadioCards
    )
    family_not_told_why = forms.CharField(
        label=_("If not, why?"), max_length=300, required=False, widget=LongText(300, rows=2)
    )
    whole = forms.ChoiceField(
        label=_("Is this all they asked for?"),
        choices=[(YES, _("Yes, the request is answered")), (NO, _("No, this is a part of it"))],
        widget=RadioCards,
    )

    def __init__(self, *args: Any, longest: datetime, answers: bool, **kwargs: Any) -> None:
        """Begin with the longest the ground allows; ask about the request only where there is one."""
        super().__init__(*args, **kwargs)
        self.longest: date = timezone.localtime(longest).date()
        self.fields["until"].initial = self.longest
        self.fields["until"].help_text = _("The ground allows at most until %(day)s.") % {
            "day": date_format(self.longest, "DATE_FORMAT")
        }
        if not answers:
            del self.fields["whole"]

    def clean_until(self) -> date:
        """Refuse a day that has passed or lies beyond the ground."""
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise ValidationError(_("The day has passed. Choose a later one."))
        if day > self.longest:
            raise ValidationError(
                _("That is longer than the ground allows: at most until %(day)s."),
                params={"day": date_format(self.longest, "DATE_FORMAT")},
            )
        return day

    def clean(self) -> dict:
        """If the family was not told, say why."""
        data = super().clean() or {}
        if data.get("family_told") == NO and not data.get("family_not_told_why", "").strip():
            self.add_error("family_not_told_why", _("Say why the family was not told."))
        return data

    def terms(self) -> dict[str, Any]:
        """Return what `disclose` takes."""
        data = self.cleaned_data
        told = data["family_told"] == YES
        return {
            "reason": data["reason"],
            "until": end_of_day(data["until"]),
            "family_told": told,
            "family_not_told_why": "" if told else data["family_not_told_why"],
        }


def _hint(entry: Entry) -> str:
    day = date_format(timezone.localtime(entry.written_at), "DATE_FORMAT")
    return f"{entry.get_kind_display()}, {entry.get_topic_display()}, {day}"
