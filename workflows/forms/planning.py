"""Writing the joint plan, and each agency's answer to its own actions."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coordination.forms import LongText, RadioCards
from coordination.plans.actions import PlanConflict, answer_plan, begin_plan, propose_plan, save_plan
from coordination.plans.actions.writing import version_of
from coordination.plans.models import Approval, Plan
from coordination.plans.points import POINTS
from coordination.plans.queries import in_making
from coordination.plans.views import writing
from workflows.forms.base import Part, StepForm, hush


class DraftPlanForm(StepForm):
    """Write the plan and lay it before the agencies."""

    kind = "draft_plan"
    template = "workflows/forms/plan.html"
    audience = "all"
    submit = gettext_lazy("Propose the plan")
    lead = gettext_lazy(
        "Goals in the child's own words, and who does what by when. Each agency answers to its own part."
    )

    def make(self, data: Any) -> dict[str, Part]:
        """The parts of the plan, once one is begun."""
        if not self.possible:
            return {"main": forms.Form(data)}
        form, goals, actions = writing.parts_of(self.plan, data)
        for name in ("follow_up_on", *POINTS):  # Saving a plan does without; proposing it does not.
            if name in form.fields:
                form.fields[name].required = True
        return {"main": form, "goals": goals, "actions": actions}

    @cached_property
    def plan(self) -> Any:
        """The draft in the making."""
        plan = in_making(self.case)
        return plan if plan and plan.status == Plan.Status.DRAFT else None

    @property
    def possible(self) -> bool:
        """Whether a draft has been begun."""
        return self.plan is not None

    @property
    def base(self) -> str:
        """Which text the writer began from."""
        typed = self.data.get("base") if self.data is not None else None
        return typed or version_of(self.plan)

    @property
    def returned(self) -> list[Approval]:
        """The answers that sent the plan back."""
        return list(self.plan.approvals.filter(approved=False).select_related("agency")) if self.plan else []

    def begin(self) -> None:
        """Begin a draft: the first, or the next as a copy of the agreed one."""
        begin_plan(self.case, by=self.user)

    def press(self, data: Any) -> bool:
        """Add or take away a goal or an action; the actions keep pointing at their goals."""
        if not self.possible:
            return False
        goals, actions = self.parts["goals"], self.parts["actions"]
        if not (goals.pressed(data) or actions.pressed(data)):
            return False
        writing._press(self.main, goals, actions, data)
        for form in self.forms():
            if form.is_bound:
                hush(form)
        return True

    def apply(self, run: Any) -> str:
        """Save the plan and propose it."""
        if self.plan is None:
            raise ValidationError(_("Begin the plan first."))
        details = writing.plan_details(self.main, self.parts["goals"], self.parts["actions"])
        try:
            plan = save_plan(self.plan, by=self.user, version=self.base, **details)
        except PlanConflict as conflict:
            self.data = self.data.copy()
            self.data["base"] = version_of(conflict.plan)
            raise ValidationError(
                _("%(name)s saved the plan while you were writing. Complete again to keep your text instead.")
                % {"name": conflict.plan.written_by}
            ) from conflict
        propose_plan(plan, by=self.user)
        return "done"


class ApproveMain(forms.Form):
    """Yes, or what must be changed."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Can your agency do this?"),
        choices=[
            ("approved", gettext_lazy("Yes, we approve our actions")),
            ("returned", gettext_lazy("No, send the plan back")),
        ],
        widget=RadioCards,
    )
    reason = forms.CharField(
        label=gettext_lazy("If no: what must be changed?"),
        required=False,
        max_length=500,
        widget=LongText(500, rows=3),
        help_text=gettext_lazy("The coordinator reads this."),
    )

    def clean(self) -> dict:
        """A no says what must be changed."""
        data = super().clean() or {}
        if data.get("outcome") == "returned" and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say what must be changed."))
        return data


class ApproveForm(StepForm):
    """Answer to the own actions in the proposed plan."""

    kind = "approve"
    template = "workflows/forms/approve.html"
    audience = "all"
    submit = gettext_lazy("Answer")
    lead = gettext_lazy("You answer for your agency to its own actions. When all have said yes, the plan is agreed.")
    outcomes = {"approved": gettext_lazy("Approved"), "returned": gettext_lazy("Sent back")}

    def make(self, data: Any) -> dict[str, Part]:
        """One plain form, below the actions."""
        return {"main": ApproveMain(data)}

    @cached_property
    def plan(self) -> Any:
        """The plan that waits for answers."""
        return self.case.plans.filter(status=Plan.Status.PROPOSED).prefetch_related("goals").first()

    @property
    def possible(self) -> bool:
        """Whether a plan waits."""
        return self.plan is not None

    @property
    def actions(self) -> list:
        """The own agency's actions."""
        return list(self.plan.actions.filter(agency=self.step.agency).select_related("person", "goal"))

    def apply(self, run: Any) -> str:
        """Answer."""
        if self.plan is None:
            raise ValidationError(_("The plan does not wait for an answer."))
        yes = self.said["outcome"] == "approved"
        answer_plan(self.plan, by=self.user, agency=self.step.agency, approved=yes, reason=self.said["reason"])
        return self.said["outcome"]
