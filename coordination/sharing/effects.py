"""What an answer about sharing would open and close, in words, before it is recorded."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Q

from coordination.agencies.models import Agency
from coordination.sharing.following import resting_on_consent
from coordination.sharing.models import Topic
from coordination.sharing.queries import Cover, Yes


class Part(NamedTuple):
    """One agency and the topics that are opened to it or closed."""

    agency: Agency
    topics: list[Topic]
    whole: bool


class Effect:
    """What changes when people of a case say this: ``answers`` as `record_consent` takes them, by giver."""

    def __init__(self, case: Any, answers: Mapping[Any, Mapping[str, Any]]) -> None:
        self.case, self.before = case, Cover(case)
        self.answers, self.after = answers, self.before
        for giver, said in answers.items():
            self.after = self.after.instead(giver, _yes(case, giver, said))
        self.agencies = self._agencies()

    @property
    def opens(self) -> list[Part]:
        """What may be shared that could not be before."""
        return self._parts(self.before, self.after)

    @property
    def closes(self) -> list[Part]:
        """What could be shared and may not be any more."""
        return self._parts(self.after, self.before)

    @property
    def waits(self) -> list[Agency]:
        """Agencies that are named here, but that somebody else who must consent has not named."""
        named = {a.pk for said in self.answers.values() if said["given"] for a in said["agencies"]}
        return [a for a in self.agencies if a.pk in named and not self.after.until(a)]

    @property
    def leaving(self) -> list[Agency]:
        """Agencies that leave the case, since only consent carries them."""
        rows = self.case.participations.filter(Q(status__in=["invited", "accepted"], is_lead=False))
        rows = rows.filter(Q(basis=None) | Q(basis__needs_consent=True)).select_related("agency")
        return [p.agency for p in rows.order_by("agency__name") if self._closed(p.agency)]

    @property
    def ending(self) -> int:
        """How many disclosures end."""
        found = resting_on_consent(self.case)
        return sum(self._closed(d.agency, d.entry.topic) for d in found)

    @property
    def left_out(self) -> list[Agency]:
        """Agencies that somebody who says yes leaves out."""
        named = [{a.pk for a in said["agencies"]} for said in self.answers.values() if said["given"]]
        return [a for a in self.agencies if a.pk != self.case.lead_agency_id and any(a.pk not in n for n in named)]

    @property
    def topics_left_out(self) -> list[Topic]:
        """Topics that somebody who says yes leaves out."""
        said = [set(said["topics"]) for said in self.answers.values() if said["given"]]
        return [t for t in Topic if any(t.value not in topics for topics in said)]

    def _closed(self, agency: Any, topic: str | None = None) -> bool:
        """As `following.follow` judges it."""
        said = [_yes(self.case, giver, said) for giver, said in self.answers.items()]
        kept = all(yes and yes.names(agency, topic) for yes in said) and self.before.until(agency, topic) is None
        return self.after.until(agency, topic) is None and not kept

    def _agencies(self) -> list[Agency]:
        return list(Agency.objects.within_reach(self.case.municipality).order_by("name"))

    def _parts(self, less: Cover, more: Cover) -> list[Part]:
        found: Iterable[Part] = (
            Part(agency, [t for t in more.topics(agency) if t not in less.topics(agency)], less.until(agency) is None)
            for agency in self.agencies
        )
        return [part for part in found if part.topics]


def _yes(case: Any, giver: Any, said: Mapping[str, Any]) -> Yes | None:
    if not said["given"]:
        return None
    agencies = {a.pk: a for a in [case.lead_agency, *said["agencies"]]}
    return Yes(giver.pk, agencies, frozenset(said["topics"]), said["valid_until"])
