"""What the recipient will see: not drawn after the rules, but asked of them, and undone."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from coordination.sharing import checking
from coordination.sharing.desk.actions import Scope, target_of
from coordination.sharing.desk.state import Desk
from coordination.sharing.models import Disclosure, Entry
from coordination.sharing.queries import versions
from permissions import policy
from permissions.roles import Act


@dataclass
class Seen:
    """One entry as its own agency has it, and as the recipient's people will meet it."""

    entry: Entry
    own: str
    theirs: str = ""
    readers: list = field(default_factory=list)
    is_part: bool = False


def preview(desk: Desk) -> list[Seen]:
    """Return both sides of each entry. The disclosure is made, the policy asked for its readers, and all undone.

    Raises ValidationError where it could not be made.
    """
    with transaction.atomic():
        found = [_seen(desk, scope, number) for number, scope in enumerate(desk.scopes)]
        transaction.set_rollback(True)
    return found


def readers_of(entry: Entry, agency: Any) -> list:
    """Return the people of ``agency`` who can read ``entry`` now."""
    there = policy.people_who_can(Act.VIEW, entry.case, agency=agency).order_by("first_name", "last_name")
    return [user for user in there if policy.can(user, Act.VIEW, entry)]


def _seen(desk: Desk, scope: Scope, number: int) -> Seen:
    target = target_of(scope, desk.recipient, by=desk.user)
    checking.may_disclose(
        target,
        desk.recipient,
        basis=desk.basis,
        conditions=desk.conditions,
        reason="-",
        family_told=True,
        family_not_told_why="",
    )
    Disclosure.objects.create(
        case=desk.case,
        entry=target,
        agency=desk.recipient,
        basis=desk.basis,
        disclosed_by=desk.user,
        valid_until=checking.longest_until(target, desk.recipient, desk.basis),
    )
    readers = readers_of(target, desk.recipient)
    return Seen(
        entry=scope.entry,
        own=_article(scope.entry, desk.user, f"own-{number}"),
        theirs=_article(target, readers[0], f"theirs-{number}") if readers else "",
        readers=readers,
        is_part=scope.codes is not None,
    )


def _article(entry: Entry, reader: Any, anchor: str) -> str:
    """Draw an entry with the template of its page, as the policy hands it to ``reader``."""
    rows = Entry.objects.select_related("case", "agency", "author", "document")
    found = policy.visible(reader, Act.VIEW, rows).get(pk=entry.pk)
    return render_to_string(
        "sharing/_entry.html", {"entry": found, "anchor": anchor, "level": 3, **versions(found, reader)}
    )
