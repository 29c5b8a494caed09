"""Who is writing where, right now. Kept in the cache for half a minute; nothing of it is history."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.cache import cache
from django.db.models import Model

from coordination.agencies.models import Membership
from permissions import policy
from permissions.roles import Act

SECONDS = 30
SECTIONS = ("Step", "Plan", "Meeting", "AgendaItem")  # What people write in together, by the key of the record.


@dataclass(frozen=True)
class Writer:
    """Somebody who is writing, as the others see them: no name."""

    title: str
    agency: str

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}" if self.title else self.agency


def section_of(user: Any, act: Act, section: UUID) -> Model | None:
    """Return the record with this key in which ``user`` may ``act`` now, if there is one."""
    for name in SECTIONS:
        rows = apps.get_model("coordination", name)._default_manager.filter(pk=section)
        found = policy.visible(user, act, rows).select_related("case").first()
        if found is not None:
            return found
    return None


def note_writing(user: Any, section: UUID, case: Any = None) -> Any:
    """Note that ``user`` writes in a section (of ``case``). Returns its case, or None if they may not write there."""
    record: Any = section_of(user, Act.WRITE, section)
    if record is None or (case is not None and record.case_id != case):
        return None
    agencies = policy.agencies_for(user, Act.WRITE, record.case)
    mine = getattr(record, "agency_id", None)
    agency = mine if mine in agencies else next(iter(agencies), None)
    cache.set(_key(section, user.pk), str(agency), SECONDS)
    return record.case_id


def stop_writing(user_pk: int, section: UUID) -> None:
    """Forget that a user writes in a section."""
    cache.delete(_key(section, user_pk))


def writers_in(record: Any, *, but: Any) -> list[Writer]:
    """Return who else writes in ``record`` now, of those who still may."""
    return writers_by_section(record.case, [record.pk], but=but)[record.pk]


def writers_by_section(case: Any, sections: list[UUID], *, but: Any) -> dict[UUID, list[Writer]]:
    """Return who else writes in each of several sections of a case: two queries, however many there are."""
    people = policy.people_who_can(Act.WRITE, case).exclude(pk=but.pk).values_list("pk", flat=True)
    keys = {_key(section, pk): (section, pk) for pk in people for section in sections}
    there = {(*keys[key], agency) for key, agency in cache.get_many(keys).items()}
    posts = Membership.objects.live().filter(user__in={pk for _section, pk, _agency in there}).select_related("agency")
    found: dict[UUID, list[Writer]] = {section: [] for section in sections}
    for post in posts.order_by("agency__name", "title"):
        for section in sections:
            writer = Writer(post.title, str(post.agency))
            if (section, post.user_id, str(post.agency_id)) in there and writer not in found[section]:
                found[section].append(writer)
    return found


def _key(section: UUID, user: int) -> str:
    return f"writing.{section.hex}.{user}"
