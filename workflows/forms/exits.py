"""The first steps of exit support: referral, first contact, and needs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.access.classes import raise_class
from coordination.access.countersigning import waiting_for_class
from coordination.agencies.models import Agency, User
from coordination.cases.models import Confidentiality
from coordination.exits import queries
from coordination.exits.actions import note_contact, set_who_knows
from coordination.exits.models import ExitSupport
from coordination.forms import CheckboxCards, LongText, RadioCards
from workflows.forms.base import Part
from workflows.forms.whereabouts import HidesWhere

NOT_WHERE = gettext_lazy("Never where the person lives or stays.")


def own_text(label: Any, help_text: Any = NOT_WHERE, *, required: bool = False) -> forms.CharField:
    """Return a field for a text of the own agency."""
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=LongText(2000, rows=3), help_text=help_text
    )


class ReferMain(forms.Form):
    """Who referred, and whether it is for exit support."""

    by_whom = forms.ChoiceField(
        label=gettext_lazy("Who got in touch?"),
        choices=[
            ("self", gettext_lazy("The person")),
            ("family", gettext_lazy("Somebody close to the person")),
            ("police", gettext_lazy("Police")),
            ("probation", gettext_lazy("Probation or prison")),
            ("social", gettext_lazy("Social services")),
            ("school", gettext_lazy("School")),
            ("other", gettext_lazy("Somebody else")),
        ],
        widget=RadioCards,
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Is this for exit support?"),
        choices=[
            ("proceed", gettext_lazy("Yes, get in contact now")),
            ("not_target", gettext_lazy("No, another way of working fits better")),
        ],
        widget=RadioCards(
            hints={
                "proceed": gettext_lazy("Motivation fades: the first contact is taken at once."),
                "not_target": gettext_lazy("The case is closed"),
            }
        ),
    )
    note = own_text(gettext_lazy("What is known so far?"))

    def clean(self) -> dict:
        """A no needs its reason."""
        data = super().clean() or {}
        if data.get("outcome") == "not_target" and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say why another way fits better."))
        return data


class ReferForm(HidesWhere):
    """Note who referred the person."""

    kind = "refer"
    lead = gettext_lazy("Somebody wants to leave crime behind, or may want to. There is no age limit.")
    outcomes = {
        "proceed": gettext_lazy("For exit support"),
        "not_target": gettext_lazy("Another way of working fits better"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": ReferMain(data)}

    def apply(self, run: Any) -> str:
        """Keep the referral in the own agency."""
        self.write(self.said["note"] or _("Referred."), data={"by_whom": self.said["by_whom"]})
        return self.said["outcome"]


class FirstContactMain(forms.Form):
    """How the person is reached safely, whom it concerns, and who knows where they are."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it go?"),
        choices=[
            ("reached", gettext_lazy("We have talked, and the person wants support")),
            ("again", gettext_lazy("Not reached yet: try again")),
            ("declined", gettext_lazy("The person does not want support")),
        ],
        widget=RadioCards,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("By which channel is it safe?"),
        required=False,
        choices=ExitSupport.Channel.choices,
        widget=RadioCards,
    )
    concerned = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Which agencies does it concern?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("The consent must name all of them. Without the police the method cannot be used."),
    )
    named = forms.ChoiceField(
        label=gettext_lazy("Close the case to all but named persons?"),
        choices=[
            ("yes", gettext_lazy("Yes, ask for the countersignature now")),
            ("no", gettext_lazy("Not now")),
        ],
        initial="yes",
        widget=RadioCards(
            hints={"yes": gettext_lazy("Recommended. A unit manager countersigns; until then the case is sensitive.")}
        ),
    )
    knows = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Who knows where the person is?"),
        required=False,
        widget=CheckboxCards,
        help_text=gettext_lazy("The place itself is kept nowhere: whoever needs it asks one of these, in person."),
    )
    told = forms.BooleanField(
        label=gettext_lazy("The person knows that the place is never written down"), required=False
    )
    note = own_text(gettext_lazy("What was said?"))

    def __init__(self, *args: Any, agencies: QuerySet[Agency], people: QuerySet[User], hushed: bool, **kwargs: Any):
        """Offer ``agencies`` and ``people``; the highest class is not asked about once it is there or asked for."""
        super().__init__(*args, **kwargs)
        self.fields["concerned"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["knows"].queryset = people  # type: ignore[attr-defined]
        if hushed:
            del self.fields["named"]

    def clean(self) -> dict:
        """Once the person is reached, all of it must be known."""
        data = super().clean() or {}
        if data.get("outcome") != "reached":
            return data
        if not data.get("channel"):
            self.add_error("channel", _("Choose the safe channel."))
        if "concerned" in data and not any(a.kind == Agency.Kind.POLICE for a in data["concerned"]):
            self.add_error("concerned", _("The police assess the threat: choose them too."))
        if not data.get("told"):
            self.add_error("told", _("Tell the person that the place is never written down."))
        return data


class FirstContactForm(HidesWhere):
    """Take the first contact by a safe channel."""

    kind = "first_contact"
    family = "heard"
    submit = gettext_lazy("Note and go on")
    lead = gettext_lazy("Talk by a channel that is safe. Where the person is, is never written down, anywhere.")
    outcomes = {
        "reached": gettext_lazy("The person wants support"),
        "again": gettext_lazy("Not reached yet"),
        "declined": gettext_lazy("The person does not want support"),
    }

    def make_parts(self, data: Any) -> dict[str, Part]:
        """Offer the agencies of the municipality, and who is inside."""
        case, support = self.case, queries.support_of(self.case)
        agencies = Agency.objects.filter(municipality=case.municipality).exclude(pk=case.lead_agency_id)
        knowing = queries.who_knows(case)
        initial = {"channel": support.channel, "knows": knowing or [self.user.pk]}
        if support.phase or support.channel:
            initial["concerned"] = support.concerned.all()
        hushed = case.is_hushed or waiting_for_class(case) is not None
        people = queries.may_know(case)
        main = FirstContactMain(data, agencies=agencies.order_by("name"), people=people, hushed=hushed, initial=initial)
        return {"main": main}

    def apply(self, run: Any) -> str:
        """Note it, and propose the highest class."""
        said = self.said
        self.write(said["note"], data={"told": said["told"]})
        if said["outcome"] == "reached":
            note_contact(self.case, by=self.user, channel=said["channel"], concerned=said["concerned"])
            set_who_knows(self.case, said["knows"], by=self.user)
            if said.get("named") == "yes":
                reason = _("Exit support: only those who work with the person may know of the case.")
                raise_class(self.case, Confidentiality.NAMED, by=self.user, reason=reason)
        return said["outcome"]


class NeedsMain(forms.Form):
    """What drives the person, and what is needed."""

    motivated = forms.ChoiceField(
        label=gettext_lazy("Is the person motivated?"),
        choices=[
            ("yes", gettext_lazy("Yes, by their own words")),
            ("unsure", gettext_lazy("Unsure")),
            ("no", gettext_lazy("No")),
        ],
        widget=RadioCards,
    )
    words = own_text(gettext_lazy("In the person's own words"))
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What is needed?"),
        required=False,
        choices=[
            ("housing", gettext_lazy("Safe housing")),
            ("income", gettext_lazy("Income and budget")),
            ("work", gettext_lazy("Work or studies")),
            ("debts", gettext_lazy("Debts")),
            ("health", gettext_lazy("Health and talks")),
            ("addiction", gettext_lazy("Help against addiction")),
            ("family", gettext_lazy("Support for the family")),
            ("protected", gettext_lazy("Protected personal data")),
        ],
        widget=CheckboxCards,
    )
    note = own_text(gettext_lazy("Your assessment"))
    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens now?"),
        choices=[
            ("proceed", gettext_lazy("Go on: the police assess the threat")),
            ("close", gettext_lazy("End the support")),
        ],
        widget=RadioCards,
    )


class NeedsForm(HidesWhere):
    """Meet with the person and the police, and assess motivation and needs."""

    kind = "needs"
    family = "heard"
    lead = gettext_lazy("After the joint meeting with the person: what drives them, and what is needed to leave.")
    outcomes = {"proceed": gettext_lazy("The police assess the threat"), "close": gettext_lazy("The support ends")}

    def make_parts(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": NeedsMain(data)}

    def apply(self, run: Any) -> str:
        """Keep it in the own agency."""
        said = self.said
        data = {"motivated": said["motivated"], "needs": said["needs"]}
        self.write(said["note"] or _("Needs were assessed."), data=data)
        self.write(said["words"], title=_("In the person's own words"), topic="home")
        return said["outcome"]
