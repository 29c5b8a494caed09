"""The form of a plan: its text, its goals and its actions."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordination.agencies.models import Agency, User
from coordination.forms import DateInput, LongText
from coordination.people.models import Person
from coordination.plans.models import Action, Plan, StatutoryPoints
from coordination.plans.points import TEXTS, points_of, principals_of
from coordination.sharing.audience_forms import FamilyField

Parties = list[tuple[Agency, list[User]]]


def who_choices(parties: Parties) -> list:
    """Return the choices of who does something: people with access, under their agency."""
    groups = [(str(a), [(f"{a.pk}:{u.pk}", f"{u}, {a}") for u in people]) for a, people in parties if people]
    return [("", _("Choose")), *groups]


class WhoField(forms.ChoiceField):
    """One agency and one of its people with access, chosen together so that they always fit."""

    parties: Parties = []

    def offer(self, parties: Parties) -> None:
        """Let the people of these agencies be chosen."""
        self.parties, self.choices = parties, who_choices(parties)

    def clean(self, value: Any) -> Any:
        """Return the pair (agency, person), or None."""
        chosen = super().clean(value)
        pairs = {f"{a.pk}:{u.pk}": (a, u) for a, people in self.parties for u in people}
        return pairs.get(chosen)


def _point(name: str, hint: Any) -> forms.CharField:
    label = StatutoryPoints._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return forms.CharField(label=label, required=False, max_length=2000, widget=LongText(2000, rows=3), help_text=hint)


class PlanForm(forms.Form):
    """What the plan says besides its goals and actions."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    summary = forms.CharField(
        label=_("Why we do this together"),
        required=False,
        max_length=3000,
        widget=LongText(3000, rows=4),
        help_text=_("In plain words. The family reads this first."),
    )
    crisis = forms.CharField(
        label=_("If it gets worse"),
        required=False,
        max_length=2000,
        widget=LongText(2000, rows=3),
        help_text=_("Signs to watch for, who does what, and whom the family calls."),
    )
    follow_up_on = forms.DateField(
        label=_("Follow-up on"), required=False, widget=DateInput, help_text=_("Needed before the plan is proposed.")
    )

    def clean_follow_up_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["follow_up_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed. Choose a later one."))
        return day

    @staticmethod
    def begin_with(plan: Plan) -> dict[str, Any]:
        """Return what the form of a plan shows at first."""
        return {"summary": plan.summary, "crisis": plan.crisis, "follow_up_on": plan.follow_up_on}


class SipPlanForm(PlanForm):
    """What a coordinated individual plan says besides: the four points of the law, and the contact persons."""

    help_needed = _point("help_needed", _("Every form of help, each for itself."))
    principals = _point("principals", _("The municipality: … The region: …"))
    by_others = _point("by_others", _("School, family, associations and others. Write “Nothing” if that is so."))
    responsible = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("4. Who has overall responsibility for the plan"),
        required=False,
        empty_label=_("Choose"),
    )
    contacts = forms.CharField(
        label=_("Contact persons"),
        required=False,
        max_length=1000,
        widget=LongText(1000, rows=2),
        help_text=_("Whom the person turns to, with phone numbers."),
    )

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        """Offer the agencies of the two principals."""
        super().__init__(*args, **kwargs)
        rows = Agency.objects.filter(pk__in=[a.pk for a in principals_of(case)]).order_by("name")
        self.fields["responsible"].queryset = rows  # type: ignore[attr-defined]

    def points(self) -> dict[str, Any]:
        """Return the points as `save_plan` takes them."""
        return {name: self.cleaned_data[name] for name in (*TEXTS, "responsible")}

    @staticmethod
    def begin_with(plan: Plan) -> dict[str, Any]:
        """Return what the form shows at first."""
        points = points_of(plan)
        texts = {name: getattr(points, name) for name in TEXTS} if points else {}
        return {**PlanForm.begin_with(plan), **texts, "responsible": points.responsible_id if points else None}


class GoalRow(forms.Form):
    """One goal."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(label=_("The goal in the child's own words"), max_length=200)
    start = forms.IntegerField(label=_("Where we start, 0–10"), min_value=0, max_value=10)
    now = forms.IntegerField(label=_("Where we are now, 0–10"), min_value=0, max_value=10, required=False)
    target = forms.IntegerField(label=_("Where we want to be, 0–10"), min_value=0, max_value=10)

    @staticmethod
    def rows(plan: Plan) -> list[dict[str, Any]]:
        """Return the goals of a plan as rows."""
        return [
            {"pk": g.pk, "words": g.words, "start": g.start, "now": g.now, "target": g.target} for g in plan.goals.all()
        ]


class ActionRow(forms.Form):
    """One action."""

    pk = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("What is done"), max_length=300)
    who = WhoField(label=_("Who does it"))
    goal = forms.TypedChoiceField(label=_("For which goal"), coerce=int, empty_value=None, required=False)
    starts_on = forms.DateField(label=_("Starts"), widget=DateInput)
    due_on = forms.DateField(label=_("Ready by"), widget=DateInput)
    for_family = forms.BooleanField(label=_("Shown in the family's plan"), required=False)
    kept_from = FamilyField(Person.objects.none(), label=_("Not in the plan of"), required=False)

    def __init__(self, *args: Any, parties: Parties, goals: int, family: Any, **kwargs: Any) -> None:
        """Offer ``parties`` to do it, the first ``goals`` goals, and the ``family`` it can be kept from."""
        super().__init__(*args, **kwargs)
        self.fields["who"].offer(parties)  # type: ignore[attr-defined]
        numbers = [(n, _("Goal %(number)s") % {"number": n}) for n in range(1, goals + 1)]
        self.fields["kept_from"].queryset = family  # type: ignore[attr-defined]
        if not family:
            del self.fields["kept_from"]
        self.fields["goal"].choices = [("", _("No goal of its own")), *numbers]  # type: ignore[attr-defined]

    def clean(self) -> dict:
        """The end does not come before the start."""
        data = super().clean() or {}
        if data.get("starts_on") and data.get("due_on") and data["due_on"] < data["starts_on"]:
            self.add_error("due_on", _("This is before the action starts."))
        return data

    @staticmethod
    def rows(plan: Plan) -> list[dict[str, Any]]:
        """Return the actions of a plan as rows."""
        numbers = {goal.pk: n for n, goal in enumerate(plan.goals.all(), start=1)}
        return [ActionRow.row(action, numbers) for action in plan.actions.prefetch_related("kept_from")]

    @staticmethod
    def row(action: Action, numbers: dict) -> dict[str, Any]:
        """Return one action as a row."""
        return {
            "pk": action.pk,
            "text": action.text,
            "who": f"{action.agency_id}:{action.person_id}",
            "goal": numbers.get(action.goal_id, ""),
            "starts_on": action.starts_on,
            "due_on": action.due_on,
            "for_family": action.for_family,
            "kept_from": [person.pk for person in action.kept_from.all()],
        }
