"""Who of the family may not be shown what an agency wrote (OSL 12:3): child and guardians have secrets of their own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.people.models import Person
from coordination.sharing.models import Entry
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def keep_from(entry: Entry, people: Any, *, by: Any, why: str) -> Entry:
    """Say who of the family may not be shown an entry of the own agency. Only the own agency learns of it.

    Raises ValidationError for people of another case, or without a reason.
    """
    policy.require(by, Act.WRITE, entry)
    entry = Entry.objects.select_for_update(of=["self"]).select_related("case", "agency").get(pk=entry.pk)
    set_kept_from(entry, people, why=why)
    facts = {"entry": str(entry.pk), "entry_kind": entry.kind}
    record(entry.case, "entry-audience", actor=by, agency=entry.agency, inside=True, tell=[], **facts)
    return entry


def set_kept_from(entry: Entry, people: Any, *, why: str) -> None:
    """Store from whom an entry is kept, as part of writing it. See `keep_from`."""
    chosen = list(people)
    if chosen and not why.strip():
        raise ValidationError({"kept_from_why": _("Say why it is kept from them.")})
    if any(person.case_id != entry.case_id for person in chosen):
        raise ValidationError({"kept_from": _("Only people of the case can be chosen.")})
    entry.kept_from_why = why.strip() if chosen else ""
    entry.save(update_fields=["kept_from_why"])
    entry.kept_from.set(chosen)


def kept_from(entry: Entry) -> list[Person]:
    """Return those of the family who may not be shown an entry: also those its source is kept from."""
    sources = [entry.pk, entry.excerpt_of_id] if entry.excerpt_of_id else [entry.pk]
    hidden = Entry.kept_from.through.objects.filter(entry__in=sources).values("person")
    return list(Person.objects.filter(pk__in=hidden).order_by("role", "given_name"))
