"""Calling the meeting, and its minutes whose decisions become actions."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.meetings.actions import call_meeting
from coordination.meetings.closing import MinutesConflict, version_of
from coordination.meetings.forms import MeetingForm
from coordination.meetings.models import Meeting
from coordination.meetings.queries import agenda_for
from coordination.plans.actions import close_minutes_with_decisions
from coordination.plans.views.minutes import closing_form, readers_in_words, something_new
from workflows.forms.base import Part, StepForm


class CallMeetingForm(StepForm):
    """Call the network meeting."""

    kind = "call_meeting"
    submit = gettext_lazy("Call the meeting")
    lead = gettext_lazy("The people of the agencies you call are told at once. Agencies you do not call do not see it.")

    def make(self, data: Any) -> dict[str, Part]:
        """The same form as on the meetings' own page."""
        return {"main": MeetingForm(data, case=self.case)}

    def apply(self, run: Any) -> str:
        """Call it."""
        call_meeting(self.case, by=self.user, **self.main.details())
        return "done"

    def readers(self) -> tuple[list[str], list[str]]:
        """Whoever is called."""
        lead = _("%(agency)s, which leads the case") % {"agency": self.case.lead_agency}
        return [lead, _("The agencies you call")], [_("Agencies you do not call do not see the meeting")]


class HoldMeetingForm(StepForm):
    """Close the minutes of the meeting that was called; if they are closed already, go on."""

    kind = "hold_meeting"
    family = "heard"
    template = "workflows/forms/minutes.html"
    submit = gettext_lazy("Close the minutes and go on")
    lead = gettext_lazy("Write the minutes together, part by part. Here they are closed, and what was decided begins.")

    def make(self, data: Any) -> dict[str, Part]:
        """Who came and who reads the minutes, or only a confirmation where they are closed."""
        if not self.possible or self.is_written:
            return {"main": forms.Form(data)}
        return {"main": closing_form(self.meeting, data)}

    @cached_property
    def meeting(self) -> Any:
        """The meeting called last, or else the one held last."""
        rows = self.case.meetings.exclude(status=Meeting.Status.CANCELLED)
        rows = rows.select_related("case__municipality", "case__lead_agency", "minutes")
        called = rows.filter(status=Meeting.Status.CALLED).order_by("-starts_at").first()
        return called or rows.order_by("-starts_at").first()

    @property
    def is_written(self) -> bool:
        """Whether the minutes were closed on the meeting's own page."""
        return self.meeting is not None and self.meeting.status == Meeting.Status.HELD

    @property
    def possible(self) -> bool:
        """Whether there is a meeting."""
        return self.meeting is not None

    @property
    def base(self) -> str:
        """Which minutes the one who closes them has read."""
        typed = self.data.get("base") if self.data is not None else None
        return typed or version_of(self.meeting)

    @property
    def items(self) -> list[dict[str, Any]]:
        """The minutes as they are written."""
        return agenda_for(self.user, self.meeting)

    def apply(self, run: Any) -> str:
        """Close the minutes."""
        if not self.is_written:
            try:
                close_minutes_with_decisions(self.meeting, by=self.user, version=self.base, **self.main.details())
            except MinutesConflict as conflict:
                self.refresh(version_of(conflict.meeting))
                raise ValidationError(something_new()) from conflict
        return "done"

    def refresh(self, version: str) -> None:
        """Begin from ``version`` at the next try."""
        self.data = self.data.copy()
        self.data["base"] = version

    def readers(self) -> tuple[list[str], list[str]]:
        """The lead agency, and whom the writer chooses."""
        return ([], []) if not self.possible or self.is_written else readers_in_words(self.meeting, self.main)
