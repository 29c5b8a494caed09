"""Forms around a deadline: more time, time that stands still, when it was done, and what the list shows."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.clocks.models import Deadline
from coordination.clocks.names import codes, title_of
from coordination.clocks.queries import latest_extension
from coordination.forms import DateInput, LongText, TimeInput

KEPT = _("Kept with the decision and read on the page. No names of the family.")


class ExtendForm(forms.Form):
    """The new last day, and why."""

    until = forms.DateField(label=_("New last day"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason for the decision"), max_length=500, widget=LongText(500, rows=3), help_text=KEPT
    )

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        """Say what the law allows."""
        super().__init__(*args, **kwargs)
        latest = latest_extension(deadline)
        widget = self.fields["until"].widget
        widget.attrs["min"] = deadline.last_day.isoformat()
        if latest is not None:
            widget.attrs["max"] = latest.astimezone(deadline.zone).date().isoformat()


class PauseForm(forms.Form):
    """Why the time stands still."""

    reason = forms.CharField(label=_("Why does the time stand still?"), max_length=300, widget=LongText(300, rows=3))


class MetForm(forms.Form):
    """When it was done: now, unless it was before."""

    day = forms.DateField(label=_("Which day was it done?"), widget=DateInput())
    time = forms.TimeField(label=_("At what time?"), widget=TimeInput())

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        """Suggest this moment, where the municipality is."""
        self.zone, self.start = deadline.zone, deadline.started_at
        now = timezone.now().astimezone(self.zone)
        kwargs.setdefault("initial", {"day": now.date(), "time": now.time().replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)

    def moment(self) -> datetime:
        """Return the moment that was typed, to the minute: in the minute of now or of the start it is that moment."""
        at = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], self.zone)
        same = (moment for moment in (timezone.now(), self.start) if at <= moment < at + timedelta(minutes=1))
        return next(same, at)


class FilterForm(forms.Form):
    """Which deadlines are shown."""

    STATES = (
        ("", _("All open")),
        ("late", _("Missed")),
        ("soon", _("Three quarters of the time used, or more")),
        ("extended", _("Extended")),
        ("paused", _("Standing still")),
        ("done", _("Met")),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    code = forms.ChoiceField(label=_("What"), required=False)

    def __init__(self, *args: Any, countries: set[str], **kwargs: Any) -> None:
        """Offer the deadlines of the countries the reader works in."""
        super().__init__(*args, **kwargs)
        found = [(code, title_of(code)) for code in codes() if code[:2] in countries]
        self.fields["code"].choices = [("", _("All")), *found]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; anything else shows all."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
