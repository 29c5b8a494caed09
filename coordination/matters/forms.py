"""The forms of a matter. What may not be left empty depends on the decision, and is said by the actions."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.matters import catalogue
from coordination.matters.deciding import MAY_BE_LEFT
from coordination.matters.models import ContractAction, Matter, MatterCheck, MatterNotice

NOBODY = _("No names, no identity numbers. The client files stay closed.")
NEEDED_IF_SENT = _("Needed when it is sent.")
TRIAGE_HINTS = {
    Matter.Triage.ERROR: _("A mistake that can be put right. Notice and police report may be left out."),
    Matter.Triage.FRAUD: _("Somebody may have been paid for what was not done, on purpose."),
    Matter.Triage.CRIME: _("For example false documents, bribes, or people who are exploited."),
    Matter.Triage.SAFETY: _(
        "Somebody may come to harm. Whoever answers for the care is told at once, in their own way."
    ),
}


class SekField(forms.DecimalField):
    """An amount in SEK as people write it: spaces between thousands, a comma before the öre."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what the database takes; a text field, because a number field refuses spaces."""
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=12, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Read the number without its spaces."""
        if isinstance(value, str):
            value = re.sub(r"\s|kr|SEK", "", value).replace(",", ".")
        return super().to_python(value)


class HoursField(SekField):
    """A number of hours."""


class SignalForm(forms.Form):
    """What was noticed about which provider or stream of payments."""

    agency: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("For which agency?"), empty_label=None, widget=RadioCards()
    )
    provider = forms.CharField(
        label=_("Provider or stream of payments"),
        max_length=120,
        help_text=_("The name of the company, association or payment. Never a client."),
    )
    organisation_number = forms.CharField(
        label=_("Organisation number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits. Leave it empty for a sole trader: that number is a person’s own."),
    )
    source = forms.ChoiceField(
        label=_("Where does the signal come from?"), choices=Matter.Source.choices, widget=RadioCards()
    )
    signal = forms.CharField(
        label=_("What has been noticed?"), max_length=4000, widget=LongText(4000), help_text=NOBODY
    )
    flags = forms.MultipleChoiceField(
        label=_("Red flags"),
        required=False,
        widget=CheckboxCards(),
        help_text=_("One red flag proves nothing. Several together are a reason to look closer."),
    )
    evidence = forms.CharField(
        label=_("What supports it?"),
        max_length=2000,
        required=False,
        widget=LongText(2000, rows=3),
        help_text=_("Which invoices, registers or documents, and where they are kept. No documents of clients."),
    )
    period_from = forms.DateField(label=_("From"), required=False, widget=DateInput)
    period_to = forms.DateField(label=_("To"), required=False, widget=DateInput)
    amount = SekField(label=_("Amount in SEK, as far as known"), required=False)

    def __init__(self, *args: Any, agencies: list, **kwargs: Any) -> None:
        """Leave the first question out where there is nothing to choose."""
        super().__init__(*args, **kwargs)
        rows = catalogue.rows_of("red_flags", agencies[0].municipality)
        self.fields["flags"].choices = [(row["code"], row["text"]) for row in rows]  # type: ignore[attr-defined]
        self.fields["flags"].widget.hints = {row["code"]: row["help"] for row in rows}
        if len(agencies) == 1:
            del self.fields["agency"]
        else:
            own = type(agencies[0])._default_manager.filter(pk__in=[a.pk for a in agencies])
            self.fields["agency"].queryset = own  # type: ignore[attr-defined]


class RowForm(forms.Form):
    """One row of what was billed."""

    period = forms.CharField(label=_("Period"), max_length=20, help_text=_("A day or a month, such as 2026-09-14."))
    carer = forms.IntegerField(
        label=_("Carer, as a number"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Carer 1, carer 2: the same number each time. Never a name."),
    )
    billed = HoursField(label=_("Hours billed"))
    possible = HoursField(label=_("Hours possible"))
    row_note = forms.CharField(label=_("Note"), max_length=300, required=False, help_text=NOBODY)


class TriageForm(forms.Form):
    """What the signal is."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Matter.Triage.choices, widget=RadioCards(hints=TRIAGE_HINTS)
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=LongText(2000, rows=4), help_text=NOBODY)


class RuleForm(forms.Form):
    """The lawyer's word on a triage."""

    agree = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, it counts from now on")), ("no", _("No, it goes back"))],
        widget=RadioCards(),
    )
    answer = forms.CharField(
        label=_("What is missing, or what to mind"),
        max_length=2000,
        required=False,
        widget=LongText(2000, rows=4),
        help_text=NOBODY,
    )


class CheckForm(forms.Form):
    """The result of one check."""

    check = forms.ChoiceField(label=_("What was checked?"))
    result = forms.ChoiceField(label=_("Result"), choices=MatterCheck.Result.choices, widget=RadioCards())
    check_note = forms.CharField(
        label=_("What was found"),
        max_length=2000,
        required=False,
        widget=LongText(2000, rows=3),
        help_text=_("Needed when there is a remark. No names, no identity numbers."),
    )
    checked_on = forms.DateField(label=_("Day of the check"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Offer the list in force, by phase of the contract."""
        super().__init__(*args, **kwargs)
        self.fields["check"].choices = [  # type: ignore[attr-defined]
            (
                phase.label,
                [
                    (f"{phase.value}:{code}", text)
                    for code, text in catalogue.choices_of("checks", municipality, phase=phase.value)
                ],
            )
            for phase in MatterCheck.Phase
        ]


class NoticeForm(forms.Form):
    """What was sent, to whom, on which ground; or that nothing is sent, and why."""

    sends = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[("yes", _("It is sent")), ("no", _("Nothing is sent"))],
        initial="yes",
        widget=RadioCards(hints={"no": _("Only why is needed then, and the day.")}),
    )
    recipient = forms.ChoiceField(label=_("To whom?"), required=False, widget=RadioCards())
    what = forms.CharField(
        label=_("What was sent"), max_length=4000, required=False, widget=LongText(4000, rows=4), help_text=NOBODY
    )
    basis = forms.ChoiceField(label=_("On which ground?"), required=False, widget=RadioCards())
    reason = forms.CharField(
        label=_("Why the ground applies, or why nothing is sent"),
        max_length=2000,
        widget=LongText(2000, rows=3),
        help_text=NOBODY,
    )
    diary_number = forms.CharField(label=_("Their reference, if any"), max_length=40, required=False)
    sent_on = forms.DateField(label=_("Day"), widget=DateInput, initial=timezone.localdate)

    def __init__(self, *args: Any, kind: str, municipality: Any, **kwargs: Any) -> None:
        """Offer the recipients and grounds of this kind, and the conditions of each ground to tick."""
        super().__init__(*args, **kwargs)
        self.grounds = {str(b.pk): b for b in catalogue.grounds_for(kind, municipality)}
        recipients = catalogue.recipients_for(kind, municipality)
        self.fields["recipient"].choices = recipients  # type: ignore[attr-defined]
        self.fields["basis"].choices = [(key, str(b)) for key, b in self.grounds.items()]  # type: ignore[attr-defined]
        if len(self.grounds) == 1:
            self.fields["basis"].initial = next(iter(self.grounds))
        if not recipients:
            del self.fields["recipient"]
        if kind not in MAY_BE_LEFT:
            del self.fields["sends"]
        for name in ("recipient", "what", "basis"):
            if name in self.fields:
                self.fields[name].required = kind not in MAY_BE_LEFT
                self.fields[name].help_text = NEEDED_IF_SENT if kind in MAY_BE_LEFT else ""
        self.fields["what"].help_text = " ".join(map(str, filter(None, (self.fields["what"].help_text, NOBODY))))
        if kind == MatterNotice.Kind.HAND_OVER:
            outside = catalogue.rows_of("outside", municipality)
            self.fields["recipient"].widget.hints = {row["code"]: row["help"] for row in outside}
        last = [self.fields.pop(name) for name in ("reason", "diary_number", "sent_on")]
        for key, basis in self.grounds.items():
            self.fields[f"conditions-{key}"] = forms.MultipleChoiceField(
                label=_("Conditions: %(ground)s") % {"ground": basis},
                choices=basis.checklist,
                required=False,
                widget=CheckboxCards(),
            )
        self.fields |= dict(zip(("reason", "diary_number", "sent_on"), last, strict=True))

    def said(self) -> dict[str, Any]:
        """Return what `deciding.send` takes, or with ``sends`` "no" what `decide_not_to_send` takes."""
        told = self.cleaned_data
        key = told["basis"]
        names = ("what", "reason", "sent_on", "recipient", "diary_number")
        found = {name: told[name] for name in names if name in told}
        return {**found, "basis": self.grounds.get(key), "conditions": told.get(f"conditions-{key}", [])}


class ContractForm(forms.Form):
    """A decision on the contract or the payments."""

    kind = forms.ChoiceField(label=_("What is decided?"), choices=ContractAction.Kind.choices, widget=RadioCards())
    decided_by = forms.CharField(
        label=_("Decided by"), max_length=120, help_text=_("The board, or the post that decides for it. No names.")
    )
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DateInput, initial=timezone.localdate)
    takes_effect = forms.DateField(
        label=_("In effect from"), required=False, widget=DateInput, help_text=_("Empty: the same day.")
    )
    amount = SekField(
        label=_("Amount in SEK"), required=False, help_text=_("Needed for a stop, a part withheld and a claim.")
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=LongText(2000, rows=4), help_text=NOBODY)


class InspectionForm(forms.Form):
    """A joint inspection, planned or made."""

    on = forms.DateField(label=_("Day of the inspection"), widget=DateInput)
    purpose = forms.CharField(
        label=_("What is inspected, and who does what"), max_length=2000, widget=LongText(2000), help_text=NOBODY
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        """Ask each possible participant's own ground; who has none does not take part."""
        super().__init__(*args, **kwargs)
        for code, text in catalogue.choices_of("inspectors", municipality):
            self.fields[f"ground_{code}"] = forms.CharField(
                label=_("%(who)s comes on the ground of") % {"who": text}, max_length=200, required=False
            )
        first = next(name for name in self.fields if name.startswith("ground_"))
        self.fields[first].help_text = _("Each comes on a law of its own. Leave empty who does not take part.")

    def parties(self) -> dict[str, str]:
        """Return the grounds by the code of who comes."""
        return {n.removeprefix("ground_"): v for n, v in self.cleaned_data.items() if n.startswith("ground_")}


class CloseForm(forms.Form):
    """What came of the matter."""

    end = forms.ChoiceField(label=_("What came of it?"), choices=Matter.End.choices, widget=RadioCards())
    closing_note = forms.CharField(
        label=_("Why it ends so"), max_length=2000, widget=LongText(2000, rows=4), help_text=NOBODY
    )
    stopped = SekField(
        label=_("Stopped, in SEK"), required=False, help_text=_("What would have been paid wrongly and was not.")
    )
    recovered = SekField(label=_("Recovered, in SEK"), required=False, help_text=_("What has been paid back."))

    def __init__(self, *args: Any, reasons: dict[str, str], **kwargs: Any) -> None:
        """Say at each end that is not possible yet why not."""
        super().__init__(*args, **kwargs)
        self.fields["end"].widget.hints = reasons
