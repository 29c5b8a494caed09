"""A child welfare report in Finland: urgency, assessment of the need of services, decision (LSL 25–30 §, SHL 36 §)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.actions import close_case
from coordination.cases.models import Case
from coordination.reports.counting import AT_ONCE
from workflows import reported
from workflows.engine import CaseFlow, Do, End, Outcome, Start, actor, coordinator_step, outcome_of

Stage, Ending = Case.Status, Case.End


class LastensuojeluFlow(CaseFlow):
    """Urgency at once; by the seventh weekday begin the assessment; in three months decide. Not yet a client."""

    process_title = _("Child welfare report")
    rules = "concern"
    countries = ("FI",)
    ends = (
        Ending.UNNEEDED,
        Ending.FAMILY_SERVICE,
        Ending.CHILD_PROTECTION,
        Ending.URGENT_PLACEMENT,
        Ending.TRANSFERRED,
    )

    start = Start(this.begin).Next(this.protect)
    protect = coordinator_step(status=Stage.ASSESSING, clock=AT_ONCE, subject=reported.report_of).Next(this.protected)
    protected = Outcome("protect").When("safe", this.begin_assessment).When("acute", this.acute)
    acute = coordinator_step().Next(this.begin_assessment)

    begin_assessment = coordinator_step(clock="FI-D02").Next(this.begun)
    begun = (
        Outcome("begin_assessment")
        .When("begin", this.assess)
        .When("unneeded", this.conclude)
        .When("transferred", this.conclude)
    )
    assess = coordinator_step(status=Stage.INVESTIGATING, due=reported.since_arrival).Next(this.decide_service)
    decide_service = coordinator_step(clock="FI-D03").Next(this.decided)
    decided = (
        Outcome("decide_service")
        .When("child_protection", this.client_plan)
        .When("urgent_placement", this.client_plan)
        .When("family_service", this.conclude)
        .When("unneeded", this.conclude)
        .When("transferred", this.conclude)
    )
    client_plan = coordinator_step(status=Stage.ACTIVE).Next(this.conclude)

    conclude = coordinator_step().Next(this.finish)
    finish = Do(this.close_as_decided).Annotation(_("The case closes")).Next(this.end)
    end = End()

    def close_as_decided(self, activation: Any) -> None:
        """Close the case with what was decided: the names of the outcomes are those of the end states."""
        begun = outcome_of(activation, "begin_assessment")
        end = begun if begun != "begin" else outcome_of(activation, "decide_service")
        close_case(activation.process.case, by=actor(activation), end=end)
