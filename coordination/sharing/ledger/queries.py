"""Which disclosures a person may know of, and narrowing them to what is asked for."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency
from coordination.history.queries import between
from coordination.sharing.models import Disclosure, LegalBasis
from permissions import policy
from permissions.roles import Act


def disclosures_for(user: Any, *, case: Any = None, agency: Agency | None = None) -> QuerySet[Disclosure]:
    """Return the disclosures of a case, or those one agency gave or got, that ``user`` may know of.

    Those of the own agency, or all of a case one audits as a unit manager.
    ``at`` is when it was given, ``reads`` whether it lets anybody read now.
    """
    rows = Disclosure.objects.all()
    if case is not None:
        rows = rows.filter(case=case)
    if agency is not None:
        rows = rows.filter(Q(entry__agency=agency) | Q(agency=agency))
    seen = (policy.visible(user, act, rows).values("pk") for act in (Act.VIEW, Act.AUDIT))
    reads = policy.letting_read(Disclosure.objects.filter(pk=OuterRef("pk")))
    found = rows.filter(Q(pk__in=next(seen)) | Q(pk__in=next(seen))).annotate(at=F("valid_from"), reads=Exists(reads))
    people = ("disclosed_by", "approved_by", "ended_by")
    return found.select_related("case__municipality", "entry__agency", "agency", "basis", *people).order_by(
        "-at", "-pk"
    )


def chosen(rows: QuerySet[Disclosure], wanted: dict[str, Any], mine: Any) -> QuerySet[Disclosure]:
    """Narrow disclosures to what the filter asks for; ``mine`` are the agencies whose giving and getting is meant."""
    if direction := wanted.get("direction"):
        rows = rows.filter(entry__agency__in=mine) if direction == "gave" else rows.filter(agency__in=mine)
    if agency := wanted.get("other"):
        rows = rows.filter(Q(entry__agency=agency) | Q(agency=agency))
    if ground := wanted.get("ground"):
        rows = rows.filter(basis__code=ground)
    if state := wanted.get("state"):
        rows = rows.filter(_in_state(state))
    return between(rows, wanted)


def agencies_in(rows: QuerySet[Disclosure]) -> list[Agency]:
    """Return the agencies that gave or got something, by name."""
    plain = rows.order_by()
    found = Agency.objects.filter(Q(pk__in=plain.values("agency")) | Q(pk__in=plain.values("entry__agency")))
    return list(found.order_by("name"))


def grounds_in(rows: QuerySet[Disclosure]) -> list[LegalBasis]:
    """Return the grounds that were used, each once, in its newest version."""
    used = LegalBasis.objects.filter(pk__in=rows.order_by().values("basis")).order_by("code", "version")
    return list({basis.code: basis for basis in used}.values())


def own_agencies(user: Any, case: Any) -> set[Any]:
    """Return the keys of the agencies for which ``user`` reads the ledger of a case: by grant, or by post to audit."""
    mine = set(policy.agencies_for(user, Act.VIEW, case))
    return mine or {post.agency_id for post in user.posts}


def _in_state(state: str) -> Q:
    waiting = Q(approval_needed=True, approved_at=None, ended_at=None)
    waiting &= Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    if state == "waiting":
        return waiting
    return Q(reads=True) if state == "in_force" else Q(reads=False) & ~waiting
