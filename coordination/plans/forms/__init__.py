"""The forms of the joint plan, and of the minutes that lead to it."""

from coordination.plans.forms.minutes import MinutesForm
from coordination.plans.forms.parts import AudienceForm, DecisionRow, HeadingForm, PartForm
from coordination.plans.forms.plan import ActionRow, GoalRow, PlanForm, SipPlanForm, who_choices
from coordination.plans.forms.progress import ActionForm, MarkRow, NextForm

__all__ = [
    "ActionForm",
    "ActionRow",
    "AudienceForm",
    "DecisionRow",
    "GoalRow",
    "HeadingForm",
    "MarkRow",
    "MinutesForm",
    "NextForm",
    "PartForm",
    "PlanForm",
    "SipPlanForm",
    "who_choices",
]
