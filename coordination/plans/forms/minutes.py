"""The minutes: who came, notes and decision for each row, and who reads them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coordination.forms import CheckboxCards, DateInput, LongText, RadioCards
from coordination.meetings.models import Meeting
from coordination.meetings.queries import PLAN_TOPIC, called
from coordination.plans.forms.plan import Parties, WhoField
from coordination.sharing.queries import possible_readers, readers_of

CAME, CHOSEN, NOBODY = "came", "chosen", "nobody"
ACTION_FIELDS = ("text", "who", "starts_on", "due_on")


class MinutesForm(forms.Form):
    """Who came, and who besides the lead agency reads the minutes."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    attended = forms.MultipleChoiceField(label=_("Who came?"), required=False, widget=CheckboxCards)
    share = forms.ChoiceField(
        label=_("Who may read the minutes?"),
        choices=[
            (CAME, _("The agencies that came, as far as consent covers them")),
            (CHOSEN, _("Only the agencies ticked below")),
            (NOBODY, _("Nobody but the lead agency")),
        ],
        initial=CAME,
        widget=RadioCards,
    )
    agencies = forms.MultipleChoiceField(label=_("The agencies that may read"), required=False, widget=CheckboxCards)
    chair = WhoField(label=_("Who chaired the meeting?"))
    note_taker = WhoField(label=_("Who took the notes?"))

    def __init__(self, *args: Any, meeting: Meeting, parties: Parties, **kwargs: Any) -> None:
        """Offer those who were called; sharing only with those whom consent covers now."""
        self.meeting, self.called = meeting, called(meeting)
        invited = {i.agency_id for i in self.called}
        readers = [
            r for r in possible_readers(meeting.case, meeting.case.lead_agency, PLAN_TOPIC) if r[0].pk in invited
        ]
        self.covered = {str(a.pk): a for a, has_ground in readers if has_ground}
        self.refused = [a for a, has_ground in readers if not has_ground]
        kwargs["initial"] = self._initial() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        names = {a.pk: ", ".join(str(u) for u in people) for a, people in parties}
        self.fields["attended"].choices = [(str(i.pk), _name(i)) for i in self.called]  # type: ignore[attr-defined]
        self._offer_roles(parties)
        field = self.fields["agencies"]
        field.choices = [(pk, str(a)) for pk, a in self.covered.items()]  # type: ignore[attr-defined]
        field.widget.hints = {pk: names.get(a.pk, "") for pk, a in self.covered.items()}

    def clean(self) -> dict:
        """A choice of agencies names at least one."""
        data = super().clean() or {}
        if data.get("share") == CHOSEN and not data.get("agencies") and "agencies" not in self.errors:
            self.add_error("agencies", _("Tick at least one agency, or choose nobody."))
        return data

    def roles(self) -> dict[str, Any]:
        """Return chair and note taker of a SIP meeting; nothing for another."""
        names = [name for name in ("chair", "note_taker") if name in self.fields]
        return {name: self.cleaned_data[name][1] for name in names}

    def _offer_roles(self, parties: Parties) -> None:
        """Ask for chair and note taker, who must be named at a SIP meeting and nowhere else."""
        for name in ("chair", "note_taker"):
            if self.meeting.kind == Meeting.Kind.SIP:
                self.fields[name].offer(parties)  # type: ignore[attr-defined]
                self.initial.setdefault(name, _pair(getattr(self.meeting, name), parties))
            else:
                del self.fields[name]

    def share_with(self) -> list:
        """Return the agencies that get the minutes."""
        data = self.cleaned_data
        came = {str(i.agency_id) for i in self.called if str(i.pk) in data["attended"]}
        wanted = {CAME: came, CHOSEN: set(data["agencies"]), NOBODY: set()}[data["share"]]
        return [agency for pk, agency in self.covered.items() if pk in wanted]

    def _initial(self) -> dict[str, Any]:
        minutes = self.meeting.minutes
        reading = [str(a.pk) for a in readers_of(minutes)] if minutes else []
        return {
            "attended": [str(i.pk) for i in self.called if i.attended is not False],
            "share": (CHOSEN if reading else NOBODY) if minutes else CAME,
            "agencies": reading if minutes else list(self.covered),
        }


class MinutesRow(forms.Form):
    """Notes and decision on one row of the agenda, and the action that comes of it."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(label=_("Heading"), max_length=160)
    notes = forms.CharField(label=_("Notes"), required=False, max_length=5000, widget=LongText(5000, rows=3))
    decision = forms.CharField(label=_("Decision"), required=False, max_length=2000, widget=LongText(2000, rows=2))
    make = forms.BooleanField(label=_("Make the decision an action of the plan"), required=False)
    text = forms.CharField(
        label=_("What is done"), max_length=300, required=False, help_text=_("Left empty, the words of the decision.")
    )
    who = WhoField(label=_("Who does it"))
    starts_on = forms.DateField(label=_("Starts"), widget=DateInput)
    due_on = forms.DateField(label=_("Ready by"), widget=DateInput)

    def __init__(self, *args: Any, parties: Parties, **kwargs: Any) -> None:
        """Offer ``parties`` to do what was decided."""
        super().__init__(*args, **kwargs)
        self.fields["who"].offer(parties)  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """An action needs words, somebody to do it, and days in their order; a decision alone needs none of it."""
        data = super().clean() or {}
        if not data.get("make"):
            for name in ACTION_FIELDS:
                self.errors.pop(name, None)
            return data
        data["text"] = data.get("text") or data.get("decision", "")
        if not data["text"] and not {"text", "decision"} & set(self.errors):
            self.add_error("decision", _("Write what was decided."))
        if len(data["text"]) > 300:
            self.add_error("text", _("Say it in at most 300 characters."))
        if data.get("starts_on") and data.get("due_on") and data["due_on"] < data["starts_on"]:
            self.add_error("due_on", _("This is before the action starts."))
        return data

    def row(self) -> dict[str, Any]:
        """Return the row as `write_minutes_with_actions` takes it."""
        data = self.cleaned_data
        row = {name: data[name] for name in ("pk", "heading", "notes", "decision")}
        if data["make"]:
            agency, person = data["who"]
            days = {"starts_on": data["starts_on"], "due_on": data["due_on"]}
            row["action"] = {"text": data["text"], "agency": agency, "person": person, **days}
        return row

    @staticmethod
    def rows(meeting: Meeting) -> list[dict[str, Any]]:
        """Return the agenda of a meeting as rows."""
        return [
            {"pk": i.pk, "heading": i.heading, "notes": i.notes, "decision": i.decision} for i in meeting.agenda.all()
        ]


def _pair(user: Any, parties: Parties) -> str:
    return next((f"{a.pk}:{user.pk}" for a, people in parties for u in people if user and u.pk == user.pk), "")


def _name(invitee: Any) -> str:
    if invitee.agency_id:
        return str(invitee.agency)
    return f"{invitee.person.get_role_display()} {invitee.person.initials}"
