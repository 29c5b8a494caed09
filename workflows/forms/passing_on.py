"""Handing exit support over to another municipality: by one disclosure, never by access to the file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.agencies.models import Agency
from coordination.cases.inviting import invite
from coordination.forms import LongText, RadioCards
from coordination.sharing.queries import covered_agencies, covered_until
from workflows.forms.base import Part
from workflows.forms.exits import own_text
from workflows.forms.whereabouts import HidesWhere


class ChooseHomeMain(forms.Form):
    """Which municipality takes over."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Is the handover prepared?"),
        choices=[
            ("invited", gettext_lazy("Yes, ask the other municipality")),
            ("not_yet", gettext_lazy("Not yet: go on with the follow-up")),
        ],
        widget=RadioCards,
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Who takes over?"),
        required=False,
        empty_label=None,
        widget=RadioCards,
    )
    message = forms.CharField(
        label=gettext_lazy("Message to their contact persons"),
        required=False,
        max_length=300,
        widget=LongText(300, rows=2),
        help_text=gettext_lazy("No names, and no place. Ask them to call you."),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        """Offer ``agencies``."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """To ask is to ask somebody."""
        data = super().clean() or {}
        if data.get("outcome") == "invited" and not data.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Choose who takes over. The consent must name them first."))
        return data


class ChooseHomeForm(HidesWhere):
    """Ask the social services of the municipality to which the person moves."""

    kind = "choose_home"
    template = "workflows/forms/choose_home.html"
    lead = gettext_lazy(
        "A handover is a disclosure: the other municipality is given what it must know, and nothing of this file."
    )
    outcomes = {
        "invited": gettext_lazy("The other municipality is asked"),
        "not_yet": gettext_lazy("Not yet"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """Offer the social services elsewhere that the consent names."""
        return {"main": ChooseHomeMain(data, agencies=self.offered)}

    @property
    def offered(self) -> QuerySet[Agency]:
        """Who may be asked now, or is in the case already; not one whose answer is awaited."""
        waiting = self.case.participations.filter(status="invited").values("agency")
        named = [a.pk for a in covered_agencies(self.case)]
        rows = Agency.objects.within_reach(self.case.municipality).exclude(municipality=self.case.municipality)
        return rows.filter(pk__in=named).exclude(pk__in=waiting).order_by("name")

    def apply(self, run: Any) -> str:
        """Ask them, unless they take part already."""
        said = self.said
        if said["outcome"] == "invited":
            if not self.case.participations.filter(agency=said["agency"], status="accepted").exists():
                invite(self.case, said["agency"], by=self.user, message=said["message"])
            run.data["home"] = str(said["agency"].pk)
        return said["outcome"]


class PassOnMain(forms.Form):
    """What the other municipality must know."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("given", gettext_lazy("Hand this over")),
            ("not_yet", gettext_lazy("Do not hand over: go on with the follow-up")),
        ],
        widget=RadioCards,
    )
    text = own_text(gettext_lazy("What must they know?"), gettext_lazy("They read this and nothing else. No place."))

    def clean(self) -> dict:
        """To hand over is to say something."""
        data = super().clean() or {}
        if data.get("outcome") == "given" and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what they must know."))
        return data


class PassOnForm(HidesWhere):
    """Hand over by one disclosure."""

    kind = "pass_on"
    audience = "chosen"
    lead = gettext_lazy("One text for the other municipality. What was written before stays where it is.")
    outcomes = {"given": gettext_lazy("It is handed over"), "not_yet": gettext_lazy("Not yet")}

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": PassOnMain(data)}

    def chosen_readers(self) -> list:
        """Return the agencies of other municipalities that take part and that the consent covers."""
        others = [a for a in self._other_agencies() if a.municipality_id != self.case.municipality_id]
        return [a for a in others if covered_until(self.case, a, "plan")]

    def apply(self, run: Any) -> str:
        """Give it to whoever takes over. Raises ValidationError where no consent covers them any more."""
        if self.said["outcome"] == "given":
            readers = [a for a in self.chosen_readers() if str(a.pk) == run.data.get("home")]
            if not readers:
                raise ValidationError(_("The consent does not cover the other municipality. Ask the person first."))
            self.write(self.said["text"], title=_("Handover"), share_with=readers)
        return self.said["outcome"]


class ReceiveMain(forms.Form):
    """The handover is received, or more is needed."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Do you take over?"),
        choices=[
            ("received", gettext_lazy("Yes, we take over from here")),
            ("more", gettext_lazy("We need to know more first")),
        ],
        widget=RadioCards,
    )
    note = own_text(gettext_lazy("What more do you need to know?"))

    def clean(self) -> dict:
        """Asking for more says what."""
        data = super().clean() or {}
        if data.get("outcome") == "more" and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say what you need."))
        return data


class ReceiveForm(HidesWhere):
    """Confirm, for the other municipality, that the handover is received."""

    kind = "receive"
    audience = "chosen"
    lead = gettext_lazy(
        "You have been given what you must know, and nothing of what was written before. Your own file begins here."
    )
    outcomes = {
        "received": gettext_lazy("The handover is received"),
        "more": gettext_lazy("More must be known"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ReceiveMain(data)}

    def chosen_readers(self) -> list:
        """The agency that hands over reads the answer."""
        return [a for a in self._other_agencies() if a.pk == self.case.lead_agency_id]

    def apply(self, run: Any) -> str:
        """Tell the agency that hands over."""
        self.write(self.said["note"], share_with=self.chosen_readers())
        return self.said["outcome"]
