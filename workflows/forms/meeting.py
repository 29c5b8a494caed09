"""Calling the meeting, and its minutes whose decisions become actions."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.meetings.actions import MinutesConflict, call_meeting, version_of
from coordination.meetings.forms import MeetingForm
from coordination.meetings.models import Meeting
from coordination.plans import queries
from coordination.plans.actions import write_minutes_with_actions
from coordination.plans.models import Plan
from coordination.plans.views.minutes import minutes_details, minutes_parts
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
    """Write the minutes of the meeting that was called; if they are written already, go on."""

    kind = "hold_meeting"
    family = "heard"
    template = "workflows/forms/minutes.html"
    submit = gettext_lazy("Save the minutes and go on")
    lead = gettext_lazy("Who came, what was said on each row, and what was decided. A decision can become an action.")

    def make(self, data: Any) -> dict[str, Part]:
        """The parts of the minutes, or only a confirmation where there is nothing to write."""
        if not self.possible or self.is_written:
            return {"main": forms.Form(data)}
        form, rows = minutes_parts(self.meeting, data)
        return {"main": form, "rows": rows}

    @cached_property
    def meeting(self) -> Any:
        """The meeting called last, or else the one held last."""
        rows = self.case.meetings.exclude(status=Meeting.Status.CANCELLED).select_related("case__municipality")
        called = rows.filter(status=Meeting.Status.CALLED).order_by("-starts_at").first()
        return called or rows.order_by("-starts_at").first()

    @property
    def is_written(self) -> bool:
        """Whether the minutes were written on the meeting's own page."""
        return self.meeting is not None and self.meeting.status == Meeting.Status.HELD

    @property
    def possible(self) -> bool:
        """Whether there is a meeting."""
        return self.meeting is not None

    @property
    def base(self) -> str:
        """Which minutes the writer began from."""
        typed = self.data.get("base") if self.data is not None else None
        return typed or version_of(self.meeting)

    @property
    def plan_is_open(self) -> bool:
        """Whether decisions can become actions now."""
        making = queries.in_making(self.case)
        return making is None or making.status == Plan.Status.DRAFT

    def apply(self, run: Any) -> str:
        """Write the minutes."""
        if not self.is_written:
            details = minutes_details(self.main, self.parts["rows"])
            try:
                write_minutes_with_actions(self.meeting, by=self.user, version=self.base, **details)
            except MinutesConflict as conflict:
                self.refresh(version_of(conflict.meeting))
                raise ValidationError(
                    _("Somebody wrote the minutes while you were writing. Complete again to replace them with yours.")
                ) from conflict
        return "done"

    def refresh(self, version: str) -> None:
        """Begin from ``version`` at the next try."""
        self.data = self.data.copy()
        self.data["base"] = version

    def readers(self) -> tuple[list[str], list[str]]:
        """The lead agency, and whom the writer chooses."""
        refused = getattr(self.main, "refused", [])
        can = [
            _("%(agency)s, which leads the case") % {"agency": self.case.lead_agency},
            _("The agencies you choose under “Who may read the minutes?”, from the moment you save"),
        ]
        cannot = [_("%(agency)s: no consent covers plan and meetings") % {"agency": agency} for agency in refused]
        return can, [*cannot, _("Agencies that were not called"), _("The family: give them their own copy")]
