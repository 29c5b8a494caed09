"""Help to leave organised crime, with society's protection (exit support, Sweden)."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.models import Case
from permissions.roles import Act
from workflows import exits
from workflows.engine import AgencyStep, CaseFlow, Do, End, If, Outcome, Start, coordinator_step
from workflows.flows import parts

Stage, Ending = Case.Status, Case.End


class ExitFlow(CaseFlow):
    """A fast path from the referral to a plan in phases; after a new threat it goes back to the assessment.

    The police assess the threat and own it. Beside this flow runs `ThreatRenewalFlow`.
    """

    process_title = _("Exit support")
    rules = "exit"
    countries = ("SE",)
    ends = (Ending.COMPLETED, Ending.INTERRUPTED, Ending.RELAPSE, Ending.MOVED_HANDOVER, Ending.DECLINED)

    order = (
        *("refer", "first_contact", "consent", "invite", "answer", "needs", "no_police", "threat", "police_terms"),
        *("decide_help", "call_meeting", "hold_meeting", "draft_plan", "approve"),
        *("resume", "choose_home", "pass_on", "receive", "follow_exit", "close", "after_follow_up"),
    )

    start = Start(this.begin).Next(this.refer)
    refer = coordinator_step(status=Stage.CONSENT).Next(this.referred)
    referred = Outcome("refer").When("proceed", this.first_contact).When("not_target", this.not_target)
    first_contact = coordinator_step(status=Stage.CONTACTED).Next(this.contacted)
    contacted = (
        Outcome("first_contact")
        .When("reached", this.consent)
        .When("again", this.first_contact)
        .When("declined", this.declined)
    )
    consent, answered_consent = parts.consent(yes=this.invite, again=this.first_contact, no=this.declined)
    invite, ask, answer, answered = parts.invitations(then=this.who_answered)
    who_answered = If(exits.is_handed_over).Annotation(_("A handover?")).Then(this.has_home).Else(this.needs)

    needs = coordinator_step(status=Stage.MAPPING).Next(this.assessed)
    assessed = Outcome("needs").When("proceed", this.police_here).When("close", this.close)
    police_here = If(exits.police_take_part).Annotation(_("Do the police take part?"))
    police_here = police_here.Then(this.threat).Else(this.no_police)
    threat = AgencyStep(act=Act.WRITE, agency=exits.police, status=Stage.MAPPING).Next(this.watch)
    watch = Do(exits.watch).Annotation(_("It is assessed anew before it runs out")).Next(this.known)
    known = If(exits.has_plan).Annotation(_("Is a plan in force?")).Then(this.follow_exit).Else(this.terms_here)
    terms_here = If(exits.police_take_part).Annotation(_("Do the police take part?"))
    terms_here = terms_here.Then(this.police_terms).Else(this.no_police)
    police_terms = AgencyStep(act=Act.WRITE, agency=exits.police).Next(this.terms_checked)
    terms_checked = (
        Outcome("police_terms")
        .When("met", this.decide_help)
        .When("not_yet", this.needs)
        .When("not_open", this.close)
        .Otherwise(this.no_police)
    )
    no_police = coordinator_step().Next(this.without_police)
    without_police = (
        Outcome("no_police").When("invite", this.invite).When("go_on", this.goes_on).When("end", this.close)
    )
    goes_on = If(exits.has_plan).Annotation(_("Is a plan in force?")).Then(this.follow_exit).Else(this.needs)

    decide_help = coordinator_step(status=Stage.PLANNING).Next(this.decided)
    decided = Outcome("decide_help").When("granted", this.call_meeting).When("refused", this.close)
    call_meeting, hold_meeting = parts.meeting(then=this.draft_plan)
    draft_plan, ask_approval, approve, approvals, all_agree, agree, give_back = parts.plan(then=this.phases)
    phases = Do(exits.begin_phases).Annotation(_("The acute phase begins")).Next(this.follow_exit)

    follow_exit = coordinator_step(status=Stage.ACTIVE, due=exits.day_of_follow_up).Next(this.followed)
    followed = (
        Outcome("follow_exit")
        .When("continue", this.follow_exit)
        .When("threat", this.police_here)
        .When("replan", this.draft_plan)
        .When("pause", this.resume)
        .When("pass_on", this.choose_home)
        .When("close", this.close)
    )
    resume = coordinator_step(status=Stage.PAUSED, due=exits.day_to_resume).Next(this.resumed)
    resumed = (
        Outcome("resume")
        .When("resume", this.follow_exit)
        .When("wait", this.resume)
        .When("threat", this.police_here)
        .When("close", this.close)
    )

    choose_home = coordinator_step().Next(this.chosen_home)
    chosen_home = Outcome("choose_home").When("invited", this.ask).When("not_yet", this.follow_exit)
    has_home = If(exits.home_takes_part).Annotation(_("Does it take over?")).Then(this.pass_on).Else(this.stay)
    pass_on = coordinator_step().Next(this.handed)
    handed = Outcome("pass_on").When("given", this.still_home).When("not_yet", this.stay)
    still_home = If(exits.home_takes_part).Annotation(_("Is it still there?")).Then(this.receive).Else(this.stay)
    receive = AgencyStep(act=Act.WRITE, agency=exits.home).Next(this.received)
    received = Outcome("receive").When("received", this.stay).When("more", this.pass_on).Otherwise(this.stay)
    stay = Do(exits.stay).Annotation(_("The support is followed up until it closes")).Next(this.follow_exit)

    close, afterwards, after_follow_up, finish = parts.closing()
    declined = parts.closes(Ending.DECLINED, _("Closes: the person declined"))
    not_target = parts.closes(Ending.NOT_TARGET, _("Closes: not for this way of working"))
    end = End()
