"""The filter of what was given and received."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coordination.history.forms import PeriodFilter

DIRECTIONS = {"gave": _("What we gave"), "got": _("What we got")}
STATES = {"in_force": _("In force"), "waiting": _("Waiting for approval"), "ended": _("Ended")}


class LedgerFilter(PeriodFilter):
    """Narrow by direction, the other agency, ground, state and days."""

    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("Both ways")), *DIRECTIONS.items()]
    )
    other = forms.ChoiceField(label=_("The other agency"), required=False)
    ground = forms.ChoiceField(label=_("Ground"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATES.items()])
    field_order: tuple[str, ...] = ("direction", "other", "ground", "state", "first", "last")

    def __init__(self, data: QueryDict, *, agencies: list, grounds: list) -> None:
        super().__init__(data)
        self.agencies = {str(a.pk): a for a in agencies}
        self.grounds = {b.code: b for b in grounds}
        fields: dict[str, Any] = self.fields
        fields["other"].choices = [("", _("All agencies")), *((key, str(a)) for key, a in self.agencies.items())]
        fields["ground"].choices = [("", _("All grounds")), *((code, str(b)) for code, b in self.grounds.items())]

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, as records, less what is wrong."""
        found = super().wanted
        if "other" in found:
            found["other"] = self.agencies[found["other"]]
        return found

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each chosen value as a link that takes it away."""
        wanted = self.wanted
        words: dict[str, Any] = {
            "direction": DIRECTIONS,
            "other": {a: a for a in self.agencies.values()},
            "ground": self.grounds,
            "state": STATES,
        }
        chosen = [
            {"text": str(known[wanted[name]]), "url": self.without(name)}
            for name, known in words.items()
            if name in wanted
        ]
        return chosen + super().chips


class AgencyLedgerFilter(LedgerFilter):
    """The same over all cases of one of the reader's own agencies."""

    agency = forms.ChoiceField(label=_("Our agency"), required=False)
    field_order = ("agency", *LedgerFilter.field_order)

    def __init__(self, data: QueryDict, *, own: list, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["agency"].choices = [(str(a.pk), str(a)) for a in own]  # type: ignore[attr-defined]
