"""Giving what was chosen at the desk, whole or in part, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.sharing.actions import disclose
from coordination.sharing.asking import actions as asking
from coordination.sharing.asking.models import InfoRequest
from coordination.sharing.checking import is_given
from coordination.sharing.desk.parts import only
from coordination.sharing.models import Disclosure, Entry, LegalBasis
from permissions import policy
from permissions.roles import Act


@dataclass(frozen=True)
class Scope:
    """What of one entry is given: the whole, or the parts with these codes."""

    entry: Entry
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Answer:
    """The request for information that a sharing answers, wholly or in part."""

    request: InfoRequest
    whole: bool


@transaction.atomic
def give(
    scopes: Iterable[Scope],
    agency: Any,
    *,
    by: Any,
    basis: LegalBasis,
    answer: Answer | None = None,
    **terms: Any,
) -> list[Disclosure]:
    """Give each of ``scopes`` to ``agency``, one disclosure an entry; ``terms`` are those of `disclose`.

    Raises ValidationError, and gives nothing, where one of them may not be given.
    """
    wanted = list(scopes)
    _lock(wanted)
    made = []
    for scope in wanted:
        entry = target_of(scope, agency, by=by)
        if scope.codes is not None:
            record(
                entry.case,
                "excerpt-made",
                actor=by,
                agency=entry.agency,
                inside=True,
                entry=str(entry.pk),
                entry_kind=entry.kind,
                tell=[],
            )
        made.append(disclose(entry, agency, by=by, basis=basis, own_initiative=answer is None, **terms))
    if answer is not None:
        asking.answer(answer.request, by=by, disclosures=made, whole=answer.whole)
    return made


def target_of(scope: Scope, agency: Any, *, by: Any) -> Entry:
    """Return the entry to give: the own one, or an excerpt of it, made now."""
    entry = scope.entry
    policy.require(by, Act.WRITE, entry)
    if scope.codes is None:
        return entry
    if is_given(entry, agency):
        raise ValidationError(
            _("%(agency)s has the whole of “%(title)s” already.") % {"agency": agency, "title": entry}, code="given"
        )
    parts = only(entry, scope.codes)
    if not parts["text"] and not parts["data"]:
        raise ValidationError(_("Choose something of “%(title)s”.") % {"title": entry}, code="parts")
    excerpt = Entry.objects.create(
        case=entry.case,
        agency=entry.agency,
        author=entry.author,
        kind=entry.kind,
        topic=entry.topic,
        step=entry.step,
        confidentiality=entry.confidentiality,
        excerpt_of=entry,
        written_at=entry.written_at,
        **parts,
    )
    excerpt.kept_from.set(entry.kept_from.all())
    return excerpt


def _lock(scopes: list[Scope]) -> None:
    """Let one sharing of an entry wait for another of the same, so that the later one finds what the first gave."""
    rows = Entry.objects.select_for_update().filter(pk__in=[scope.entry.pk for scope in scopes]).order_by("pk")
    list(rows.values_list("pk", flat=True))
