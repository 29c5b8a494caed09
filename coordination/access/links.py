"""Siblings: two cases of their own that know of each other, shown to nobody who does not see both."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.models import CaseLink
from coordination.cases.models import Case
from coordination.history.recording import record
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def link(case: Case, reference: str, *, by: Any, why: str) -> CaseLink:
    """Note that the case of ``reference`` is about a sibling. For who coordinates this case and sees the other.

    A case that is hidden is refused with the same words as one that does not
    exist, and so is one with an assumed identity in it: nothing may lead to that.
    """
    policy.require(by, Act.COORDINATE, case)
    if case.has_assumed:
        raise ValidationError(_("This case cannot be linked to another."), code="reference")
    seen = policy.visible(by, Act.VIEW, Case.objects.exclude(people__protection="assumed"))
    other = seen.filter(reference=reference.strip()).exclude(pk=case.pk).first()
    if other is None:
        raise ValidationError(_("There is no other case with this reference that you may open."), code="reference")
    if _between(case, other).exists():
        raise ValidationError(_("The two cases are linked already."), code="reference")
    made = CaseLink.objects.create(case_a=case, case_b=other, why=why.strip()[:300], linked_by=by)
    _tell(made, "cases-linked", by=by, agency=case.lead_agency)
    return made


@transaction.atomic
def unlink(made: CaseLink, *, by: Any) -> None:
    """End the link. For who coordinates either case and sees both."""
    if not links_to_end(by).filter(pk=made.pk).exists():
        raise ValidationError(_("The cases are not linked any more."))
    made.ended_at, made.ended_by = timezone.now(), by
    made.save(update_fields=["ended_at", "ended_by"])
    own = made.case_a if policy.can(by, Act.COORDINATE, made.case_a) else made.case_b
    _tell(made, "cases-unlinked", by=by, agency=own.lead_agency)


def links_of(user: Any, case: Case) -> list[dict[str, Any]]:
    """Return the siblings' cases of a case, as far as ``user`` may see both."""
    rows = _visible(user).filter(Q(case_a=case) | Q(case_b=case)).select_related("case_a", "case_b")
    mine = set(links_to_end(user).values_list("pk", flat=True)) if rows else set()
    return [
        {"link": row, "case": row.case_b if row.case_a_id == case.pk else row.case_a, "may_end": row.pk in mine}
        for row in rows
    ]


def links_to_end(user: Any) -> QuerySet[CaseLink]:
    """Return the links that ``user`` may end."""
    own = policy.visible(user, Act.COORDINATE, Case.objects.all()).values("pk")
    return _visible(user).filter(Q(case_a__in=own) | Q(case_b__in=own))


def _visible(user: Any) -> QuerySet[CaseLink]:
    """Links in force between cases that are both seen; none that leads to an assumed identity."""
    seen = policy.visible(user, Act.VIEW, Case.objects.exclude(people__protection="assumed")).values("pk")
    return CaseLink.objects.filter(ended_at=None, case_a__in=seen, case_b__in=seen)


def _between(case: Case, other: Case) -> QuerySet[CaseLink]:
    return CaseLink.objects.filter(Q(case_a=case, case_b=other) | Q(case_a=other, case_b=case), ended_at=None)


def _tell(made: CaseLink, kind: str, *, by: Any, agency: Any) -> None:
    """Write in both histories that it happened, for the agency that did it; in neither which the other case is."""
    for case in (made.case_a, made.case_b):
        record(case, kind, actor=by, agency=agency, inside=True, tell=[])
