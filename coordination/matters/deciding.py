"""What leaves a matter, and what is decided about the contract: each on its ground, each once."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.matters import stages
from coordination.matters.actions import advance, in_work, not_ahead
from coordination.matters.catalogue import grounds_for, recipients_for
from coordination.matters.models import ContractAction, Matter, MatterNotice
from coordination.matters.nameless import refuse_persons
from coordination.matters.recording import note

Kind = MatterNotice.Kind
MAY_BE_LEFT = (Kind.NOTIFY, Kind.POLICE)  # where it is decided on, also that nothing is sent
NEED_AMOUNT = (ContractAction.Kind.STOP, ContractAction.Kind.WITHHOLD, ContractAction.Kind.CLAIM)


@transaction.atomic
def send(
    matter: Matter,
    *,
    by: Any,
    kind: str,
    what: str,
    sent_on: date,
    basis: Any,
    conditions: Iterable[str],
    reason: str,
    recipient: str = "",
    diary_number: str = "",
) -> MatterNotice:
    """Record what was sent to an authority outside the product, on a ground of the catalogue.

    ``recipient`` is a code of the list for this kind; a police report has none.
    Raises ValidationError if the ground does not fit or is switched off, or a
    condition of it is not ticked.
    """
    matter, conditions = in_work(matter, by), list(conditions)
    refuse_persons(what=what, reason=reason, diary_number=diary_number)
    not_ahead(sent_on=sent_on)
    to = dict(recipients_for(kind, matter.agency.municipality))
    if (to or recipient) and recipient not in to:
        raise ValidationError({"recipient": _("Choose to whom it was sent.")})
    if basis not in grounds_for(kind, matter.agency.municipality):
        raise ValidationError({"basis": _("This is no ground in force for what is sent.")})
    if set(basis.condition_codes) - set(conditions):
        raise ValidationError({"conditions": _("Every condition of the ground must be met.")})
    if not what.strip() or not reason.strip():
        field = "what" if not what.strip() else "reason"
        raise ValidationError({field: _("Say what was sent, and why the ground applies.")})
    made = MatterNotice.objects.create(
        matter=matter,
        by=by,
        kind=kind,
        recipient=recipient,
        what=what,
        reason=reason,
        sent_on=sent_on,
        diary_number=diary_number,
        basis=basis,
        conditions_ticked=[code for code in basis.condition_codes if code in conditions],
    )
    note(matter, "notice", by=by, notice=kind)
    advance(matter, by=by)
    return made


@transaction.atomic
def decide_not_to_send(matter: Matter, *, by: Any, kind: str, reason: str, on: date) -> MatterNotice:
    """Record that no agency is notified, or no police report made, and why: the matter goes on as with one."""
    matter = in_work(matter, by)
    refuse_persons(reason=reason)
    not_ahead(sent_on=on)
    if kind not in MAY_BE_LEFT:
        raise ValidationError(_("This is not decided on: leave it."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    made = MatterNotice.objects.create(matter=matter, by=by, kind=kind, sent=False, reason=reason, sent_on=on)
    note(matter, "no-notice", by=by, notice=kind)
    advance(matter, by=by)
    return made


@transaction.atomic
def decide_contract(
    matter: Matter,
    *,
    by: Any,
    kind: str,
    decided_by: str,
    decided_on: date,
    reason: str,
    takes_effect: date | None = None,
    amount: Decimal | None = None,
) -> ContractAction:
    """Record a decision on the contract or the payments: by which board or post, from which day, how much in SEK.

    Raises ValidationError for a stop that is in force already, the lifting of
    none, an amount that is missing, or a day that makes no sense.
    """
    matter = in_work(matter, by)
    refuse_persons(decided_by=decided_by, reason=reason)
    not_ahead(decided_on=decided_on)
    starts = takes_effect or decided_on
    if starts < decided_on:
        raise ValidationError({"takes_effect": _("It cannot take effect before it is decided.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if (amount is not None and amount <= 0) or (amount is None and kind in NEED_AMOUNT):
        raise ValidationError({"amount": _("Write the amount in SEK.")})
    _must_fit(kind, stages.done_in(matter))
    made = ContractAction.objects.create(
        matter=matter,
        by=by,
        kind=kind,
        decided_by=decided_by,
        decided_on=decided_on,
        takes_effect=starts,
        amount=amount,
        reason=reason,
    )
    note(matter, "contract", by=by, contract=kind)
    advance(matter, by=by)
    return made


def _must_fit(kind: str, done: stages.Done) -> None:
    wrong = {
        ContractAction.Kind.STOP: (done.stopped, _("The payments are stopped already.")),
        ContractAction.Kind.RESUME: (not done.stopped, _("No payment stop is in force.")),
        ContractAction.Kind.TERMINATE: (done.terminated, _("The contract is terminated already.")),
    }
    is_wrong, why = wrong.get(ContractAction.Kind(kind), (False, ""))
    if is_wrong:
        raise ValidationError({"kind": why})
