"""The flows, as drawn on the whiteboard."""

from typing import Any

from workflows.flows.ankkuri import AnkkuriFlow
from workflows.flows.concern import ConcernFlow, NewReportFlow
from workflows.flows.deciding import DecisionFlow
from workflows.flows.exit import ExitFlow
from workflows.flows.gvi import GviFlow
from workflows.flows.joining import JoiningFlow
from workflows.flows.lastensuojelu import LastensuojeluFlow
from workflows.flows.renewing import ThreatRenewalFlow
from workflows.flows.settling import SettlingFlow
from workflows.flows.sig import SigFlow
from workflows.flows.sip import SipFlow
from workflows.flows.sspf import SspfFlow

# Which flow a case goes by: (way of working, country), or (way of working, None) for every other country.
WAYS: dict[tuple[str, str | None], Any] = {
    ("sspf", None): SspfFlow,
    ("sip", None): SipFlow,
    ("sig", None): SigFlow,
    ("concern", "SE"): ConcernFlow,
    ("concern", "FI"): LastensuojeluFlow,
    ("exit", None): ExitFlow,
    ("gvi", None): GviFlow,
    ("ankkuri", None): AnkkuriFlow,
}
ALL = [*dict.fromkeys(WAYS.values()), JoiningFlow, SettlingFlow, NewReportFlow, ThreatRenewalFlow, DecisionFlow]


def flow_of(case: Any) -> Any:
    """Return the flow by which a case goes. Raises LookupError for a way of working that has none."""
    return WAYS.get((case.kind, case.municipality.country)) or WAYS[case.kind, None]
