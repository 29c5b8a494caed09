"""What people and the process do with the joint plan. Every change of a plan is here."""

from coordination.plans.actions.agreeing import agree_plan, answer_plan, propose_plan, return_plan
from coordination.plans.actions.minutes import write_minutes_with_actions
from coordination.plans.actions.working import change_action, follow_up
from coordination.plans.actions.writing import PlanConflict, add_action, begin_plan, save_plan

__all__ = [
    "PlanConflict",
    "add_action",
    "agree_plan",
    "answer_plan",
    "begin_plan",
    "change_action",
    "follow_up",
    "propose_plan",
    "return_plan",
    "save_plan",
    "write_minutes_with_actions",
]
