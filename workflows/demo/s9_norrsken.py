"""A home-care company that bills more hours than there are in a day, and a stream of payments still being checked."""

from decimal import Decimal
from typing import Any

from coordination.demo.cast import Cast
from coordination.matters import actions, deciding
from coordination.matters.catalogue import grounds_for
from coordination.matters.models import Matter, MatterNotice
from coordination.matters.organisation import INVENTED
from coordination.matters.recording import note
from workflows.demo.clock import Days, Story

BOARD = "Vård- och omsorgsnämnden"
REGISTERS = (
    ("company", "remark", "Ny ägare och ny styrelse sedan fyra månader."),
    ("tax_account", "remark", "Skatteskuld, obetalda arbetsgivaravgifter."),
    ("kfm", "ok", ""),
    ("ivo", "remark", "Tillstånd för hemtjänst saknas."),
    ("beneficial_owner", "not_possible", "Ingen anmälan hos Bolagsverket."),
)


def norrsken(cast: Cast, days: Days) -> Story:
    """Elsa records the signal; Gun agrees that it is fraud; payments stop, agencies are told, the money comes back."""
    yield days.at(0, "10:10")
    elsa, gun = cast.users["elsa"], cast.users["gun"]
    matter = actions.open_matter(
        by=elsa,
        agency=cast.agencies["A7"],
        provider="Omsorg Norrsken AB",
        organisation_number=INVENTED,
        source=Matter.Source.INVOICE,
        signal="31 timmar på ett dygn är fakturerade för en och samma vårdare. Två personer säger att inga besök "
        "har blivit av.",
        evidence="Fakturaunderlag i ekonomisystemet, avtal i diariet.",
        flags=["impossible_hours", "no_visits", "tax_debt", "new_owner", "permit_missing"],
        period_from=days.day(-61),
        period_to=days.day(-1),
        amount=Decimal("598000"),
    )
    day = days.day(-12).isoformat()
    actions.add_row(matter, by=elsa, period=day, carer=1, billed=Decimal(31), possible=Decimal(10))
    yield days.at(1, "08:30")
    why = "Fler timmar än dygnet har, flera gånger. Det ser inte ut som ett skrivfel."
    actions.propose_triage(matter, by=elsa, kind=Matter.Triage.FRAUD, reason=why)
    yield days.at(2, "13:00")
    note(matter, "read", by=gun)
    actions.rule_on_triage(matter, by=gun, agree=True)
    yield days.at(3, "09:00")
    actions.begin_checks(matter, by=elsa)
    yield days.at(4, "09:20")
    for code, result, found in REGISTERS:
        actions.record_check(
            matter, by=elsa, code=code, phase="during", result=result, checked_on=days.day(4), check_note=found
        )
    yield from _decided(matter, cast, days)


def _decided(matter: Matter, cast: Cast, days: Days) -> Story:
    elsa = cast.users["elsa"]
    board: dict[str, Any] = {"by": elsa, "decided_by": BOARD}
    yield days.at(10, "15:00")
    why = "Fakturor som inte kan stämma betalas inte förrän de är utredda."
    stop: dict[str, Any] = {"kind": "stop", "decided_on": days.day(10), "amount": Decimal("186000"), "reason": why}
    deciding.decide_contract(matter, **board, **stop)
    yield days.at(12, "10:00")
    _sends(matter, elsa, MatterNotice.Kind.NOTIFY, days.day(12), recipient="fk")
    yield days.at(20, "11:00")
    _sends(matter, elsa, MatterNotice.Kind.POLICE, days.day(20))
    yield days.at(31, "14:00")
    grounds = {"municipality": "avtalet och KL 10:8", "skatteverket": "skatteförfarandelagen", "rescue": "LSO 5 kap."}
    what = "Oanmält besök på kontoret: tidrapporter, personalliggare, lokaler."
    actions.record_inspection(matter, by=elsa, on=days.day(31), purpose=what, parties=grounds)
    yield days.at(60, "16:00")
    why = "Avtalet är hävt på grund av väsentligt avtalsbrott."
    deciding.decide_contract(matter, **board, kind="terminate", decided_on=days.day(60), reason=why)
    why = "Betalat för tid som inte har utförts."
    claim: dict[str, Any] = {"kind": "claim", "decided_on": days.day(60), "amount": Decimal("412000"), "reason": why}
    deciding.decide_contract(matter, **board, **claim)
    yield days.at(72, "10:30")
    actions.close_matter(
        matter,
        by=elsa,
        end=Matter.End.RECOVERED,
        closing_note="Hela kravet är betalt. Ny utförare är på plats.",
        stopped=Decimal("186000"),
        recovered=Decimal("412000"),
    )


def escort(cast: Cast, days: Days) -> Story:
    """A stream of payments: taken for an error, being checked, and proposed anew as suspected fraud."""
    yield days.at(0, "09:30")
    elsa, gun = cast.users["elsa"], cast.users["gun"]
    matter = actions.open_matter(
        by=elsa,
        agency=cast.agencies["A7"],
        provider="Fakturor för ledsagning",
        source=Matter.Source.FOLLOW_UP,
        signal="Samma resor är fakturerade två gånger i tre månader.",
        flags=["records_missing", "sudden_growth"],
        amount=Decimal("23400"),
    )
    actions.propose_triage(matter, by=elsa, kind=Matter.Triage.ERROR, reason="Troligen en dubblerad import.")
    yield days.at(1, "10:00")
    actions.rule_on_triage(matter, by=gun, agree=True, answer="Fråga utföraren först.")
    actions.begin_checks(matter, by=elsa)
    yield days.at(5, "09:00")
    found: dict[str, Any] = {"by": elsa, "checked_on": days.day(5), "phase": "during"}
    actions.record_check(matter, code="company", result="ok", **found)
    actions.record_check(matter, code="kfm", result="remark", check_note="Flera skulder till staten.", **found)
    why = "Utföraren svarar inte, och de dubbla raderna fortsätter."
    actions.propose_triage(matter, by=elsa, kind=Matter.Triage.FRAUD, reason=why)


def _sends(matter: Matter, by: Any, kind: str, day: Any, *, recipient: str = "") -> None:
    basis = grounds_for(kind, matter.agency.municipality)[0]
    deciding.send(
        matter,
        by=by,
        kind=kind,
        recipient=recipient,
        what="Fakturerade och möjliga timmar per dygn, belopp och period. Inga uppgifter om personer.",
        sent_on=day,
        basis=basis,
        conditions=basis.condition_codes,
        reason="Timmarna går inte att utföra, och företaget kan inte förklara dem.",
    )
