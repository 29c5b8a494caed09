"""What a municipality's lawyer says of the grounds. There is no case behind it: the ruling itself is the record."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.rules.queries import value_of
from coordination.sharing.models import BasisRuling, LegalBasis
from permissions import policy

Ruling = BasisRuling.Ruling


@transaction.atomic
def rule_on(basis: LegalBasis, municipality: Any, *, by: Any, ruling: str, note: str) -> BasisRuling:
    """Approve, switch off or annotate a ground in its newest version, for one municipality, with a reason.

    A ground switched off is no longer offered there, in this version or a
    later one, until it is approved; what was given on it before goes on.
    Raises PermissionDenied unless ``by`` is a lawyer of the municipality,
    ValidationError if the ruling makes no sense.
    """
    if not policy.may_rule_on_grounds(by, municipality) or basis.country != municipality.country:
        raise PermissionDenied
    if LegalBasis.objects.filter(code=basis.code, version__gt=basis.version).exists():
        raise ValidationError(_("There is a newer version of this ground. Rule on that one."))
    if ruling == Ruling.OFF and not can_be_switched_off(basis, municipality):
        raise ValidationError(_("This ground cannot be switched off."))
    if not note.strip():
        raise ValidationError(_("Say why."))
    return BasisRuling.objects.create(basis=basis, municipality=municipality, by=by, ruling=ruling, note=note.strip())


def can_be_switched_off(basis: LegalBasis, municipality: Any) -> bool:
    """Say whether a ground can be: not one that is never offered, nor the consent that joint cases rest on."""
    return not basis.informs_only and basis.code != value_of("consent.basis", municipality)
