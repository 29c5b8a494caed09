"""Social intervention group (SIG) and local Bob council: around one young person active in crime, or about to be."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.models import Case
from workflows.engine import CaseFlow, End, Outcome, Start, coordinator_step
from workflows.flows import parts

Stage, Ending = Case.Status, Case.End


class SigFlow(CaseFlow):
    """Grounds instead of an assumed consent, a team, a plan reviewed every week, and a ladder for obstacles.

    Consent may be had too: a no does not end the work, which then rests on grounds of law alone.
    """

    process_title = _("Social intervention group (SIG, Bob)")
    rules = "sig"
    ends = (Ending.DESISTED, Ending.IN_CARE, Ending.MOVED, Ending.AGED_OUT)
    countries = ("SE",)

    start = Start(this.begin).Next(this.nominate)
    nominate = coordinator_step(status=Stage.NOMINATED).Next(this.check_ground)
    check_ground = coordinator_step().Next(this.checked)
    checked = (
        Outcome("check_ground")
        .When("grounds", this.name_lead)
        .When("consent", this.inform)
        .When("not_target", this.not_target)
    )
    inform = coordinator_step().Next(this.consent)
    consent, answered_consent = parts.consent(yes=this.name_lead, again=this.inform, no=this.name_lead)

    name_lead = coordinator_step(status=Stage.MAPPING).Next(this.invite)
    invite, ask, answer, answered = parts.invitations(then=this.mapping)
    mapping, map, mapped, review, reviewed, ask_again = parts.mapping(then=this.call_meeting)
    call_meeting, hold_meeting = parts.meeting(then=this.draft_plan)
    draft_plan, ask_approval, approve, approvals, all_agree, agree, give_back = parts.plan(then=this.weekly)

    weekly = coordinator_step(status=Stage.WEEKLY).Next(this.reviewed_weekly)
    reviewed_weekly = (
        Outcome("weekly")
        .When("continue", this.weekly)
        .When("monthly", this.monthly)
        .When("escalate", this.escalate)
        .When("team", this.check_ground)
        .When("remap", this.mapping)
        .When("replan", this.draft_plan)
        .When("step_down", this.step_down)
        .When("close", this.close)
    )
    escalate = coordinator_step(status=Stage.WEEKLY).Next(this.weekly)

    monthly = coordinator_step(status=Stage.ACTIVE).Next(this.reviewed_monthly)
    reviewed_monthly = (
        Outcome("monthly")
        .When("continue", this.monthly)
        .When("weekly", this.weekly)
        .When("escalate", this.escalate)
        .When("team", this.check_ground)
        .When("remap", this.mapping)
        .When("replan", this.draft_plan)
        .When("step_down", this.step_down)
        .When("close", this.close)
    )
    step_down = coordinator_step(status=Stage.ACTIVE).Next(this.stepped_down)
    close, afterwards, after_follow_up, finish = parts.closing()

    stepped_down = parts.closes(Ending.STEPPED_DOWN, _("Closes: stepped down"))
    not_target = parts.closes(Ending.NOT_TARGET, _("Closes: not for this way of working"))
    end = End()
