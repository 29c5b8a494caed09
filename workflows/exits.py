"""Whom exit support asks, by which day, and what it depends on: answered from the domain's own rows."""

from datetime import date
from typing import Any

from coordination.agencies.models import Agency
from coordination.cases.models import Participation
from coordination.exits import actions, queries
from coordination.exits.models import ExitSupport, ThreatLevel
from coordination.plans.queries import in_force
from workflows.models import CaseProcess


def police(activation: Any) -> Agency:
    """Return the police who take part in the case."""
    return _there(activation).filter(kind=Agency.Kind.POLICE).order_by("name")[0]


def police_take_part(activation: Any) -> bool:
    """Whether the police take part: without them the method cannot be used."""
    return _there(activation).filter(kind=Agency.Kind.POLICE).exists()


def has_plan(activation: Any) -> bool:
    """Whether a plan is in force, so that the work goes back to following it up."""
    return in_force(activation.process.case) is not None


def must_be_renewed(activation: Any) -> bool:
    """Whether the threat must be assessed again some day: not where there is none, nor without the police."""
    level = queries.current_threat(activation.process.case)
    return police_take_part(activation) and level is not None and level.level != ThreatLevel.Level.NONE


def day_it_runs_out(activation: Any) -> date | None:
    """Return the day on which the level assessed last runs out."""
    level = queries.current_threat(activation.process.case)
    return level.valid_until if level else None


def watch(activation: Any) -> None:
    """Let the police assess the threat again before the level runs out, and forget what waited for the former one."""
    from workflows.flows.renewing import ThreatRenewalFlow  # The flows ask here.
    from workflows.runs import end_run

    case = activation.process.case
    for run in CaseProcess.objects.filter(case=case, flow_class=ThreatRenewalFlow, finished=None):
        end_run(run)
    if must_be_renewed(activation):
        ThreatRenewalFlow.start.run(case=case)


def begin_phases(activation: Any) -> None:
    """Begin with the acute phase, unless the support is further already."""
    case = activation.process.case
    if not queries.support_of(case).phase:
        actions.set_phase(case, ExitSupport.Phase.ACUTE)


def day_of_follow_up(activation: Any) -> date:
    """Return the day of the next follow-up by the phase."""
    return queries.follow_up_day(activation.process.case)


def day_to_resume(activation: Any) -> date | None:
    """Return the day chosen to look again at a support that is paused."""
    chosen = activation.process.data.get("paused_until")
    return date.fromisoformat(chosen) if chosen else None


def is_handed_over(activation: Any) -> bool:
    """Whether another municipality was invited to take over, so that its answer is awaited."""
    return "home" in activation.process.data


def home(activation: Any) -> Agency:
    """Return the agency that takes over."""
    return Agency.objects.get(pk=activation.process.data["home"])


def home_takes_part(activation: Any) -> bool:
    """Whether the agency that is to take over has its place in the case now."""
    return _there(activation).filter(pk=activation.process.data.get("home")).exists()


def stay(activation: Any) -> None:
    """Forget whom the case was to be handed to."""
    activation.process.data.pop("home", None)
    activation.process.save(update_fields=["data"])


def _there(activation: Any) -> Any:
    places = Participation.objects.filter(case=activation.process.case_id, status=Participation.Status.ACCEPTED)
    return Agency.objects.filter(pk__in=places.values("agency"))
