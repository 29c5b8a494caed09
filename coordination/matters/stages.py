"""How a matter goes on. It has no process of the engine: what was recorded says how far it has come.

signal -> triaged <-> checking -> notified -> reported -> contract_action -> recovering -> closed

A payment stop cannot wait for a notice, nor a notice for the stop: each is
recorded when it is done, and the matter stands as far as the unbroken row of
what is done reaches. Only an error may pass by notice and police report.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coordination.matters.models import ContractAction, Matter, MatterNotice

Status, End = Matter.Status, Matter.End
RECORDING = (Status.CHECKING, Status.NOTIFIED, Status.REPORTED, Status.CONTRACT, Status.RECOVERING)
TRIAGED_ANEW = (Status.SIGNAL, Status.TRIAGED, Status.CHECKING)  # where a new triage leads back to "triaged"
OF_STOP = (ContractAction.Kind.STOP, ContractAction.Kind.RESUME, ContractAction.Kind.TERMINATE)


@dataclass(frozen=True)
class Done:
    """What has been done in a matter, as far as it decides how it may go on."""

    is_error: bool = False
    notified: bool = False
    police_decided: bool = False
    reported: bool = False
    acted: bool = False
    stopped: bool = False
    terminated: bool = False
    claimed: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether notice and police report are decided on, or need not be."""
        return self.is_error or (self.notified and self.police_decided)


def done_in(matter: Matter) -> Done:
    """Return what has been done in a matter, read now."""
    notices = set(matter.matternotices.values_list("kind", "sent"))
    actions = list(matter.contractactions.values_list("kind", flat=True))
    of_stop = [kind for kind in actions if kind in OF_STOP]
    kinds = {kind for kind, _sent in notices}
    return Done(
        is_error=matter.triage == Matter.Triage.ERROR,
        notified=MatterNotice.Kind.NOTIFY in kinds,
        police_decided=MatterNotice.Kind.POLICE in kinds,
        reported=(MatterNotice.Kind.POLICE, True) in notices,
        acted=bool(actions),
        stopped=of_stop[-1:] == [ContractAction.Kind.STOP],
        terminated=ContractAction.Kind.TERMINATE in actions,
        claimed=ContractAction.Kind.CLAIM in actions,
    )


def reached(status: str, done: Done) -> str:
    """Return how far a matter that is being checked, or further, has come by what is done. It never goes back."""
    steps = (
        (Status.CHECKING, done.notified, Status.NOTIFIED),
        (Status.NOTIFIED, done.police_decided, Status.REPORTED),
        (Status.CHECKING, done.is_error and done.acted, Status.CONTRACT),
        (Status.NOTIFIED, done.is_error and done.acted, Status.CONTRACT),
        (Status.REPORTED, done.acted, Status.CONTRACT),
        (Status.CONTRACT, done.claimed, Status.RECOVERING),
    )
    now = status
    for before, holds, after in steps:
        now = after if now == before and holds else now
    return now


def why_not(end: str, matter: Matter, done: Done) -> str:
    """Return why a matter cannot end so now, or nothing if it can."""
    if done.stopped:
        return _("Lift the payment stop first, or terminate the contract.")
    if end == End.UNFOUNDED:
        return ""
    if matter.status not in RECORDING:
        return _("The signal must be triaged and the checks begun.")
    if not done.is_settled:
        return _("First the paying agency is notified and the police report decided on. Only an error may do without.")
    missing = {
        End.RECOVERED: (matter.status == Status.RECOVERING, _("No money has been claimed back.")),
        End.TERMINATED: (done.terminated, _("The contract has not been terminated.")),
        End.REPORTED: (done.reported, _("No police report has been made.")),
    }
    holds, why = missing.get(End(end), (True, ""))
    return "" if holds else why


def next_step(matter: Matter, done: Done, *, proposed: bool) -> dict[str, Any]:
    """Return what comes next: a title, a sentence, and the name and arguments of the route where it is done."""
    if proposed:
        text = _("Who proposed the triage waits for the lawyer’s word. Nothing else need wait.")
        return {"title": _("The lawyer agrees to the triage, or sends it back"), "text": text, "route": "matter_rule"}
    found: dict[str, tuple[str, str, str, str]] = {
        Status.SIGNAL: (
            _("Triage the signal"),
            _("Error, suspected fraud, other crime, or a danger to safety? You propose, the lawyer agrees."),
            "matter_triage",
            "",
        ),
        Status.TRIAGED: (
            _("Begin the checks"),
            _("Go through the checklist: company, taxes, debts, permit, owner."),
            "matter_begin",
            "",
        ),
        Status.CHECKING: (
            _("Notify the paying agency"),
            _("Who has reason to believe that a payment is wrong notifies the agency that pays, or notes why not."),
            "matter_notice",
            MatterNotice.Kind.NOTIFY,
        ),
        Status.NOTIFIED: (
            _("Decide on a police report"),
            _("Report, or note why not."),
            "matter_notice",
            MatterNotice.Kind.POLICE,
        ),
        Status.REPORTED: (
            _("Decide on the contract, or close"),
            _("Warn, withhold, stop the payments, claim back or terminate. Or close with what came of it."),
            "matter_contract",
            "",
        ),
        Status.CONTRACT: (
            _("Claim the money back, or close"),
            _("Record the claim when it is decided. Or close with what came of it."),
            "matter_contract",
            "",
        ),
        Status.RECOVERING: (
            _("Close with what came back"),
            _("Write the amounts that were stopped and recovered."),
            "matter_close",
            "",
        ),
    }
    if matter.status == Status.CHECKING and done.is_error:
        found[Status.CHECKING] = found[Status.REPORTED]
    if matter.status not in found:
        return {}
    title, text, route, kind = found[Status(matter.status)]
    return {"title": title, "text": text, "route": route, "kind": str(kind)}
