"""Support for somebody who asks for help after a message of group violence intervention, or without one (Sweden)."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.models import Case
from workflows import parties
from workflows.engine import CaseFlow, End, Outcome, Start, coordinator_step
from workflows.flows import parts

Stage, Ending = Case.Status, Case.End


class GviFlow(CaseFlow):
    """The support side alone: help is offered, the person answers, and the support has a plan of its own.

    It knows nothing of the rounds of the police, and the police are kept out of its cases.
    """

    process_title = _("Support after a message (GVI)")
    rules = "gvi"
    countries = ("SE",)
    ends = (Ending.STABLE, Ending.EXIT_OPENED, Ending.NO_CONTACT, Ending.DECLINED)

    start = Start(this.begin).Next(this.offer)
    offer = coordinator_step(status=Stage.OFFERED).Next(this.reach)
    reach = coordinator_step(status=Stage.CONTACTED).Next(this.reached)
    reached = (
        Outcome("reach")
        .When("reached", this.consent)
        .When("again", this.reach)
        .When("exit", this.exit_opened)
        .When("no_contact", this.no_contact)
        .When("declined", this.declined)
    )
    consent, answered_consent = parts.consent(yes=this.invite, again=this.reach, no=this.declined)
    invite, ask, answer, answered = parts.invitations(then=this.support)
    support = coordinator_step(status=Stage.PLANNING).Next(this.draft_plan)
    draft_plan, ask_approval, approve, approvals, all_agree, agree, give_back = parts.plan(then=this.follow_up)
    follow_up = coordinator_step(status=Stage.ACTIVE, due=parties.day_of_follow_up).Next(this.followed_up)
    followed_up = (
        Outcome("follow_up").When("continue", this.follow_up).When("replan", this.draft_plan).When("close", this.close)
    )
    close, afterwards, after_follow_up, finish = parts.closing()

    exit_opened = parts.closes(Ending.EXIT_OPENED, _("Closes: exit support was opened"))
    no_contact = parts.closes(Ending.NO_CONTACT, _("Closes: no contact"))
    declined = parts.closes(Ending.DECLINED, _("Closes: the person declined"))
    end = End()
