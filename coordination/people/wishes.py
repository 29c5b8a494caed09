"""What the child wishes one of the family to be kept out of: recording it, ending it, and whom it concerns."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.people.models import FamilyWish, Person
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def record_wish(
    person: Person,
    *,
    by: Any,
    scope: str,
    words: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> FamilyWish:
    """Record in the child's words what ``person`` is to be kept out of; it replaces an earlier wish about them.

    For the coordinator. Raises ValidationError for the child itself, without words, and for days the wrong way round.
    """
    policy.require(by, Act.COORDINATE, person)
    first = valid_from or timezone.localdate()
    if person.role == Person.Role.CHILD:
        raise ValidationError(_("The wish is about somebody else than the child."))
    if not words.strip():
        raise ValidationError({"words": _("Write what the child said.")})
    if valid_until and valid_until < first:
        raise ValidationError({"valid_until": _("The last day is before the first.")})
    for earlier in FamilyWish.objects.select_for_update().filter(person=person, ended_at=None):
        _end(earlier, by=by, note=_("Replaced by a new wish"))
    wish = FamilyWish.objects.create(
        case=person.case,
        person=person,
        scope=scope,
        words=words.strip(),
        valid_from=first,
        valid_until=valid_until,
        recorded_by=by,
    )
    record(person.case, "wish-recorded", actor=by)
    return wish


@transaction.atomic
def end_wish(wish: FamilyWish, *, by: Any, note: str) -> FamilyWish:
    """Say that a wish no longer holds, and why. Raises ValidationError if it has ended already."""
    policy.require(by, Act.COORDINATE, wish)
    wish = FamilyWish.objects.select_for_update(of=["self"]).select_related("case").get(pk=wish.pk)
    if wish.ended_at:
        raise ValidationError(_("The wish has ended already."))
    if not note.strip():
        raise ValidationError({"note": _("Say why the wish no longer holds.")})
    _end(wish, by=by, note=note.strip())
    record(wish.case, "wish-ended", actor=by)
    return wish


def kept_out_of_meetings(case: Any, *, on: date | None = None) -> dict[Any, FamilyWish]:
    """Return the wishes about meetings in force on a day, by the key of the person kept out."""
    rows = FamilyWish.objects.live(on).about_meetings().filter(case=case).select_related("person")
    return {wish.person_id: wish for wish in rows}


def gets_no_papers(person: Person) -> FamilyWish | None:
    """Return the wish for which ``person`` is given no papers now, if there is one."""
    return FamilyWish.objects.live().about_papers().filter(person=person).first()


def must_get_papers(person: Person) -> None:
    """Raise ValidationError if the child does not want ``person`` to get papers."""
    if gets_no_papers(person):
        raise ValidationError(
            _("No paper is made for %(person)s: the child does not want them to get any.") % {"person": person.label},
            code="wish",
        )


def family_of(case: Any) -> list[tuple[Person, bool]]:
    """Return the people of a case, each with whether papers may be made for them now."""
    refused = set(FamilyWish.objects.live().about_papers().filter(case=case).values_list("person", flat=True))
    return [(person, person.pk not in refused) for person in case.people.order_by("role", "given_name")]


def _end(wish: FamilyWish, *, by: Any, note: str) -> None:
    wish.ended_at, wish.ended_by, wish.end_note = timezone.now(), by, note[:300]
    wish.save(update_fields=["ended_at", "ended_by", "end_note"])
