"""The threat against a person is assessed anew before the level runs out."""

from django.utils.translation import gettext_lazy as _
from viewflow import this

from permissions.roles import Act
from workflows import exits
from workflows.engine import AgencyStep, CaseFlow, End, If, Start


class ThreatRenewalFlow(CaseFlow):
    """The police assess the threat again by the day on which the level runs out, for as long as there is one."""

    process_title = _("The threat is assessed anew")
    rules = "exit"
    countries = ("SE",)

    start = Start(this.begin).Next(this.renew_threat)
    renew_threat = AgencyStep(act=Act.WRITE, agency=exits.police, due=exits.day_it_runs_out).Next(this.renewed)
    renewed = If(exits.must_be_renewed).Annotation(_("Is there a threat?")).Then(this.renew_threat).Else(this.end)
    end = End()
