"""Who takes over when somebody leaves a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.access.leaving.queries import Burden
from coordination.agencies.models import User
from coordination.forms import LongText


class LeavingForm(forms.Form):
    """Somebody for everything, somebody else for single rows, and why."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who takes over?"),
        required=False,
        empty_label=gettext_lazy("Nobody yet"),
        help_text=gettext_lazy("For all rows below where you choose nobody else."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What shall those who take over read?"),
        max_length=200,
        widget=LongText(200, rows=2),
        initial=gettext_lazy("Taken over from a colleague who has left the unit."),
        help_text=gettext_lazy("It is kept with each step and each access. Write nothing about the family."),
    )
    deactivate = forms.BooleanField(
        label=gettext_lazy("Close the account too"),
        required=False,
        help_text=gettext_lazy("Only if the person has no post in another unit."),
    )

    def __init__(self, *args: Any, people: Any, burden: Burden, **kwargs: Any) -> None:
        """Offer ``people`` for everything and for each row of ``burden``."""
        super().__init__(*args, **kwargs)
        self.burden = burden
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        for case in burden.cases:
            self.fields[f"case-{case.pk}"] = self._choice(people, _("Coordination"), case.reference)
        for step in burden.steps:
            self.fields[f"step-{step.pk}"] = self._choice(people, step.title, step.case.reference)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows with their fields, as the page shows them."""
        cases = [
            {"what": _("Coordination"), "where": c.reference, "agency": c.lead_agency, "field": self[f"case-{c.pk}"]}
            for c in self.burden.cases
        ]
        steps = [
            {"what": s.title, "where": s.case.reference, "agency": s.agency, "field": self[f"step-{s.pk}"]}
            for s in self.burden.steps
        ]
        return cases + steps

    def wanted(self) -> dict[str, Any]:
        """Return what the form says, as the action takes it."""
        said = self.cleaned_data
        return {
            "to": said["to"],
            "reason": said["reason"],
            "deactivate": said["deactivate"],
            "cases": {c.pk: said[f"case-{c.pk}"] for c in self.burden.cases},
            "steps": {s.pk: said[f"step-{s.pk}"] for s in self.burden.steps},
        }

    def _choice(self, people: Any, what: Any, where: str) -> forms.ModelChoiceField:
        label = _("Who takes over “%(what)s” in %(where)s?") % {"what": what, "where": where}
        return forms.ModelChoiceField(people, label=label, required=False, empty_label=_("As chosen above"))
