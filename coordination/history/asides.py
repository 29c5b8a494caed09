"""Telling people of what belongs to no case, and noting that they looked. See `Aside`; what is shown: notifications."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.history.doorbell import knock
from coordination.history.models import Aside


def tell(kind: str, about: Any, people: Iterable, *, but: Any) -> None:
    """Let people hear of something about a record, in the caller's transaction; who has not read it yet hears once."""
    keys = sorted({person.pk for person in people} - {but.pk})
    rows = [Aside(recipient_id=key, kind=kind, about=about.pk) for key in keys]
    Aside.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(knock, keys), robust=True)


def read(user: Any, *about: Any) -> None:
    """Note that ``user`` has looked at records of which they were told."""
    keys = [getattr(one, "pk", one) for one in about]
    Aside.objects.filter(recipient=user.pk, about__in=keys, read_at=None).update(read_at=timezone.now())
