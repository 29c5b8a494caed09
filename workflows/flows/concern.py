"""A report of concern in Sweden: from the protection assessment to the decision after an investigation (SoL 19–23)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this

from coordination.cases.actions import close_case
from coordination.cases.models import Case
from coordination.reports.counting import AT_ONCE
from workflows import reported
from workflows.engine import CaseFlow, Do, End, If, Outcome, Start, actor, coordinator_step, outcome_of

Stage, Ending = Case.Status, Case.End


class ConcernFlow(CaseFlow):
    """Protect at once; assess with the family and the notifier only; decide in 14 days; investigate in four months."""

    process_title = _("Report of concern")
    rules = "concern"
    countries = ("SE",)
    ends = (Ending.NOT_OPENED, Ending.NO_NEED, Ending.SUPPORT, Ending.CARE, Ending.TRANSFERRED)

    start = Start(this.begin).Next(this.protect)
    protect = coordinator_step(status=Stage.ASSESSING, clock=AT_ONCE, subject=reported.report_of).Next(this.protected)
    protected = Outcome("protect").When("safe", this.offer_meeting).When("acute", this.acute)
    acute = coordinator_step().Next(this.offer_meeting)

    offer_meeting = coordinator_step(due=reported.since_arrival).Next(this.pre_assess)
    pre_assess = coordinator_step(due=reported.since_arrival).Next(this.decide_open)
    decide_open = coordinator_step(clock="SE-D02").Next(this.decided_open)
    decided_open = (
        Outcome("decide_open")
        .When("open", this.tell_family)
        .When("not_open", this.notifier)
        .When("transferred", this.conclude)
    )

    tell_family = coordinator_step(status=Stage.INVESTIGATING, clock="SE-D04").Next(this.notifier)
    notifier = If(reported.somebody_to_tell).Annotation(_("A notifier to tell?")).Then(this.feedback).Else(this.told)
    feedback = coordinator_step().Next(this.told)
    told = If(this.is_opened).Annotation(_("Is it opened?")).Then(this.investigate).Else(this.conclude)

    investigate = coordinator_step(due_with="SE-D03").Next(this.communicate)
    communicate = coordinator_step().Next(this.communicated)
    communicated = Outcome("communicate").When("ready", this.decide).When("more", this.investigate)
    decide = coordinator_step(clock="SE-D03").Next(this.conclude)

    conclude = coordinator_step().Next(this.afterwards)
    afterwards = If(this.wants_follow_up).Annotation(_("Follow up?")).Then(this.look_after).Else(this.finish)
    look_after = coordinator_step(status=Stage.AFTERCARE, due=reported.day_to_look_after).Next(this.finish)
    finish = Do(this.close_as_decided).Annotation(_("The case closes")).Next(this.end)
    end = End()

    def is_opened(self, activation: Any) -> bool:
        """Whether it was decided to open an investigation."""
        return outcome_of(activation, "decide_open") == "open"

    def wants_follow_up(self, activation: Any) -> bool:
        """Whether a day was chosen to follow up after an investigation without support."""
        return reported.day_to_look_after(activation) is not None

    def close_as_decided(self, activation: Any) -> None:
        """Close the case with what was decided: first whether to open, and if so what follows."""
        ends = {"not_open": Ending.NOT_OPENED, "transferred": Ending.TRANSFERRED}
        end = ends.get(outcome_of(activation, "decide_open")) or outcome_of(activation, "decide")
        close_case(activation.process.case, by=actor(activation), end=end)


class NewReportFlow(CaseFlow):
    """A new report in a case that is open already: it joins, but its own need of protection is judged."""

    process_title = _("A new report in an open case")
    rules = "concern"

    start = Start(this.begin).Next(this.protect)
    protect = coordinator_step(clock=AT_ONCE, subject=reported.report_of).Next(this.protected)
    protected = Outcome("protect").When("safe", this.notifier).When("acute", this.acute)
    acute = coordinator_step().Next(this.notifier)
    notifier = If(reported.already_running).Annotation(_("A notifier to tell?")).Then(this.feedback).Else(this.end)
    feedback = coordinator_step().Next(this.end)
    end = End()
