"""The form that calls and changes a meeting."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency
from coordination.cases.models import Case
from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards, TimeInput
from coordination.meetings.agendas import is_proposed, proposed_agenda, usual_kind
from coordination.meetings.models import LONGEST_ROW, Meeting
from coordination.meetings.queries import agencies_to_call
from coordination.people.models import Person
from coordination.people.wishes import kept_out_of_meetings

FARTHEST = timedelta(days=731)


class PeopleField(forms.ModelMultipleChoiceField):
    """People of the case, by role and initials."""

    def label_from_instance(self, obj: Person) -> str:
        """Name a person as lists do: no full name."""
        return f"{obj.get_role_display()} {obj.initials}"


class MeetingForm(forms.Form):
    """When and where to meet, who is called, and about what. ``called`` names the field of the agencies."""

    called = "agencies"
    kind = forms.ChoiceField(label=_("What kind of meeting?"), choices=Meeting.Kind.choices, widget=RadioCards)
    day = forms.DateField(label=_("Day"), widget=DateInput)
    time = forms.TimeField(label=_("Time"), widget=TimeInput)
    minutes_long = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480, initial=60)
    place = forms.CharField(label=_("Place"), max_length=160, required=False, help_text=_("A place, a link, or both."))
    link = forms.URLField(
        label=_("Link to a video meeting"),
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text=_("No names or numbers of people in the link."),
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Which agencies are called?"), required=False, widget=CheckboxCards
    )
    people = PeopleField(
        Person.objects.none(),
        label=_("Who of the family is called?"),
        required=False,
        widget=CheckboxCards,
        help_text=_("The family gets its call from you, on paper or by phone."),
    )
    against_wish = forms.BooleanField(
        label=_("I know of the child's wish, and call this person all the same"), required=False
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=3000,
        widget=LongText(rows=8),
        help_text=_("One row for each matter. Left empty, it becomes the usual agenda of the kind of meeting."),
    )

    def __init__(self, *args: Any, case: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        """Offer who can be called now; begin with ``meeting`` or what is usual at this stage of the case."""
        self.case, self.zone = case, ZoneInfo(case.municipality.time_zone)
        self.wishes = kept_out_of_meetings(case)
        self.callable = [a for a in agencies_to_call(case) if a.pk != case.lead_agency_id]
        initial = self._of(meeting) if meeting else self._usual()
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=[a.pk for a in self.callable]).order_by("name")
        self.fields["agencies"].queryset = agencies  # type: ignore[attr-defined]
        kinds = [(k, label) for k, label in Meeting.Kind.choices if k != Meeting.Kind.SIP or case.kind == Case.Kind.SIP]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        people = case.people.order_by("role", "birth_date", "pk")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        told = _("The child does not want this person at meetings.")
        self.fields["people"].widget.hints = {str(pk): told for pk in self.wishes}
        if not case.family_wishes.filter(ended_at=None).about_meetings().exists():
            del self.fields["against_wish"]
        self.fields["agencies"].help_text = _("%(agency)s, which leads the case, is always part of the meeting.") % {
            "agency": case.lead_agency
        }
        self.fields["time"].help_text = _("Local time of %(municipality)s.") % {"municipality": case.municipality}

    def clean_agenda(self) -> list[str]:
        """Return the rows; an agenda left as it was proposed follows the kind of meeting."""
        rows = [row.strip() for row in self.cleaned_data["agenda"].splitlines() if row.strip()]
        if any(len(row) > LONGEST_ROW for row in rows):
            raise ValidationError(_("A row of the agenda holds at most %(n)s characters.") % {"n": LONGEST_ROW})
        kind = self.cleaned_data.get("kind")
        return proposed_agenda(self.case, kind) if kind and (not rows or is_proposed(self.case, rows)) else rows

    def clean(self) -> dict:
        """Put day and time together, where the municipality is; somewhere to meet and somebody to meet are needed."""
        data = super().clean() or {}
        if data.get("day") and data.get("time"):
            data["starts_at"] = self._moment(data)
        if not data.get("place") and not data.get("link") and not {"place", "link"} & set(self.errors):
            self.add_error("place", _("Give a place or a link."))
        if not data.get("agencies") and not data.get("people") and not {self.called, "people"} & set(self.errors):
            self.add_error(self.called, _("Call at least one more agency or family member."))
        if data.get("people") and not data.get("against_wish"):
            self._mind_the_wishes(data)
        return data

    def details(self) -> dict[str, Any]:
        """Return what `call_meeting` and `change_meeting` take."""
        names = ("kind", "starts_at", "minutes_long", "place", "link", "agenda")
        data = self.cleaned_data
        called = {"agencies": [*data["agencies"]], "people": [*data["people"]]}
        return {name: data[name] for name in names} | called | {"against_wish": data.get("against_wish", False)}

    def _mind_the_wishes(self, data: dict) -> None:
        """Refuse to call somebody the child does not want there, until it is said that this is known."""
        wishes = kept_out_of_meetings(self.case, on=data.get("day"))
        for person in data["people"]:
            if person.pk in wishes:
                self.add_error(
                    "against_wish",
                    _("The child does not want %(person)s at meetings: “%(words)s” Tick that you know, or leave out.")
                    % {"person": person.label, "words": wishes[person.pk].words},
                )

    def _moment(self, data: dict) -> datetime | None:
        with timezone.override(self.zone):
            try:
                moment = from_current_timezone(datetime.combine(data["day"], data["time"]))
            except ValidationError:
                self.add_error("time", _("The clock is changed that night and this time does not exist just once."))
                return None
        if moment <= timezone.now():
            self.add_error("day", _("The time has passed. Choose a later one."))
        elif moment > timezone.now() + FARTHEST:
            self.add_error("day", _("This is more than two years ahead. Is the year right?"))
        return moment

    def _usual(self) -> dict[str, Any]:
        kind = usual_kind(self.case)
        return {
            "kind": kind,
            "agenda": "\n".join(proposed_agenda(self.case, kind)),
            "agencies": [a.pk for a in self.callable],
            "people": [p.pk for p in self.case.people.all() if p.pk not in self.wishes],
        }

    def _of(self, meeting: Meeting) -> dict[str, Any]:
        starts = meeting.starts_at.astimezone(self.zone)
        called = list(meeting.invitees.all())
        return {
            "kind": meeting.kind,
            "day": starts.date(),
            "time": starts.time(),
            "minutes_long": meeting.minutes_long,
            "place": meeting.place,
            "link": meeting.link,
            "agencies": [i.agency_id for i in called if i.agency_id],
            "people": [i.person_id for i in called if i.person_id],
            "against_wish": any(i.against_wish for i in called),
            "agenda": "\n".join(item.heading for item in meeting.agenda.all()),
        }
