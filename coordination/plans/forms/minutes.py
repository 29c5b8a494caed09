"""Closing the minutes: who came, how it was handled where somebody might not hear all, and who reads them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from coordination.forms import CheckboxCards, RadioCards
from coordination.meetings.covering import PLAN_TOPIC, gaps, name_of
from coordination.meetings.models import Invitee, Meeting
from coordination.meetings.queries import called
from coordination.plans.forms.plan import Parties, WhoField
from coordination.sharing.queries import possible_readers, readers_of

CAME, CHOSEN, NOBODY = "came", "chosen", "nobody"


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
        self.gaps = gaps(meeting, self.called)
        invited = {i.agency_id for i in self.called}
        readers = [
            r for r in possible_readers(meeting.case, meeting.case.lead_agency, PLAN_TOPIC) if r[0].pk in invited
        ]
        self.covered = {str(a.pk): a for a, has_ground in readers if has_ground}
        self.refused = [a for a, has_ground in readers if not has_ground]
        kwargs["initial"] = self._initial() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        names = {a.pk: ", ".join(str(u) for u in people) for a, people in parties}
        attended = self.fields["attended"]
        attended.choices = [(str(i.pk), name_of(i)) for i in self.called]  # type: ignore[attr-defined]
        attended.widget.hints = {str(pk): Invitee.Gap(gap).label for pk, gap in self.gaps.items()}
        self._ask_how()
        self._offer_roles(parties)
        field = self.fields["agencies"]
        field.choices = [(pk, str(a)) for pk, a in self.covered.items()]  # type: ignore[attr-defined]
        field.widget.hints = {pk: names.get(a.pk, "") for pk, a in self.covered.items()}

    def clean(self) -> dict:
        """A choice of agencies names at least one; who came and might not hear all needs how it was handled."""
        data = super().clean() or {}
        if data.get("share") == CHOSEN and not data.get("agencies") and "agencies" not in self.errors:
            self.add_error("agencies", _("Tick at least one agency, or choose nobody."))
        for invitee in self._uncovered():
            if str(invitee.pk) not in data.get("attended", ()):
                continue
            how, more = f"handled_{invitee.pk.hex}", f"how_{invitee.pk.hex}"
            if not data.get(how) and how not in self.errors:
                self.add_error(how, _("They came and might not hear all. Say how it was handled."))
            if data.get(how) == Invitee.Handled.GROUND and not data.get(more) and more not in self.errors:
                self.add_error(more, _("Say which ground."))
        return data

    def details(self) -> dict[str, Any]:
        """Return what closing the minutes takes."""
        data = self.cleaned_data
        handled = {
            str(i.pk): (data[f"handled_{i.pk.hex}"], data[f"how_{i.pk.hex}"])
            for i in self._uncovered()
            if data[f"handled_{i.pk.hex}"]
        }
        roles: dict[str, Any] = {name: data[name][1] for name in ("chair", "note_taker") if name in self.fields}
        return {"attended": data["attended"], "handled": handled, "share_with": self.share_with(), **roles}

    def share_with(self) -> list:
        """Return the agencies that get the minutes."""
        data = self.cleaned_data
        came = {str(i.agency_id) for i in self.called if str(i.pk) in data["attended"]}
        wanted = {CAME: came, CHOSEN: set(data["agencies"]), NOBODY: set()}[data["share"]]
        return [agency for pk, agency in self.covered.items() if pk in wanted]

    @property
    def handling(self) -> list[Any]:
        """The fields that ask how it was handled, in order."""
        return [self[f"{name}_{i.pk.hex}"] for i in self._uncovered() for name in ("handled", "how")]

    def _uncovered(self) -> list[Invitee]:
        return [i for i in self.called if i.pk in self.gaps]

    def _ask_how(self) -> None:
        for invitee in self._uncovered():
            gap = Invitee.Gap(self.gaps[invitee.pk]).label
            self.fields[f"handled_{invitee.pk.hex}"] = forms.ChoiceField(
                label=_now("If %(who)s came: how was it handled?") % {"who": name_of(invitee)},
                help_text=_now("%(who)s: %(why)s.") % {"who": name_of(invitee), "why": gap},
                choices=Invitee.Handled.choices,
                initial=invitee.handled,
                required=False,
                widget=RadioCards,
            )
            self.fields[f"how_{invitee.pk.hex}"] = forms.CharField(
                label=_now("More about it, or which ground, for %(who)s") % {"who": name_of(invitee)},
                initial=invitee.handled_how,
                required=False,
                max_length=300,
            )

    def _offer_roles(self, parties: Parties) -> None:
        """Ask for chair and note taker, who must be named at a SIP meeting and nowhere else."""
        for name in ("chair", "note_taker"):
            if self.meeting.kind == Meeting.Kind.SIP:
                self.fields[name].offer(parties)  # type: ignore[attr-defined]
                self.initial.setdefault(name, _pair(getattr(self.meeting, name), parties))
            else:
                del self.fields[name]

    def _initial(self) -> dict[str, Any]:
        minutes = self.meeting.minutes
        reading = [str(a.pk) for a in readers_of(minutes)] if minutes else []
        came = [i for i in self.called if (i.attended if i.pk in self.gaps else i.attended is not False)]
        return {
            "attended": [str(i.pk) for i in came],
            "share": (CHOSEN if reading else NOBODY) if minutes else CAME,
            "agencies": reading if minutes else list(self.covered),
        }


def _pair(user: Any, parties: Parties) -> str:
    return next((f"{a.pk}:{user.pk}" for a, people in parties for u in people if user and u.pk == user.pk), "")
