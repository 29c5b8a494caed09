"""The weekly and monthly reviews of a social intervention group, obstacles and their ladder, and stepping down."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.access.onwards import go_on_as
from coordination.cases.models import Case
from coordination.escalation.actions import raise_obstacle, remove_obstacle
from coordination.escalation.models import Obstacle
from coordination.escalation.queries import standing
from coordination.forms import DateInput, LongText, RadioCards
from coordination.plans.models import Action
from coordination.plans.queries import in_force, is_overdue
from workflows.deadlines import rule_of
from workflows.forms.base import Part, StepForm
from workflows.forms.closing import has_reached_the_age
from workflows.forms.following import FollowUpForm

WAYS = [
    ("continue", gettext_lazy("Go on, and review again as often")),
    ("monthly", gettext_lazy("It is calmer: review every month")),
    ("weekly", gettext_lazy("It is acute: review every week")),
    ("escalate", gettext_lazy("Something stops the plan: raise an obstacle")),
    ("team", gettext_lazy("Somebody more is needed: check the grounds and invite")),
    ("remap", gettext_lazy("Describe the situation anew")),
    ("replan", gettext_lazy("Change the plan")),
    ("step_down", gettext_lazy("Step down to early intervention (SSPF)")),
    ("close", gettext_lazy("Close the case")),
]


class ReviewMain(forms.Form):
    """Where the work goes from here."""

    outcome = forms.ChoiceField(label=gettext_lazy("What happens now?"), widget=RadioCards)

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer ``ways`` on."""
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = ways  # type: ignore[attr-defined]


class GoneRow(forms.Form):
    """Whether an obstacle is gone."""

    result = forms.CharField(
        label=gettext_lazy("If it is gone: what came of it?"),
        required=False,
        max_length=500,
        widget=LongText(500, rows=2),
    )


class WeeklyForm(FollowUpForm):
    """Mark the goals, say how the actions go, say which obstacles are gone, and choose how it goes on."""

    kind = "weekly"
    template = "workflows/forms/review_group.html"
    submit = gettext_lazy("Save the review")
    lead = gettext_lazy("Let the young person say the number first. Everybody in the case reads what you write here.")
    outcomes = {value: label for value, label in WAYS if value != "weekly"}
    following = {"continue": "weekly", "monthly": "monthly", "escalate": "weekly"}

    def make(self, data: Any) -> dict[str, Part]:
        """The goals, the own actions, the obstacles, and what comes next."""
        rows = {f"o{o.pk.hex}": GoneRow(data, prefix=f"o{o.pk.hex}") for o in self.obstacles}
        return {**rows, **super().make(data)}

    def make_main(self, data: Any) -> forms.Form:
        """Return the part that says what comes next; the day follows from the cadence."""
        return ReviewMain(data, ways=self.drawn(WAYS))

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        """The obstacles that stand."""
        return list(standing(self.case))

    @property
    def ladder(self) -> list[tuple[Obstacle, Any]]:
        """Each obstacle that stands, with its form."""
        return [(obstacle, self.parts[f"o{obstacle.pk.hex}"]) for obstacle in self.obstacles]

    @property
    def late(self) -> list[Action]:
        """The actions that should have been ready."""
        return [action for action in self.actions if is_overdue(action)]

    @property
    def is_too_old(self) -> bool:
        """Whether the young person has reached the age at which the group ends."""
        return has_reached_the_age(self.case)

    def apply(self, run: Any) -> str:
        """Save marks and actions, the day of the next review, and which obstacles are gone."""
        self.said["next_on"] = self.next_review(self.said["outcome"])
        outcome = super().apply(run)
        for obstacle, form in self.ladder:
            if form.cleaned_data["result"]:
                remove_obstacle(obstacle, by=self.user, result=form.cleaned_data["result"])
        return outcome

    def next_review(self, outcome: str) -> date | None:
        """Return the day of the next review by the cadence of the rules, if there is one."""
        kind = self.following.get(outcome)
        if kind is None:
            return None
        return timezone.localdate() + timedelta(days=rule_of(self.flow, kind, self.case)["days"])


class MonthlyForm(WeeklyForm):
    """The same, every month."""

    kind = "monthly"
    outcomes = {value: label for value, label in WAYS if value != "monthly"}
    following = {"continue": "monthly", "weekly": "weekly", "escalate": "weekly"}


class EscalateMain(forms.Form):
    """Which obstacle, who must remove it, and by when."""

    which = forms.ChoiceField(label=gettext_lazy("Which obstacle?"), widget=RadioCards)
    what = forms.CharField(
        label=gettext_lazy("What stops the plan?"), required=False, max_length=500, widget=LongText(500, rows=3)
    )
    action = forms.ModelChoiceField(
        Action.objects.none(),
        label=gettext_lazy("Which action does it stop?"),
        required=False,
        empty_label=gettext_lazy("No single one"),
    )
    owner = forms.CharField(
        label=gettext_lazy("Who must remove it?"),
        max_length=160,
        help_text=gettext_lazy("An agency, council or post at that level. No names of the family."),
    )
    answer_by = forms.DateField(label=gettext_lazy("Answer by"), widget=DateInput)

    def clean(self) -> dict:
        """A new obstacle has words; the day is to come."""
        data = super().clean() or {}
        if data.get("which") == "new" and not data.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what stops the plan."))
        if data.get("answer_by") and data["answer_by"] < timezone.localdate():
            self.add_error("answer_by", _("The day has passed. Choose a later one."))
        return data


class EscalateForm(StepForm):
    """Raise an obstacle at the local council, or take one a level up: local, regional, national."""

    kind = "escalate"
    audience = "all"
    lead = gettext_lazy(
        "What the team cannot remove itself is raised: at the local council, then the regional, then the national one."
    )
    submit = gettext_lazy("Raise the obstacle")

    def make(self, data: Any) -> dict[str, Part]:
        """Offer the obstacles that can go up a level, and the actions of the plan."""
        form, plan = EscalateMain(data), in_force(self.case)
        choices = [("new", _("A new one, at the local council"))]
        choices += [(str(o.pk), self._up(o)) for o in standing(self.case) if o.next_level != o.level]
        form.fields["which"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            form.fields["which"].initial = "new"
        if plan:
            form.fields["action"].queryset = plan.actions.order_by("due_on")  # type: ignore[attr-defined]
        return {"main": form}

    def apply(self, run: Any) -> str:
        """Raise it."""
        said = self.said
        before = None if said["which"] == "new" else standing(self.case).filter(pk=said["which"]).first()
        if before is None and said["which"] != "new":
            raise ValidationError(_("The obstacle does not stand any more."))
        raise_obstacle(
            self.case,
            by=self.user,
            what=said["what"] or (before.what if before else ""),
            owner=said["owner"],
            answer_by=said["answer_by"],
            level=before.next_level if before else Obstacle.Level.LOCAL,
            action=said["action"] or (before.action if before else None),
            follows=before,
        )
        return "done"

    def _up(self, obstacle: Obstacle) -> str:
        level = Obstacle.Level(obstacle.next_level).label
        return _("%(what)s – now to the level: %(level)s") % {"what": obstacle.what, "level": level}


class StepDownMain(forms.Form):
    """How the work goes on after the group."""

    onwards = forms.ChoiceField(
        label=gettext_lazy("How does it go on?"),
        choices=[
            ("open", gettext_lazy("Open a case of early intervention (SSPF) with the same people")),
            ("only", gettext_lazy("End here: the ordinary services go on")),
        ],
        widget=RadioCards(hints={"open": gettext_lazy("It begins with consent. Nothing written here goes with it.")}),
    )
    note = forms.CharField(
        label=gettext_lazy("What was reached, and what must go on?"), max_length=3000, widget=LongText(3000, rows=4)
    )


class StepDownForm(StepForm):
    """Step down, perhaps into a new case."""

    kind = "step_down"
    submit = gettext_lazy("Step down and close")
    lead = gettext_lazy("The acute work is over. When the case is closed the other agencies see it no more.")

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form."""
        return {"main": StepDownMain(data)}

    def apply(self, run: Any) -> str:
        """Open the new case if that is chosen, and keep where it goes on; the process closes this one."""
        lines = [self.said["note"]]
        if self.said["onwards"] == "open":
            case = step_down(self.case, by=self.user)
            lines.append(_("Goes on as case %(reference)s.") % {"reference": case.reference})
        self.write("\n\n".join(lines))
        return "done"


def step_down(case: Case, *, by: Any) -> Case:
    """Open a case of early intervention with the same title, purpose and people. Raises as `go_on_as` does."""
    return go_on_as(case, Case.Kind.SSPF, by=by, title=case.title, purpose=case.purpose)
