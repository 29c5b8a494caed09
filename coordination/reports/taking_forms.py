"""Into which case a report is taken, and what its notifier is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import RadioCards
from coordination.reports.models import ReportedChild


class TakeInForm(forms.Form):
    """Into which case the report about one child is taken."""

    case = forms.ChoiceField(label=_("Into which case?"), widget=RadioCards())
    sure = forms.BooleanField(label=_("I have checked that the report is about the child of this case"), required=False)

    def __init__(self, *args: Any, child: ReportedChild, same: list, others: list, **kwargs: Any) -> None:
        """Offer a new case, those with the same identity number first, and the others one may see."""
        super().__init__(*args, **kwargs)
        self.same = {str(case.pk): case for case in same}
        self.others = {str(case.pk): case for case in others if str(case.pk) not in self.same}
        hints = {"new": _("The child gets a case of its own. Nobody else sees it.")}
        hints |= dict.fromkeys(self.same, _("The same identity number"))
        choices: list[tuple[str, Any]] = [("new", _("A new case"))]
        choices += [(pk, f"{case.reference}, {case.subject}") for pk, case in (self.same | self.others).items()]
        self.fields["case"].choices = choices  # type: ignore[attr-defined]
        self.fields["case"].widget.hints = hints
        self.fields["case"].initial = next(iter(self.same), "new")
        if not self.others:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """A case chosen by hand is looked at twice."""
        data = super().clean() or self.cleaned_data
        if data.get("case") in self.others and not data.get("sure"):
            self.add_error("sure", _("The identity number does not tell it: check that it is the same child."))
        if data.get("case") == "new" and self.same:
            self.add_error("case", _("A case about this child is open. Add the report to it."))
        return data

    @property
    def chosen(self) -> Any:
        """The case to add the report to; None for a new one."""
        return (self.same | self.others).get(self.cleaned_data["case"])


class FeedbackForm(forms.Form):
    """What the notifier is told about one child."""

    answer = forms.ChoiceField(
        label=_("What is the notifier told?"), choices=ReportedChild.Feedback.choices, widget=RadioCards()
    )
