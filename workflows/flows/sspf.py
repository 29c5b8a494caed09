"""Early intervention in which social services, school, police and leisure work together (SSPF)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.actions import close_case
from coordination.cases.models import Case
from coordination.plans.actions import agree_plan, return_plan
from coordination.plans.queries import not_approved
from permissions.roles import Act
from workflows import parties
from workflows.engine import (
    AgencyStep,
    CaseFlow,
    Do,
    End,
    If,
    Join,
    Outcome,
    Split,
    Start,
    actor,
    coordinator_step,
    outcome_of,
)

Stage, Ending = Case.Status, Case.End


class SspfFlow(CaseFlow):
    """From concern to follow-up: consent first, then every agency maps, one plan, and follow-up until closing."""

    process_title = _("Early intervention (SSPF)")

    start = Start(this.begin).Next(this.opened)
    opened = If(this.is_consultation).Annotation(_("Without names?")).Then(this.consult).Else(this.inform)

    consult = coordinator_step(status=Stage.CONSULTATION).Next(this.consulted)
    consulted = Outcome("consult").When("proceed", this.inform).When("end", this.only_consulted)

    inform = coordinator_step(status=Stage.CONSENT).Next(this.consent)
    consent = coordinator_step(status=Stage.CONSENT).Next(this.answered_consent)
    answered_consent = (
        Outcome("consent")
        .When("given", this.screen)
        .When("partial", this.screen)
        .When("again", this.inform)
        .When("refused", this.no_consent)
    )

    screen = coordinator_step(status=Stage.MAPPING).Next(this.screened)
    screened = Outcome("screen").When("proceed", this.invite).When("not_target", this.not_target)

    invite = coordinator_step(status=Stage.MAPPING).Next(this.ask)
    ask = Split().ForEach(parties.invited, this.answer).IfNone(this.answered)
    answer = AgencyStep(act=Act.ANSWER).Next(this.answered)
    answered = Join().Next(this.mapping)

    mapping = Split().ForEach(parties.taking_part, this.map).IfNone(this.mapped)
    map = AgencyStep(act=Act.WRITE, status=Stage.MAPPING).Next(this.mapped)
    mapped = Join().Next(this.review)
    review = coordinator_step(status=Stage.MAPPING).Next(this.reviewed)
    reviewed = Outcome("review").When("enough", this.call_meeting).When("more", this.ask_again)
    ask_again = Split().ForEach(parties.asked_again, this.map).IfNone(this.mapped)

    call_meeting = coordinator_step(status=Stage.PLANNING).Next(this.hold_meeting)
    hold_meeting = coordinator_step(status=Stage.PLANNING, due=parties.day_of_meeting).Next(this.draft_plan)
    draft_plan = coordinator_step(status=Stage.PLANNING).Next(this.ask_approval)
    ask_approval = Split().ForEach(parties.with_actions, this.approve).IfNone(this.approvals)
    approve = AgencyStep(act=Act.WRITE).Next(this.approvals)
    approvals = Join().Next(this.all_agree)
    all_agree = If(this.all_approved).Annotation(_("Have all approved?")).Then(this.agree).Else(this.give_back)
    agree = Do(this.agree_on_plan).Annotation(_("The plan is agreed")).Next(this.follow_up)
    give_back = Do(this.give_plan_back).Annotation(_("The plan goes back")).Next(this.draft_plan)

    follow_up = coordinator_step(status=Stage.ACTIVE, due=parties.day_of_follow_up).Next(this.followed_up)
    followed_up = (
        Outcome("follow_up")
        .When("continue", this.follow_up)
        .When("remap", this.mapping)
        .When("replan", this.draft_plan)
        .When("close", this.close)
    )

    close = coordinator_step(status=Stage.ACTIVE).Next(this.afterwards)
    afterwards = If(this.wants_after_follow_up).Annotation(_("Look back?")).Then(this.after_follow_up).Else(this.finish)
    after_follow_up = coordinator_step(status=Stage.AFTERCARE, due=parties.day_after).Next(this.finish)
    finish = Do(this.close_as_decided).Annotation(_("The case closes")).Next(this.end)

    only_consulted = Do(this.close_as_consulted).Annotation(_("Closes: consultation only")).Next(this.end)
    no_consent = Do(this.close_without_consent).Annotation(_("Closes: no consent")).Next(this.end)
    not_target = Do(this.close_as_not_target).Annotation(_("Closes: not for this way of working")).Next(this.end)
    end = End()

    def is_consultation(self, activation: Any) -> bool:
        """Whether the case began without names."""
        return activation.process.case.status == Stage.CONSULTATION

    def all_approved(self, activation: Any) -> bool:
        """Whether every agency with actions in the plan said yes; one that left meanwhile did not."""
        return not not_approved(parties.proposed_plan(activation))

    def agree_on_plan(self, activation: Any) -> None:
        """Make the proposed plan the agreed one."""
        agree_plan(parties.proposed_plan(activation))

    def give_plan_back(self, activation: Any) -> None:
        """Let the plan be written again: an agency could not approve it."""
        return_plan(parties.proposed_plan(activation))

    def wants_after_follow_up(self, activation: Any) -> bool:
        """Whether the coordinator chose a day to look back."""
        return parties.day_after(activation) is not None

    def close_as_decided(self, activation: Any) -> None:
        """Close the case with the end state chosen when closing."""
        close_case(activation.process.case, by=actor(activation), end=outcome_of(activation, "close"))

    def close_as_consulted(self, activation: Any) -> None:
        """Close a case that was only talked about."""
        close_case(activation.process.case, by=actor(activation), end=Ending.CONSULTED)

    def close_without_consent(self, activation: Any) -> None:
        """Close a case the family said no to."""
        close_case(activation.process.case, by=actor(activation), end=Ending.NO_CONSENT)

    def close_as_not_target(self, activation: Any) -> None:
        """Close a case that is not for this way of working."""
        close_case(activation.process.case, by=actor(activation), end=Ending.NOT_TARGET)
