"""What the consents of a case cover now, and who reads what."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency
from coordination.sharing.models import Consent, Entry, LegalBasis, Topic
from permissions import policy
from permissions.roles import Act


def consent_basis(case: Any) -> LegalBasis:
    """Return the legal basis for sharing on consent in the case's country, as in force today."""
    today = timezone.localdate()
    rows = LegalBasis.objects.filter(
        country=case.municipality.country, needs_consent=True, kind=LegalBasis.Kind.CONSENT, valid_from__lte=today
    )
    return rows.exclude(valid_to__lt=today).order_by("code", "-version")[0]


def consents_in_force(case: Any) -> QuerySet[Consent]:
    """Return the consents of a case that count now."""
    return Consent.objects.live().filter(case=case, given=True).prefetch_related("agencies").select_related("giver")


class Cover:
    """What the consents of one case cover now, read once for any number of questions."""

    def __init__(self, case: Any) -> None:
        self.consents = list(consents_in_force(case))
        self.required = set(case.people.filter(consent_required=True).values_list("pk", flat=True))

    @property
    def agencies(self) -> dict[Any, Agency]:
        """The agencies that any consent names, by key."""
        return {a.pk: a for c in self.consents for a in c.agencies.all()}

    def until(self, agency: Any, topic: str | None = None) -> datetime | None:
        """Return until when sharing with ``agency`` (about ``topic``) is covered by everybody's consent, or None."""
        said = {c.giver_id: c for c in self.consents if _names(c, agency, topic)}
        if not said or not self.required <= set(said):
            return None
        return min(said[pk].valid_until for pk in (self.required or said))


def covered_until(case: Any, agency: Any, topic: str | None = None) -> datetime | None:
    """Return until when sharing with ``agency`` (about ``topic``) is covered by everybody's consent, or None."""
    return Cover(case).until(agency, topic)


def covered_agencies(case: Any, topic: str | None = None) -> list[Agency]:
    """Return the agencies that everybody's consent names now (for ``topic``)."""
    cover = Cover(case)
    return sorted((a for a in cover.agencies.values() if cover.until(a, topic)), key=lambda a: a.name)


def missing_givers(case: Any) -> list:
    """Return the people who must consent and have no answer in force, nor a refusal."""
    said = Consent.objects.live().filter(case=case).values("giver")
    return list(case.people.filter(consent_required=True).exclude(pk__in=said))


def readers_of(entry: Entry) -> list[Agency]:
    """Return the agencies, besides its own, that can read an entry now."""
    shown = entry.disclosures.live().select_related("agency", "basis")
    taking_part = set(entry.case.participations.filter(status="accepted").values_list("agency_id", flat=True))
    cover = Cover(entry.case)
    return [
        d.agency
        for d in shown
        if d.agency_id in taking_part and (not d.basis.needs_consent or cover.until(d.agency, entry.topic))
    ]


def possible_readers(case: Any, agency: Any, topic: str | None = None) -> list[tuple[Agency, bool]]:
    """Return the other agencies of the case, each with whether sharing with it has a ground now."""
    there = case.participations.filter(status="accepted").exclude(agency=agency).select_related("agency")
    cover = Cover(case)
    pairs = [(p.agency, cover.until(p.agency, topic) is not None) for p in there]
    return sorted(pairs, key=lambda pair: pair[0].name)


def _names(consent: Consent, agency: Any, topic: str | None) -> bool:
    named = any(a.pk == agency.pk for a in consent.agencies.all())
    return named and (topic is None or topic in consent.topics)


def coverage(case: Any) -> list[dict[str, Any]]:
    """Return, for each agency the consents name or that is in the case, what may be shared with it now."""
    there = {p.agency_id: p for p in case.participations.select_related("agency")}
    cover = Cover(case)
    agencies = {**cover.agencies, **{pk: p.agency for pk, p in there.items() if p.status in ("invited", "accepted")}}
    return [
        {
            "agency": agency,
            "until": cover.until(agency),
            "topics": [t for t in Topic if cover.until(agency, t.value)],
            "participation": there.get(agency.pk),
        }
        for agency in sorted(agencies.values(), key=lambda a: a.name)
    ]


def answers(case: Any, user: Any) -> list[dict[str, Any]]:
    """Return the case's people with their answer in force, as far as ``user`` may read answers."""
    rows = policy.visible(user, Act.VIEW, Consent.objects.filter(case=case)).filter(ended_at=None)
    said = {c.giver_id: c for c in rows.prefetch_related("agencies").select_related("recorded_by")}
    if not policy.can(user, Act.COORDINATE, case) and not said:
        return []
    people = case.people.exclude(role="other").order_by("role", "given_name")
    return [{"person": p, "consent": said.get(p.pk)} for p in people]


def readable(case: Any, user: Any) -> QuerySet[Entry]:
    """Return the entries of a case that ``user`` may read now, the newest version of each, newest first."""
    rows = policy.visible(user, Act.VIEW, Entry.objects.filter(case=case))
    replaced = rows.filter(supersedes__isnull=False).values("supersedes")
    return rows.exclude(pk__in=replaced).select_related("agency", "author", "step", "document")
