"""Matters as pages and papers show them."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.matters.catalogue import name_of, rows_of
from coordination.matters.models import ContractAction, Matter, MatterCheck, MatterEvent, MatterNotice, MatterTriage
from coordination.matters.recording import KINDS, READINGS
from permissions import policy
from permissions.roles import MatterAct

WITH = "agency__municipality", "opened_by"
MOST_EVENTS = 500


def matters_of(user: Any) -> QuerySet[Matter]:
    """Return the matters that ``user`` may read, newest first; ``waits``: a triage waits for the lawyer."""
    waiting = MatterTriage.objects.filter(matter=OuterRef("pk"), answered_at=None)
    rows = Matter.objects.select_related(*WITH).annotate(waits=Exists(waiting))
    return policy.visible_matters(user, MatterAct.READ, rows)


def shown(rows: QuerySet[Matter], user: Any, show: str) -> QuerySet[Matter]:
    """Narrow matters to those in which ``user`` has done something (``mine``), to their ``unit``'s, or not at all.

    What waits for the lawyer's word is the lawyer's too.
    """
    if show == "mine":
        acted = MatterEvent.objects.filter(matter=OuterRef("pk"), actor=user.pk).exclude(kind__in=READINGS)
        rules = policy.visible_matters(user, MatterAct.RULE, Matter.objects.all()).values("pk")
        return rows.filter(Exists(acted) | Q(waits=True, pk__in=rules))
    if show == "unit":
        return policy.of_own_agencies(user, rows, "agency_id")
    return rows


def matter_for(user: Any, reference: str, act: MatterAct = MatterAct.READ) -> Matter:
    """Return the matter of a reference on which ``user`` may ``act``.

    Raises Http404 if they may not know of it, else PermissionDenied.
    """
    found = matters_of(user).filter(reference=reference).first()
    if found is None:
        raise Http404
    policy.require_in_matter(user, act, found)
    return found


def to_rule_on(user: Any) -> int:
    """Count the matters whose triage waits for ``user`` as the lawyer. Nobody answers their own proposal."""
    rows = policy.visible_matters(user, MatterAct.RULE, Matter.objects.exclude(status=Matter.Status.CLOSED))
    waiting = MatterTriage.objects.filter(matter__in=rows.values("pk"), answered_at=None)
    return waiting.exclude(by=user.pk).count()


def waiting_triage(matter: Matter) -> MatterTriage | None:
    """Return the triage that somebody proposed and nobody has answered."""
    return matter.mattertriages.filter(answered_at=None).select_related("by").first()


def checklist(matter: Matter) -> list[dict[str, Any]]:
    """Return each check of each phase with its latest result, or none, in the order of the list."""
    latest = {(c.code, c.phase): c for c in matter.matterchecks.select_related("by")}
    rows = rows_of("checks", matter.agency.municipality)
    return [
        {**row, "phase": phase.value, "phase_name": phase.label, "done": latest.get((row["code"], phase.value))}
        for phase in MatterCheck.Phase
        for row in rows
        if phase.value in row["phases"]
    ]


def notices_of(matter: Matter) -> list[dict[str, Any]]:
    """Return what was sent, or decided not to be, with the recipient and the ticked conditions in words."""
    return [
        {
            "notice": notice,
            "recipient": recipient_name(notice, matter),
            "conditions": [text for code, text in notice.basis.checklist if code in notice.conditions_ticked]
            if notice.basis
            else [],
        }
        for notice in matter.matternotices.select_related("basis", "by")
    ]


def recipient_name(notice: MatterNotice, matter: Matter) -> str:
    """Return to whom something was sent, in words."""
    if notice.kind == MatterNotice.Kind.POLICE:
        return _("The police")
    name = "outside" if notice.kind == MatterNotice.Kind.HAND_OVER else "recipients"
    return name_of(name, notice.recipient, matter) if notice.recipient else ""


def inspections_of(matter: Matter) -> list[dict[str, Any]]:
    """Return the joint inspections, with who came on which ground in words."""
    return [
        {
            "inspection": row,
            "parties": [{"who": name_of("inspectors", p["who"], matter), "ground": p["ground"]} for p in row.parties],
        }
        for row in matter.jointinspections.select_related("by")
    ]


def hours_of(matter: Matter) -> dict[str, Any]:
    """Return the invoice rows and their sums."""
    rows = list(matter.invoicerows.select_related("by"))
    return {"rows": rows, "billed": sum(r.billed for r in rows), "excess": sum(r.excess for r in rows)}


def stopped_so_far(matter: Matter) -> Decimal | None:
    """Return the sum of the payments that were stopped or withheld, or None where no amount was written."""
    kinds = (ContractAction.Kind.STOP, ContractAction.Kind.WITHHOLD)
    return matter.contractactions.filter(kind__in=kinds).aggregate(sum=Sum("amount"))["sum"]


def history_of(matter: Matter) -> list[dict[str, Any]]:
    """Return what happened and who read, newest first, as sentences."""
    rows = matter.history.select_related("actor")[:MOST_EVENTS]
    return [
        {"at": row.at, "text": _sentence(row), "who": row.actor.get_full_name(), "is_reading": row.kind in READINGS}
        for row in rows
    ]


def yearly(user: Any) -> list[dict[str, Any]]:
    """Return, for each year in which a matter was closed, how many were and the SEK stopped and recovered."""
    years: dict[int, list[Matter]] = defaultdict(list)
    for matter in matters_of(user).filter(status=Matter.Status.CLOSED):
        years[timezone.localtime(matter.closed_at).year].append(matter)
    return [{"year": year, **sums(rows)} for year, rows in sorted(years.items(), reverse=True)]


def sums(rows: list[Matter]) -> dict[str, Any]:
    """Return what closed matters come to: how many, by end state, and SEK."""
    ends = {end: sum(row.end_state == end for row in rows) for end in Matter.End}
    return {
        "matters": len(rows),
        "ends": [(end.label, n) for end, n in ends.items() if n],
        "stopped": sum((row.stopped or Decimal(0) for row in rows), Decimal(0)),
        "recovered": sum((row.recovered or Decimal(0) for row in rows), Decimal(0)),
    }


def _sentence(event: Any) -> str:
    text = str(KINDS.get(event.kind, _("Something happened")))
    for fact, choices in (
        ("triage", Matter.Triage),
        ("status", Matter.Status),
        ("end", Matter.End),
        ("notice", MatterNotice.Kind),
        ("contract", ContractAction.Kind),
    ):
        if fact in event.facts:
            text = f"{text}: {dict(choices.choices).get(event.facts[fact], event.facts[fact])}"
    return text
