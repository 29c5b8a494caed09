"""Reading the catalogue of legal grounds: it is law and no secret; what a lawyer ruled, their municipality reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from coordination.agencies.models import Agency
from coordination.sharing.grounds import ASKED, switched_off
from coordination.sharing.models import BasisRuling, LegalBasis, Topic

# Who else the law names; no agency of a case is of these kinds.
OUTSIDE = {
    "authority": gettext_lazy("Authorities the act lists"),
    "prosecutor": gettext_lazy("Prosecutor"),
    "sis": gettext_lazy("National Board of Institutional Care"),
    "party": gettext_lazy("A party to the matter"),
    "processor": gettext_lazy("A supplier"),
}
ANYBODY = pgettext_lazy("agencies of a ground", "Any agency")


@dataclass(frozen=True)
class Listed:
    """One ground of the list, with its tags as (kind, text)."""

    basis: LegalBasis
    givers: str
    receivers: str
    tags: list[tuple[str, str]]


def newest(country: str = "", kind: str = "", verified: str = "") -> list[LegalBasis]:
    """Return each ground in its newest version, narrowed, in the order the sharing desk asks for them."""
    same = LegalBasis.objects.filter(code=OuterRef("code")).order_by("-version")
    wanted: dict[str, Any] = {name: value for name, value in (("country", country), ("kind", kind)) if value}
    if verified:
        wanted["verified"] = verified == "yes"
    rows = LegalBasis.objects.filter(pk=Subquery(same.values("pk")[:1]), **wanted)
    order = {kind: place for place, kind in enumerate(ASKED)}
    return sorted(rows, key=lambda b: (b.informs_only, order[LegalBasis.Kind(b.kind)], b.code))


def listed(bases: list[LegalBasis], municipalities: list) -> list[Listed]:
    """Return the grounds as the list shows them, with what was ruled in the reader's municipalities."""
    off = {place: switched_off(place.pk) for place in municipalities}
    approved = {place: _approved(place) for place in municipalities}
    return [
        Listed(
            b,
            parties(b.discloser_kinds),
            parties(b.recipient_kinds),
            [*_tags(b), *_ruled(b, off, approved)],
        )
        for b in bases
    ]


def parties(kinds: list[str]) -> str:
    """Name the kinds of agency, or say that it is any."""
    names = {**dict(Agency.Kind.choices), **OUTSIDE}
    return ", ".join(str(names.get(kind, kind)) for kind in kinds) or str(ANYBODY)


def facts(basis: LegalBasis) -> list[dict[str, Any]]:
    """Return what is to be said of one version of a ground, as rows of label and value."""
    topics = ", ".join(str(dict(Topic.choices).get(t, t)) for t in basis.topics)
    rows = [
        (_("Kind"), basis.get_kind_display()),
        (_("Who gives"), parties(basis.discloser_kinds)),
        (_("To whom"), parties(basis.recipient_kinds)),
        (_("Age"), basis.age_max and _("Younger than %(years)s") % {"years": basis.age_max}),
        (_("Consent"), _("Needed") if basis.needs_consent else _("Not needed")),
        (_("Reason"), _("Needed") if basis.needs_reason else _("Not needed")),
        (_("Decided by"), basis.needs_approver and _("The head of the unit that gives")),
        (_("Lasts at most"), basis.days and ngettext("%(n)s day", "%(n)s days", basis.days) % {"n": basis.days}),
        (_("About"), topics),
        (_("Not for secrecy under"), ", ".join(basis.excluded_secrecy)),
        (pgettext("of a ground", "Verified"), basis.last_verified if basis.verified else _("Not yet")),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def rulings(basis: LegalBasis, municipalities: list) -> list[BasisRuling]:
    """Return what was ruled on any version of a ground in the reader's municipalities, newest first."""
    rows = BasisRuling.objects.filter(basis__code=basis.code, municipality__in=municipalities)
    return list(rows.select_related("basis", "municipality", "by").order_by("-at"))


def _tags(basis: LegalBasis) -> list[tuple[str, str]]:
    today, tags = timezone.localdate(), []
    if basis.informs_only:
        tags.append(("mute", _("For information")))
    if not _begun(basis, today):
        tags.append(("warn", _("Not yet in force")))
    if basis.valid_to and basis.valid_to < today:
        tags.append(("mute", _("No longer in force")))
    if not basis.verified:
        tags.append(("warn", _("Not verified")))
    return tags


def _ruled(basis: LegalBasis, off: dict, approved: dict) -> list[tuple[str, str]]:
    names = [(place, {"municipality": place}) for place in off if place.country == basis.country]
    tags = [("bad", _("Switched off in %(municipality)s") % name) for place, name in names if basis.code in off[place]]
    good = [name for place, name in names if basis.code not in off[place] and basis.pk in approved[place]]
    return [*tags, *(("ok", _("Approved in %(municipality)s") % name) for name in good)]


def _approved(municipality: Any) -> set:
    rows = BasisRuling.objects.filter(municipality=municipality, ruling=BasisRuling.Ruling.APPROVED)
    return set(rows.values_list("basis_id", flat=True))


def _begun(basis: LegalBasis, day: date) -> bool:
    return basis.valid_from <= day
