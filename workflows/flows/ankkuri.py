"""A young person meets the multi-professional team of the police department (Ankkuri, Finland)."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.models import Case
from workflows.engine import CaseFlow, End, Outcome, Start, coordinator_step
from workflows.flows import parts

Stage, Ending = Case.Status, Case.End


class AnkkuriFlow(CaseFlow):
    """Short: a contact, the team screens and meets the youth with the family, and ordinary services take over."""

    process_title = _("Ankkuri team")
    rules = "ankkuri"
    countries = ("FI",)

    start = Start(this.begin).Next(this.team_contact)
    team_contact = coordinator_step(status=Stage.CONTACTED).Next(this.team_screen)
    team_screen = coordinator_step(status=Stage.CONTACTED).Next(this.screened)
    screened = (
        Outcome("team_screen")
        .When("meet", this.consent)
        .When("refer", this.refer_on)
        .When("child_report", this.child_report)
        .When("no_need", this.no_need)
    )
    consent, answered_consent = parts.consent(yes=this.invite, again=this.team_screen, no=this.declined)
    invite, ask, answer, answered = parts.invitations(then=this.call_meeting)
    call_meeting, hold_meeting = parts.meeting(then=this.team_decide)
    team_decide = coordinator_step(status=Stage.ACTIVE).Next(this.decided)
    decided = (
        Outcome("team_decide")
        .When("more", this.call_meeting)
        .When("refer", this.refer_on)
        .When("child_report", this.child_report)
        .When("no_need", this.no_need)
    )
    refer_on = coordinator_step(status=Stage.ACTIVE).Next(this.referred)
    child_report = coordinator_step(status=Stage.ACTIVE).Next(this.report_made)

    referred = parts.closes(Ending.REFERRED, _("Closes: ordinary services take over"))
    report_made = parts.closes(Ending.CHILD_REPORT, _("Closes: a child welfare report was made"))
    no_need = parts.closes(Ending.NO_NEED, _("Closes: no need of further help"))
    declined = parts.closes(Ending.DECLINED, _("Closes: the person declined"))
    end = End()
