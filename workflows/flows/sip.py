"""Coordinated individual plan (SIP) by SoL 10:8 and HSL 16:4."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.models import Case
from workflows import parties
from workflows.engine import CaseFlow, End, Outcome, Start, coordinator_step
from workflows.flows import parts

Stage, Ending = Case.Status, Case.End


class SipFlow(CaseFlow):
    """From the need to a plan with the four points of the law: what matters to the person, consent, call, meeting.

    Consent and plan cannot be passed by: no other way leads to the call or to the follow-up.
    """

    process_title = _("Coordinated individual plan (SIP)")
    rules = "sip"
    ends = (Ending.GOALS_MET, Ending.NOT_NEEDED, Ending.WITHDRAWN, Ending.MOVED)
    countries = ("SE",)

    start = Start(this.begin).Next(this.need)
    need = coordinator_step(status=Stage.CONSENT).Next(this.needed)
    needed = Outcome("need").When("proceed", this.pre_meeting).When("not_target", this.not_target)

    pre_meeting = coordinator_step(status=Stage.CONSENT, clock="SE-D15").Next(this.prepared)
    prepared = (
        Outcome("pre_meeting")
        .When("proceed", this.consent)
        .When("again", this.pre_meeting)
        .When("refused", this.no_consent)
    )
    consent, answered_consent = parts.consent(yes=this.questions, again=this.pre_meeting, no=this.no_consent)

    questions = coordinator_step(status=Stage.PLANNING).Next(this.call)
    call = coordinator_step(status=Stage.PLANNING).Next(this.ask)
    ask, answer, answered = parts.answers(then=this.hold_meeting)
    hold_meeting = coordinator_step(status=Stage.PLANNING, due=parties.day_of_meeting).Next(this.draft_plan)

    draft_plan, ask_approval, approve, approvals, all_agree, agree, give_back = parts.plan(then=this.hand_over)
    hand_over = coordinator_step(status=Stage.ACTIVE).Next(this.follow_up)

    follow_up = coordinator_step(status=Stage.ACTIVE, due=parties.day_of_follow_up).Next(this.followed_up)
    followed_up = (
        Outcome("follow_up")
        .When("continue", this.follow_up)
        .When("meet", this.call)
        .When("replan", this.draft_plan)
        .When("close", this.close)
    )
    close, afterwards, after_follow_up, finish = parts.closing()

    no_consent = parts.closes(Ending.NO_CONSENT, _("Closes: no consent"))
    not_target = parts.closes(Ending.NOT_TARGET, _("Closes: not for this way of working"))
    end = End()
