"""What several ways of working have in common, written once.

Each function returns the nodes of one stretch of the whiteboard, in the order
in which its docstring names them; a flow gives them those names, and says where
the stretch leads. Names are schema (see `CaseFlow`), so that the flow writes them out.
"""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.actions import close_case
from coordination.cases.models import Case
from coordination.plans.actions import agree_plan, return_plan
from coordination.plans.queries import not_approved
from permissions.roles import Act
from workflows import parties
from workflows.engine import AgencyStep, Do, If, Join, Outcome, Split, actor, coordinator_step, outcome_of

Stage = Case.Status
Nodes = tuple[Any, ...]


def consultation(*, then: Any, over: Any) -> Nodes:
    """``opened, consult, consulted``: a case that began without names is talked about first; it may be over there."""
    opened = If(is_consultation).Annotation(_("Without names?")).Then(this.consult).Else(then)
    consult = coordinator_step(status=Stage.CONSULTATION).Next(this.consulted)
    consulted = Outcome("consult").When("proceed", then).When("end", over)
    return opened, consult, consulted


def consent(*, yes: Any, again: Any, no: Any) -> Nodes:
    """``consent, answered_consent``: a yes, whole or in part, goes on; a no is asked about once more, or is the end."""
    asked = coordinator_step(status=Stage.CONSENT).Next(this.answered_consent)
    answered = Outcome("consent").When("given", yes).When("partial", yes).When("again", again).When("refused", no)
    return asked, answered


def answers(*, then: Any) -> Nodes:
    """``ask, answer, answered``: every agency that was invited answers, all at the same time."""
    ask = Split().ForEach(parties.invited, this.answer).IfNone(this.answered)
    return ask, AgencyStep(act=Act.ANSWER).Next(this.answered), Join().Next(then)


def invitations(*, then: Any) -> Nodes:
    """``invite, ask, answer, answered``: the coordinator invites agencies, and each of them answers."""
    return coordinator_step(status=Stage.MAPPING).Next(this.ask), *answers(then=then)


def mapping(*, then: Any) -> Nodes:
    """``mapping, map, mapped, review, reviewed, ask_again``.

    All who take part describe the situation at the same time; some are asked again until it is enough. Without the
    review there is one round.
    """
    return (
        Split().ForEach(parties.taking_part, this.map).IfNone(this.mapped),
        AgencyStep(act=Act.WRITE, status=Stage.MAPPING).Next(this.mapped),
        Join().Next(this.review),
        coordinator_step(status=Stage.MAPPING, optional="enough").Next(this.reviewed),
        Outcome("review").When("enough", then).When("more", this.ask_again),
        Split().ForEach(parties.asked_again, this.map).IfNone(this.mapped),
    )


def meeting(*, then: Any) -> Nodes:
    """``call_meeting, hold_meeting``: the meeting is called, and held on its day."""
    call = coordinator_step(status=Stage.PLANNING).Next(this.hold_meeting)
    return call, coordinator_step(status=Stage.PLANNING, due=parties.day_of_meeting).Next(then)


def plan(*, then: Any) -> Nodes:
    """``draft_plan, ask_approval, approve, approvals, all_agree, agree, give_back``.

    The joint plan is written and every agency answers to its own actions; a no sends it back to be written again.
    """
    return (
        coordinator_step(status=Stage.PLANNING).Next(this.ask_approval),
        Split().ForEach(parties.with_actions, this.approve).IfNone(this.approvals),
        AgencyStep(act=Act.WRITE).Next(this.approvals),
        Join().Next(this.all_agree),
        If(all_approved).Annotation(_("Have all approved?")).Then(this.agree).Else(this.give_back),
        Do(agree_on_plan).Annotation(_("The plan is agreed")).Next(then),
        Do(give_plan_back).Annotation(_("The plan goes back")).Next(this.draft_plan),
    )


def closing() -> Nodes:
    """``close, afterwards, after_follow_up, finish``: the work ends, perhaps with a look back, and the case closes.

    How it may end is in the flow's ``ends``.
    """
    return (
        coordinator_step(status=Stage.ACTIVE).Next(this.afterwards),
        If(wants_after_follow_up).Annotation(_("Look back?")).Then(this.after_follow_up).Else(this.finish),
        coordinator_step(status=Stage.AFTERCARE, due=parties.day_after, optional="done").Next(this.finish),
        Do(close_as_decided).Annotation(_("The case closes")).Next(this.end),
    )


def closes(end: str, title: Any) -> Any:
    """Close the case with an end state that needs no step of its own, such as a no to consent."""
    return Do(partial(close_as, end=end)).Annotation(title).Next(this.end)


def is_consultation(activation: Any) -> bool:
    """Whether the case began without names."""
    return activation.process.case.status == Stage.CONSULTATION


def all_approved(activation: Any) -> bool:
    """Whether every agency with actions in the plan said yes; one that left meanwhile did not."""
    return not not_approved(parties.proposed_plan(activation))


def agree_on_plan(activation: Any) -> None:
    """Make the proposed plan the agreed one."""
    agree_plan(parties.proposed_plan(activation))


def give_plan_back(activation: Any) -> None:
    """Let the plan be written again: an agency could not approve it."""
    return_plan(parties.proposed_plan(activation))


def wants_after_follow_up(activation: Any) -> bool:
    """Whether the coordinator chose a day to look back."""
    return parties.day_after(activation) is not None


def close_as_decided(activation: Any) -> None:
    """Close the case with the end state chosen when closing."""
    close_as(activation, end=outcome_of(activation, "close"))


def close_as(activation: Any, *, end: str) -> None:
    """Close the case with an end state, in the name of whoever did the last step."""
    close_case(activation.process.case, by=actor(activation), end=end)
