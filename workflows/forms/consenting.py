"""Consent: what each person who must consent says."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import FormError, LongText, RadioCards, list_errors
from coordination.people.consenting import may_be_asked, rules_of
from coordination.people.models import Person
from coordination.sharing.consent import record_consent
from coordination.sharing.effects import Effect
from coordination.sharing.forms import NO, YES, ConsentForm
from coordination.sharing.models import Consent, Topic
from workflows.forms.base import Part, StepForm

NEEDED = [Person.Role.CHILD, Person.Role.GUARDIAN]


class ConsentMain(forms.Form):
    """What the child says, and what happens after a no."""

    view_of_child = forms.CharField(
        label=gettext_lazy("The child's own view"),
        required=False,
        max_length=1000,
        widget=LongText(1000, rows=3),
        help_text=gettext_lazy("Also when the child is too young to consent."),
    )
    after_no = forms.ChoiceField(
        label=gettext_lazy("If somebody said no: what happens now?"),
        required=False,
        choices=[
            ("again", gettext_lazy("Talk with the family once more")),
            ("refused", gettext_lazy("End the case: nothing is shared with anybody")),
        ],
        widget=RadioCards,
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        """Where consent is not ``needed``, a no does not end the work: it goes on by grounds of law."""
        super().__init__(*args, **kwargs)
        if not needed:
            again = self.fields["after_no"].choices[0]  # type: ignore[attr-defined]
            on = ("refused", gettext_lazy("Go on without consent, by grounds of law alone"))
            self.fields["after_no"].choices = [again, on]  # type: ignore[attr-defined]


class RecordConsentForm(StepForm):
    """Record what each of them says."""

    kind = "consent"
    family = "heard"
    template = "workflows/forms/consent.html"
    submit = gettext_lazy("Record and go on")
    lead = gettext_lazy("Record what each person says, as they said it. A yes may leave out agencies and topics.")
    outcomes = {
        "given": gettext_lazy("Consent was given"),
        "partial": gettext_lazy("Consent was given in part"),
        "again": gettext_lazy("The family is asked once more"),
        "refused": gettext_lazy("Consent was refused"),
    }

    def make(self, data: Any) -> dict[str, Part]:
        """Make one block for each person who must consent; if the rules name nobody, for the whole family."""
        family = self.case.people.filter(role__in=NEEDED).order_by("role", "birth_date", "pk")
        self.givers = list(family.due_to_consent()) or [p for p in family if may_be_asked(p)]
        said = {c.giver_id: c for c in Consent.objects.filter(giver__in=self.givers, ended_at=None)}
        parts: dict[str, Part] = {}
        for giver in self.givers:
            first = _initial(said.get(giver.pk))
            block = ConsentForm(data, case=self.case, giver=giver, prefix=f"p{giver.pk.hex}", initial=first)
            del block.fields["view_of_child"], block.fields["replaces"]
            parts[giver.pk.hex] = block
        return {**parts, "main": ConsentMain(data, needed=rules_of(self.case.kind, self.case.municipality).needed)}

    @property
    def possible(self) -> bool:
        """Whether anybody is registered who can be asked."""
        return bool(self.givers)

    @property
    def blocks(self) -> list[tuple[Any, Any]]:
        """Each person with their part of the form."""
        return [(giver, self.parts[giver.pk.hex]) for giver in self.givers]

    @property
    def effect(self) -> Effect | None:
        """What the answers typed so far open and close together, when that is asked for."""
        if self.data is None or "preview" not in self.data:
            return None
        typed = {giver: ConsentForm(self.data, case=self.case, prefix=form.prefix) for giver, form in self.blocks}
        return Effect(self.case, {giver: form.consent() for giver, form in typed.items() if form.is_valid()})

    @property
    def errors(self) -> list[FormError]:
        """Everything to put right, each with whose answer it is in."""
        whose = {part.prefix: f"{giver.get_role_display()} {giver.initials}" for giver, part in self.blocks}
        named = [
            FormError(error.text, error.target, f"{whose[part.prefix]}: {error.label}")
            for part in self.forms()
            if part.prefix in whose
            for error in list_errors([part])
        ]
        return [*named, *list_errors([self.main])]

    def check(self) -> bool:
        """A no needs a way on."""
        if self._somebody_refuses() and not self.said["after_no"]:
            self.main.add_error("after_no", _("Somebody said no. Choose what happens now."))
            return False
        return True

    def apply(self, run: Any) -> str:
        """Record every answer; what they say together is the outcome."""
        for giver, form in self.blocks:
            form.cleaned_data["view_of_child"] = self.said["view_of_child"]
            record_consent(giver, by=self.user, **form.consent())
        if self._somebody_refuses():
            return self.said["after_no"]
        return "given" if self._is_whole() else "partial"

    def readers(self) -> tuple[list[str], list[str]]:
        """The lead agency reads who said what; the others only learn what they may share."""
        can, cannot = super().readers()
        return can, [
            _("Other agencies see only which agencies and topics are covered, not who said what"),
            *cannot[-1:],
        ]

    def _somebody_refuses(self) -> bool:
        return any(form.cleaned_data.get("answer") == NO for _giver, form in self.blocks)

    def _is_whole(self) -> bool:
        answers = [form.cleaned_data for _giver, form in self.blocks]
        same = len({frozenset(a.pk for a in said["agencies"]) for said in answers}) == 1
        return same and all(set(said["topics"]) == set(Topic.values) for said in answers)


def _initial(consent: Consent | None) -> dict[str, Any]:
    if consent is None:
        return {}
    agencies = [a.pk for a in consent.agencies.all()]
    answer = YES if consent.given else NO
    return {"answer": answer, "agencies": agencies, "topics": consent.topics, "form": consent.form}
