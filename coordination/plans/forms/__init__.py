"""The forms of the joint plan, and of the minutes that lead to it."""

from coordination.plans.forms.minutes import MinutesForm, MinutesRow
from coordination.plans.forms.plan import ActionRow, GoalRow, PlanForm, SipPlanForm, who_choices
from coordination.plans.forms.progress import ActionForm, MarkRow, NextForm

__all__ = [
    "ActionForm",
    "ActionRow",
    "GoalRow",
    "MarkRow",
    "MinutesForm",
    "MinutesRow",
    "NextForm",
    "PlanForm",
    "SipPlanForm",
    "who_choices",
]
