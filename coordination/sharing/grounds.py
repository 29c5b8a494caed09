"""Which legal grounds there are for one agency to give another something about the child of a case."""

from datetime import date
from typing import Any

from django.utils import timezone

from coordination.people.queries import age_of
from coordination.sharing.models import BasisRuling, LegalBasis

# The order in which the sharing desk asks: consent? duty? permission?
ASKED = (
    LegalBasis.Kind.CONSENT,
    LegalBasis.Kind.DUTY,
    LegalBasis.Kind.ON_REQUEST,
    LegalBasis.Kind.PERMISSION,
    LegalBasis.Kind.INTERNAL,
)


def offers(
    case: Any, discloser: Any, recipient: Any, *, topic: str | None = None, on: date | None = None
) -> list[LegalBasis]:
    """Return the grounds on which ``discloser`` may give ``recipient`` something (about ``topic``) on a day.

    In the order they are asked for. Of each code the newest version that has
    begun decides, also that it has ended: no older one comes back.
    A ground with an age limit is left out for a child who has reached it, and
    for one whose age nobody knows; so is what the lawyer of the discloser's
    municipality has switched off.
    """
    day = on or timezone.localdate()
    rows = LegalBasis.objects.filter(country=discloser.municipality.country, valid_from__lte=day)
    newest = [b for b in rows.order_by("code", "-version").distinct("code") if not _has_ended(b, day)]
    age, off = age_of(case.child, on=day), switched_off(discloser.municipality_id)
    fitting = (b for b in newest if b.code not in off and not b.informs_only and _fits(b, discloser, recipient, topic))
    found = [b for b in fitting if _is_young_enough(b, age)]
    return sorted(found, key=lambda b: (ASKED.index(LegalBasis.Kind(b.kind)), b.code))


def in_force(code: str, municipality: Any, *, on: date | None = None) -> LegalBasis | None:
    """Return the ground of a code as it is in force in a municipality on a day; None if it is not, or switched off."""
    day = on or timezone.localdate()
    rows = LegalBasis.objects.filter(code=code, country=municipality.country, valid_from__lte=day)
    newest = rows.order_by("-version").first()
    if newest is None or _has_ended(newest, day) or code in switched_off(municipality.pk):
        return None
    return newest


def switched_off(municipality: Any) -> set[str]:
    """Return the codes of the grounds that a municipality's lawyer has switched off and not approved since."""
    rows = BasisRuling.objects.filter(municipality=municipality).exclude(ruling=BasisRuling.Ruling.ANNOTATED)
    newest = rows.order_by("basis__code", "-at").distinct("basis__code").values_list("basis__code", "ruling")
    return {code for code, ruling in newest if ruling == BasisRuling.Ruling.OFF}


def _has_ended(basis: LegalBasis, day: date) -> bool:
    return basis.valid_to is not None and basis.valid_to < day


def _fits(basis: LegalBasis, discloser: Any, recipient: Any, topic: str | None) -> bool:
    from_here = not basis.discloser_kinds or discloser.kind in basis.discloser_kinds
    to_there = not basis.recipient_kinds or recipient.kind in basis.recipient_kinds
    return from_here and to_there and (topic is None or not basis.topics or topic in basis.topics)


def _is_young_enough(basis: LegalBasis, age: int | None) -> bool:
    return basis.age_max is None or (age is not None and age < basis.age_max)
