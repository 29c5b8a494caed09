"""What the consents of a case cover now, and who reads what."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency, Membership, User
from coordination.history.models import Reading
from coordination.sharing.models import Consent, Disclosure, Entry, Topic
from permissions import policy
from permissions.roles import Act


def consents_in_force(case: Any) -> QuerySet[Consent]:
    """Return the consents of a case that count now."""
    return Consent.objects.live().filter(case=case, given=True).prefetch_related("agencies").select_related("giver")


@dataclass(frozen=True)
class Yes:
    """What one person has said yes to, or would."""

    giver_id: Any
    agencies: dict[Any, Agency]
    topics: frozenset[str]
    valid_until: datetime

    def names(self, agency: Any, topic: str | None) -> bool:
        """Say whether it names an agency (and a topic)."""
        return agency.pk in self.agencies and (topic is None or topic in self.topics)


def yes_of(consent: Consent) -> Yes:
    """Return what a consent says yes to."""
    agencies = {a.pk: a for a in consent.agencies.all()}
    return Yes(consent.giver_id, agencies, frozenset(consent.topics), consent.valid_until)


class Cover:
    """What the consents of one case cover now, read once for any number of questions."""

    def __init__(self, case: Any) -> None:
        self.consents = [yes_of(c) for c in consents_in_force(case)]
        due = list(case.people.due_to_consent().values_list("pk", "consent_waived_until"))
        now = timezone.now()
        self.required = {pk for pk, waived in due if waived is None or waived <= now}
        self.waived = {pk: until for pk, until in due if pk not in self.required}

    def instead(self, giver: Any, yes: Yes | None) -> "Cover":
        """Return what would be covered if ``giver`` said this instead of what they have said; None is a no."""
        other = copy(self)
        other.consents = [c for c in self.consents if c.giver_id != giver.pk] + ([yes] if yes else [])
        if giver.pk in self.waived:
            other.required = self.required | {giver.pk}
            other.waived = {pk: until for pk, until in self.waived.items() if pk != giver.pk}
        return other

    @property
    def agencies(self) -> dict[Any, Agency]:
        """The agencies that any consent names, by key."""
        return {pk: a for c in self.consents for pk, a in c.agencies.items()}

    def until(self, agency: Any, topic: str | None = None) -> datetime | None:
        """Return until when sharing with ``agency`` (about ``topic``) is covered by everybody's consent, or None."""
        said = {c.giver_id: c.valid_until for c in self.consents if c.names(agency, topic)}
        if not said or not self.required <= set(said):
            return None
        return min([said[pk] for pk in (self.required or said)] + list(self.waived.values()))

    def topics(self, agency: Any) -> list[Topic]:
        """Return what may be shared with ``agency`` about."""
        return [t for t in Topic if self.until(agency, t.value)]


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
    return list(case.people.must_consent().exclude(pk__in=said))


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


def read_by_recipient(disclosure: Disclosure) -> list[dict[str, Any]]:
    """Return who of the agency that got an entry was shown it since: each person once, how often and when last.

    Shown on its own page, as a document, in the step it answers or the meeting whose minutes it is.
    """
    entry = disclosure.entry
    apart = getattr(getattr(entry, "part", None), "meeting_id", None)
    parts = [entry.pk, entry.step_id, apart, getattr(entry, "document", None), getattr(entry, "meeting", None)]
    keys = [getattr(part, "pk", part) for part in parts if part]
    staff = Membership.objects.filter(agency=disclosure.agency_id).values("user")
    rows = Reading.objects.filter(case=disclosure.case_id, object_id__in=keys, reader__in=staff)
    rows = rows.filter(at__gte=disclosure.approved_at or disclosure.valid_from)
    if disclosure.ended_at:
        rows = rows.filter(at__lte=disclosure.ended_at)
    counted = rows.order_by().values("reader").annotate(times=Count("pk"), last=Max("at"))
    names = User.objects.in_bulk([row["reader"] for row in counted])
    return sorted(({**row, "who": names[row["reader"]]} for row in counted), key=lambda row: row["last"], reverse=True)


def possible_readers(case: Any, agency: Any, topic: str | None = None) -> list[tuple[Agency, bool]]:
    """Return the other agencies of the case, each with whether sharing with it has a ground now."""
    there = case.participations.filter(status="accepted").exclude(agency=agency).select_related("agency")
    cover = Cover(case)
    pairs = [(p.agency, cover.until(p.agency, topic) is not None) for p in there]
    return sorted(pairs, key=lambda pair: pair[0].name)


def coverage(case: Any) -> list[dict[str, Any]]:
    """Return, for each agency the consents name or that is in the case, what may be shared with it now."""
    there = {p.agency_id: p for p in case.participations.select_related("agency")}
    cover = Cover(case)
    agencies = {**cover.agencies, **{pk: p.agency for pk, p in there.items() if p.status in ("invited", "accepted")}}
    return [
        {
            "agency": agency,
            "until": cover.until(agency),
            "topics": cover.topics(agency),
            "participation": there.get(agency.pk),
        }
        for agency in sorted(agencies.values(), key=lambda a: a.name)
    ]


def readable(case: Any, user: Any) -> QuerySet[Entry]:
    """Return the entries of a case that ``user`` may read now, the newest version of each, newest first."""
    rows = newest(Entry.objects.filter(case=case), user)
    return rows.select_related("case", "agency", "author", "step", "document").prefetch_related("kept_from")


def newest(rows: QuerySet[Entry], user: Any) -> QuerySet[Entry]:
    """Narrow entries to those that ``user`` may read now, less any of which they may read a newer version."""
    newer = policy.visible(user, Act.VIEW, Entry.objects.filter(supersedes=OuterRef("pk")))
    return policy.visible(user, Act.VIEW, rows).exclude(Exists(newer))


def versions(entry: Entry, user: Any) -> dict[str, Entry | None]:
    """Return what replaced an entry, what it replaced, and what it holds parts of, as far as ``user`` may see."""
    rows = policy.visible(user, Act.VIEW, Entry.objects.all())
    return {
        "newer": rows.filter(supersedes=entry).first(),
        "older": rows.filter(pk=entry.supersedes_id).first(),
        "source": rows.filter(pk=entry.excerpt_of_id).first(),
    }
