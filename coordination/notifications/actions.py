"""What people do with what they were told. All of it concerns nobody but themselves."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.agencies.models import User
from coordination.history.doorbell import knock
from coordination.history.kinds import KINDS
from coordination.history.models import Aside, Notification
from coordination.notifications.queries import known
from coordination.reports.models import ReportNotice


def mark_read(user: Any, pk: int) -> Notification:
    """Mark one notification of ``user`` as read and return it. Raises Notification.DoesNotExist if it is not theirs."""
    notification = known(user).select_related("event__case").get(pk=pk)
    _mark(user, Notification.objects.filter(pk=pk))
    return notification


def mark_all_read(user: Any, upto: int | None = None) -> int:
    """Mark everything ``user`` was told as read, up to a notification if one is named. Returns how many."""
    rows = Notification.objects.filter(recipient=user)
    for of_no_case in (ReportNotice, Aside):
        of_no_case.objects.filter(recipient=user, read_at=None).update(read_at=timezone.now())
    return _mark(user, rows.filter(pk__lte=upto) if upto else rows)


def _mark(user: Any, rows: Any) -> int:
    count = rows.filter(recipient=user, read_at=None).update(read_at=timezone.now())
    if count:
        transaction.on_commit(lambda: knock([user.pk]), robust=True)
    return count


def save_profile(user: User, *, muted: list[str], **choices: Any) -> None:
    """Keep what ``user`` chose. What one must hear of cannot be muted."""
    user.muted_events = sorted(kind for kind in set(muted) if kind in KINDS and KINDS[kind].can_mute)
    for name in ("phone", "language", "theme", "mail_digest", "announce"):
        setattr(user, name, choices[name])
    user.save(update_fields=["muted_events", "phone", "language", "theme", "mail_digest", "announce"])
