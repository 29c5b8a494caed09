"""What people and the process do with the joint plan. Every change of a plan is here."""

from coordination.plans.actions.agreeing import agree_plan, answer_plan, propose_plan, return_plan
from coordination.plans.actions.minutes import close_minutes_with_decisions
from coordination.plans.actions.working import add_promise, change_action, follow_up
from coordination.plans.actions.writing import PlanConflict, add_action, begin_plan, save_plan

__all__ = [
    "PlanConflict",
    "add_action",
    "add_promise",
    "agree_plan",
    "answer_plan",
    "begin_plan",
    "change_action",
    "close_minutes_with_decisions",
    "follow_up",
    "propose_plan",
    "return_plan",
    "save_plan",
]
