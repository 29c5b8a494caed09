"""The report, and what is decided on it at the gate."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coordination.forms import DateInput, LongText, RadioCards, TimeInput
from coordination.places.models import Place
from coordination.places.queries import labels, places_of
from coordination.places.reports.models import PlaceReport, Severity
from coordination.places.reports.queries import same_as

NOW, EARLIER = "now", "earlier"
NOON = time(12)
OLDEST_KEPT = timedelta(days=14)  # A report kept on a phone longer than this happened "earlier".
HINTS = {
    Severity.MINOR: _("Disturbs, harms nobody"),
    Severity.SERIOUS: _("Somebody can be harmed or afraid"),
    Severity.ACUTE: _("Somebody was or is in danger. Call 112 when it goes on"),
}


class ReportForm(forms.Form):
    """What, where and when: half a minute on a phone."""

    agency = forms.ChoiceField(label=pgettext_lazy("a place", "For which agency do you report?"), widget=RadioCards)
    category = forms.ChoiceField(label=_("What?"), widget=RadioCards)
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Where?"),
        empty_label=_("Choose"),
        error_messages={"required": _("Say where it was: choose a place, a point on the map, or write it.")},
    )
    where = forms.CharField(
        label=_("Or in words"),
        max_length=120,
        required=False,
        help_text=_("If the place is not in the list. For example: the tunnel under the railway."),
    )
    east = forms.IntegerField(required=False, widget=forms.HiddenInput)
    north = forms.IntegerField(required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=_("When?"), choices=[(NOW, _("Now")), (EARLIER, _("Earlier"))], widget=RadioCards, initial=NOW
    )
    day = forms.DateField(label=_("Day"), required=False, widget=DateInput)
    time = forms.TimeField(label=_("About what time"), required=False, widget=TimeInput)
    severity = forms.TypedChoiceField(
        label=_("How serious?"), choices=Severity.choices, coerce=int, widget=RadioCards(hints=HINTS)
    )
    repeated = forms.BooleanField(label=_("It has been like this before"), required=False)
    text = forms.CharField(
        label=_("What happened?"),
        max_length=1000,
        required=False,
        widget=LongText(1000, rows=4),
        help_text=_("About the place, not about persons: no names, numbers, number plates or descriptions of people."),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    written_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: list[Any], **kwargs: Any) -> None:
        """Offer the places and categories of the municipality; ask for the agency only where there is a choice."""
        super().__init__(*args, **kwargs)
        municipality = agencies[0].municipality
        self.zone = ZoneInfo(municipality.time_zone)
        self.fields["category"].choices = list(labels("est.categories", municipality).items())  # type: ignore[attr-defined]
        self.fields["place"].queryset = places_of(municipality)  # type: ignore[attr-defined]
        self.fields["place"].required = not (self.data.get("where") or self.data.get("east"))
        self.fields["agency"].choices = [(str(a.pk), str(a)) for a in agencies]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            del self.fields["agency"]

    def clean(self) -> dict[str, Any]:
        """Put the moment together: when it was written, or the day and time of something earlier."""
        said = super().clean() or {}
        if said.get("when") == EARLIER and not said.get("day") and "day" not in self.errors:
            self.add_error("day", ValidationError(_("Give the day.")))
        with timezone.override(self.zone):
            said["happened_at"] = self._moment(said)
        return said

    @property
    def point(self) -> tuple[int, int] | None:
        """The point of the map that is chosen, valid or not yet judged."""
        try:
            return int(self["east"].value()), int(self["north"].value())
        except (TypeError, ValueError):
            return None

    def _moment(self, said: dict[str, Any]) -> datetime:
        now = timezone.now()
        if said.get("when") == EARLIER and said.get("day"):
            moment = from_current_timezone(datetime.combine(said["day"], said.get("time") or NOON))
            return min(moment, now) if said["day"] == timezone.localdate(now) else moment
        written = said.get("written_at")
        return written if written and now - OLDEST_KEPT < written <= now else now


class GateForm(forms.Form):
    """What becomes of a report that has come in."""

    CHECK, BOUNCE, SAME, NOTHING, ELSEWHERE = "check", "bounce", "same", "nothing", "elsewhere"
    PLACE = "place"
    decision = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            (CHECK, _("It is about a place: let it through")),
            (BOUNCE, _("It tells who somebody is: send it back")),
            (SAME, _("It is the same as another report")),
            (PLACE, _("It was at another place")),
            (NOTHING, _("Nothing can be done")),
            (ELSEWHERE, _("It belongs elsewhere")),
        ],
        widget=RadioCards(
            hints={
                BOUNCE: _("The words are deleted for good. Only that a report was made remains."),
                SAME: _("Both are kept and counted once."),
                ELSEWHERE: _("A report of concern, a police report, a fault report."),
            }
        ),
        initial=CHECK,
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Place"), required=False, empty_label=_("No place of the list")
    )
    same = forms.ModelChoiceField(
        PlaceReport.objects.none(), label=_("The same as"), required=False, empty_label=_("Choose")
    )
    answer = forms.CharField(
        label=_("What the one who reported is told"),
        max_length=400,
        required=False,
        widget=LongText(400, rows=3),
        help_text=_("Needed when you send it back or close it. No names here either."),
    )

    def __init__(self, *args: Any, report: PlaceReport, **kwargs: Any) -> None:
        """Offer the places of the municipality and reports of the same days; leave out what cannot be done."""
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places_of(report.municipality)  # type: ignore[attr-defined]
        self.fields["same"].queryset = same_as(report)  # type: ignore[attr-defined]
        names = labels("est.categories", report.municipality)
        self.fields["same"].label_from_instance = lambda one: _label(one, names)  # type: ignore[attr-defined]
        if not self.fields["same"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["same"]
        offered = self._offered(report)
        choices = self.fields["decision"].choices  # type: ignore[attr-defined]
        self.fields["decision"].choices = [one for one in choices if one[0] in offered]  # type: ignore[attr-defined]
        self.fields["decision"].initial = self.CHECK if self.CHECK in offered else None

    def _offered(self, report: PlaceReport) -> set[str]:
        """Return what may be decided on a report in its state; a name can be found after the gate, too."""
        moves, new = PlaceReport.MOVES[report.state], report.state == PlaceReport.State.NEW
        offered = {
            self.CHECK: PlaceReport.State.CHECKED in moves,
            self.BOUNCE: PlaceReport.State.BOUNCED in moves,
            self.SAME: new and "same" in self.fields,
            self.PLACE: not new,
            self.NOTHING: PlaceReport.State.NOT_ACTIONABLE in moves,
            self.ELSEWHERE: PlaceReport.State.MOVED in moves,
        }
        return {decision for decision, may in offered.items() if may}

    def clean(self) -> dict[str, Any]:
        """Ask for the other report where they are the same, and for the place where it was another."""
        said = super().clean() or {}
        if said.get("decision") == self.PLACE and not said.get("place"):
            self.add_error("place", ValidationError(_("Choose a place of the list.")))
        if said.get("decision") == self.SAME and not said.get("same"):
            self.add_error("same", ValidationError(_("Choose the other report.")))
        return said


def _label(report: PlaceReport, names: dict[str, str]) -> str:
    at = timezone.localtime(report.happened_at)
    where = report.place or report.where
    return f"{at:%Y-%m-%d %H:%M}, {where}, {names.get(report.category, report.category)}, {report.agency}"
