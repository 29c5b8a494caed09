"""What people do in a matter about a provider. Each function is one intention, whole or not at all.

Every one locks the matter, asks the policy, refuses texts that point at a
person, and writes the history. None of them reads a joint case or a client.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history import asides
from coordination.history.models import Aside
from coordination.matters import organisation, stages
from coordination.matters.catalogue import choices_of
from coordination.matters.models import InvoiceRow, JointInspection, Matter, MatterCheck, MatterTriage
from coordination.matters.nameless import refuse_numbers, refuse_persons
from coordination.matters.recording import note, tell_working
from permissions import policy
from permissions.roles import MatterAct

Status = Matter.Status


@transaction.atomic
def open_matter(
    *,
    by: Any,
    agency: Any,
    provider: str,
    source: str,
    signal: str,
    organisation_number: str = "",
    evidence: str = "",
    flags: Iterable[str] = (),
    period_from: date | None = None,
    period_to: date | None = None,
    amount: Decimal | None = None,
) -> Matter:
    """Record a signal about a provider or a stream of payments, in SEK.

    ``flags`` are codes of the rule ``matters.red_flags``. Raises
    PermissionDenied if ``by`` may not open matters for the agency,
    ValidationError for a wrong number, amount or period, or a text that
    points at a person.
    """
    if agency not in policy.agencies_with_matters(by):
        raise PermissionDenied(_("Your post does not let you record signals for this agency."))
    refuse_numbers(provider=provider)
    refuse_persons(signal=signal, evidence=evidence)
    _must_be_amount(amount)
    if period_from and period_to and period_from > period_to:
        raise ValidationError({"period_to": _("The period ends before it begins.")})
    known = dict(choices_of("red_flags", agency.municipality))
    matter = Matter.objects.create(
        reference=_next_reference(),
        agency=agency,
        provider=provider,
        organisation_number=_number(organisation_number),
        source=source,
        signal=signal,
        evidence=evidence,
        flags=[code for code in known if code in set(flags)],
        period_from=period_from,
        period_to=period_to,
        amount=amount,
        opened_by=by,
    )
    note(matter, "opened", by=by)
    return matter


@transaction.atomic
def add_row(
    matter: Matter,
    *,
    by: Any,
    period: str,
    billed: Decimal,
    possible: Decimal,
    carer: int | None = None,
    row_note: str = "",
) -> InvoiceRow:
    """Add what was billed for a period, in hours, and how much was possible. ``carer`` is a number of the matter."""
    matter = locked(matter, by)
    refuse_persons(period=period, row_note=row_note)
    if billed < 0 or possible < 0:
        raise ValidationError({"billed": _("Hours are not negative.")})
    row = InvoiceRow.objects.create(
        matter=matter, by=by, period=period, carer=carer, billed=billed, possible=possible, note=row_note
    )
    note(matter, "row", by=by)
    return row


@transaction.atomic
def propose_triage(matter: Matter, *, by: Any, kind: str, reason: str) -> MatterTriage:
    """Propose what the signal is. It counts when the lawyer has agreed; a proposal that waits is replaced."""
    matter = locked(matter, by)
    refuse_persons(reason=reason)
    _must_say(reason=reason)
    matter.mattertriages.filter(answered_at=None).update(
        answered_at=timezone.now(), agreed=False, answer="", answered_by=None
    )
    made = MatterTriage.objects.create(matter=matter, by=by, kind=kind, reason=reason)
    note(matter, "triage-proposed", by=by, triage=kind)
    asides.tell(Aside.Kind.MATTER_TRIAGE, matter, policy.people_to_rule(matter), but=by)
    return made


@transaction.atomic
def rule_on_triage(matter: Matter, *, by: Any, agree: bool, answer: str = "") -> Matter:
    """Agree, as the municipality's lawyer, to the triage that waits, or send it back with what is missing.

    Raises PermissionDenied for who proposed it, ValidationError if none waits
    (any more) or a refusal says nothing.
    """
    matter = locked(matter, by, MatterAct.RULE)
    waiting = matter.mattertriages.filter(answered_at=None).first()
    if waiting is None:
        raise ValidationError(_("No triage waits for an answer."))
    if waiting.by_id == by.pk:
        raise PermissionDenied(_("Triage takes two: somebody else answers what you proposed."))
    refuse_persons(answer=answer)
    if not agree:
        _must_say(answer=answer)
    waiting.agreed, waiting.answer, waiting.answered_by, waiting.answered_at = agree, answer, by, timezone.now()
    waiting.save(update_fields=["agreed", "answer", "answered_by", "answered_at"])
    note(matter, "triage-agreed" if agree else "triage-refused", by=by, triage=waiting.kind)
    if not agree:
        tell_working(matter, but=by)
    if agree:
        matter.triage = waiting.kind
        move(matter, Status.TRIAGED if matter.status in stages.TRIAGED_ANEW else matter.status, by=by)
    return matter


@transaction.atomic
def begin_checks(matter: Matter, *, by: Any) -> Matter:
    """Go on from the triage to the checks."""
    matter = locked(matter, by)
    if matter.status != Status.TRIAGED:
        raise ValidationError(_("The checks begin when the signal is triaged."))
    note(matter, "begun", by=by)
    move(matter, Status.CHECKING, by=by)
    return matter


@transaction.atomic
def record_check(
    matter: Matter, *, by: Any, code: str, phase: str, result: str, checked_on: date, check_note: str = ""
) -> MatterCheck:
    """Record the result of a check of the rule ``matters.checks``; a remark says what it is."""
    matter = in_work(matter, by)
    refuse_persons(check_note=check_note)
    if code not in dict(choices_of("checks", matter.agency.municipality, phase=phase)):
        raise ValidationError({"code": _("This check is not in the list.")})
    not_ahead(checked_on=checked_on)
    if result != MatterCheck.Result.OK:
        _must_say(check_note=check_note)
    made = MatterCheck.objects.create(
        matter=matter, by=by, code=code, phase=phase, result=result, note=check_note, checked_on=checked_on
    )
    note(matter, "check", by=by, code=code)
    return made


@transaction.atomic
def record_inspection(matter: Matter, *, by: Any, on: date, purpose: str, parties: dict[str, str]) -> JointInspection:
    """Record a joint inspection, planned or made: who comes (rule ``matters.inspectors``) and each one's own ground.

    Raises ValidationError unless at least two come, each with a ground.
    """
    matter = in_work(matter, by)
    grounds = {code: ground.strip() for code, ground in parties.items() if ground.strip()}
    refuse_persons(purpose=purpose, **{f"ground_{code}": ground for code, ground in grounds.items()})
    known = dict(choices_of("inspectors", matter.agency.municipality))
    if len(grounds) < 2 or set(grounds) - set(known):
        raise ValidationError(_("A joint inspection has at least two, each on a ground of its own."))
    rows = [{"who": code, "ground": grounds[code]} for code in known if code in grounds]
    made = JointInspection.objects.create(matter=matter, by=by, on=on, purpose=purpose, parties=rows)
    note(matter, "inspection", by=by)
    return made


@transaction.atomic
def close_matter(
    matter: Matter,
    *,
    by: Any,
    end: str,
    closing_note: str,
    stopped: Decimal | None = None,
    recovered: Decimal | None = None,
) -> Matter:
    """Close a matter with what came of it and the SEK that were stopped and recovered.

    Raises ValidationError with the reason if it cannot end so yet (`stages.why_not`).
    """
    matter = locked(matter, by)
    refuse_persons(closing_note=closing_note)
    _must_say(closing_note=closing_note)
    if why := stages.why_not(end, matter, stages.done_in(matter)):
        raise ValidationError({"end": why})
    for field, amount in (("stopped", stopped), ("recovered", recovered)):
        if amount is not None and amount < 0:
            raise ValidationError({field: _("An amount is not negative.")})
    if end == Matter.End.RECOVERED and not recovered:
        raise ValidationError({"recovered": _("Write how much came back.")})
    matter.end_state, matter.closing_note, matter.closed_at = end, closing_note, timezone.now()
    matter.stopped, matter.recovered, matter.status = stopped, recovered, Status.CLOSED
    matter.save()
    note(matter, "closed", by=by, end=end)
    tell_working(matter, but=by)
    return matter


def locked(matter: Matter, by: Any, act: MatterAct = MatterAct.WORK) -> Matter:
    """Return the matter as it is now, its row held until the transaction ends. Raises ValidationError if closed."""
    policy.require_in_matter(by, act, matter)
    rows = Matter.objects.select_for_update(of=("self",)).select_related("agency__municipality")
    found = rows.get(pk=matter.pk)
    if not found.is_open:
        raise ValidationError(_("The matter is closed."))
    return found


def in_work(matter: Matter, by: Any) -> Matter:
    """Return the matter locked. Raises ValidationError unless its checks have begun."""
    found = locked(matter, by)
    if found.status not in stages.RECORDING:
        raise ValidationError(_("First the signal is triaged and the checks begun."))
    return found


def advance(matter: Matter, *, by: Any) -> None:
    """Let a matter stand where what is done in it has brought it."""
    move(matter, stages.reached(matter.status, stages.done_in(matter)), by=by)


def move(matter: Matter, status: str, *, by: Any) -> None:
    """Set the status, and the triage that may have changed with it."""
    went_on, matter.status = matter.status != status, status
    matter.save(update_fields=["status", "triage"])
    if went_on:
        note(matter, "moved", by=by, status=status)
        tell_working(matter, but=by)


def not_ahead(**days: date) -> None:
    """Return if no day lies ahead. Raises ValidationError at the fields of those that do."""
    today = timezone.localdate()
    ahead = {field: _("This day has not come yet.") for field, day in days.items() if day > today}
    if ahead:
        raise ValidationError(ahead)


def _must_say(**texts: str) -> None:
    empty = {field: _("Say why.") for field, text in texts.items() if not text.strip()}
    if empty:
        raise ValidationError(empty)


def _must_be_amount(amount: Decimal | None) -> None:
    if amount is not None and amount <= 0:
        raise ValidationError({"amount": _("Write an amount, or leave it empty.")})


def _number(text: str) -> str:
    try:
        return organisation.parse(text)
    except ValidationError as error:
        raise ValidationError({"organisation_number": error.messages}) from error


def _next_reference() -> str:
    start = f"VAL-{timezone.localdate().year}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [start])
    rows = Matter.objects.filter(reference__startswith=start).order_by(Length("reference").desc(), "-reference")
    last = rows.values_list("reference", flat=True).first()
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04}"
