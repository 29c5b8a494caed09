"""Early intervention in which social services, school, police and leisure work together (SSPF)."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.models import Case
from workflows import parties
from workflows.engine import CaseFlow, End, Outcome, Start, coordinator_step
from workflows.flows import parts

Stage, Ending = Case.Status, Case.End


class SspfFlow(CaseFlow):
    """From concern to follow-up: consent first, then every agency maps, one plan, and follow-up until closing."""

    process_title = _("Early intervention (SSPF)")
    rules = "sspf"
    ends = (
        Ending.GOALS_MET,
        Ending.PARTLY_MET,
        Ending.NOT_MET,
        Ending.MOVED,
        Ending.AGED_OUT,
        Ending.TAKEN_OVER,
        Ending.HANDED_TO_SIG,
    )

    start = Start(this.begin).Next(this.opened)
    opened, consult, consulted = parts.consultation(then=this.inform, over=this.only_consulted)

    inform = coordinator_step(status=Stage.CONSENT).Next(this.consent)
    consent, answered_consent = parts.consent(yes=this.screen, again=this.inform, no=this.no_consent)

    screen = coordinator_step(status=Stage.MAPPING, optional="proceed").Next(this.screened)
    screened = Outcome("screen").When("proceed", this.invite).When("not_target", this.not_target)

    invite, ask, answer, answered = parts.invitations(then=this.mapping)
    mapping, map, mapped, review, reviewed, ask_again = parts.mapping(then=this.call_meeting)
    call_meeting, hold_meeting = parts.meeting(then=this.draft_plan)
    draft_plan, ask_approval, approve, approvals, all_agree, agree, give_back = parts.plan(then=this.follow_up)

    follow_up = coordinator_step(status=Stage.ACTIVE, due=parties.day_of_follow_up).Next(this.followed_up)
    followed_up = (
        Outcome("follow_up")
        .When("continue", this.follow_up)
        .When("remap", this.mapping)
        .When("replan", this.draft_plan)
        .When("close", this.close)
    )
    close, afterwards, after_follow_up, finish = parts.closing()

    only_consulted = parts.closes(Ending.CONSULTED, _("Closes: consultation only"))
    no_consent = parts.closes(Ending.NO_CONSENT, _("Closes: no consent"))
    not_target = parts.closes(Ending.NOT_TARGET, _("Closes: not for this way of working"))
    end = End()
