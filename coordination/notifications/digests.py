"""Mail to those who have not looked in: how much is new, in which cases. No name, no title, no text."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from coordination.agencies.models import User
from coordination.history.models import Notification
from coordination.notifications.queries import cases_of, mailable, to_mail
from coordination.reports.models import ReportNotice
from coordination.reports.queries import unread_notices

logger = logging.getLogger(__name__)

WAIT = timedelta(hours=1)  # Before a mail about something unread, and between two mails to one person.
LOCK = 7_310_001  # The first half of the advisory lock's key; the person is the second.


def send_digests() -> int:
    """Mail each person with something unread for an hour, once. Returns how many were mailed. Safe to run at once."""
    return sum(_send_to(pk) for pk in list(_waiting().values_list("pk", flat=True)))


def _waiting() -> QuerySet[User]:
    waiting = Notification.objects.filter(read_at=None, mailed_at=None, event__at__lt=timezone.now() - WAIT)
    reports = ReportNotice.objects.filter(read_at=None, mailed_at=None, at__lt=timezone.now() - WAIT)
    told = Q(pk__in=waiting.values("recipient")) | Q(pk__in=reports.values("recipient"))
    return User.objects.filter(told, is_active=True, mail_digest=True).order_by("pk")


def _send_to(user_pk: int) -> bool:
    """Claim what one person has not been mailed about, then mail it; give it back if the mail cannot be sent."""
    claimed, of_reports, mail = _claim(user_pk)
    if mail is None:
        return False
    try:
        mail.send()
    except Exception as error:
        Notification.objects.filter(pk__in=claimed).update(mailed_at=None)
        ReportNotice.objects.filter(pk__in=of_reports).update(mailed_at=None)
        logger.warning("a digest could not be sent (%s); it is tried again", type(error).__name__)
        return False
    return True


@transaction.atomic
def _claim(user_pk: int) -> tuple[list[int], list[int], EmailMessage | None]:
    """Mark what is to be mailed as mailed, before it is: a process that dies here costs a mail, never sends two.

    What the person may no longer know of is asked of the policy now and left out.
    """
    now = timezone.now()
    user = User.objects.filter(pk=user_pk, is_active=True, mail_digest=True).first()
    if user is None or not _alone(user_pk) or _just_mailed(user, since=now - WAIT):
        return [], [], None
    free = to_mail(user, before=now - WAIT).select_related("event").select_for_update(skip_locked=True, of=("self",))
    rows = list(free)
    claimed = [n.pk for n in rows]
    Notification.objects.filter(pk__in=claimed).update(mailed_at=now)
    reports = [n.pk for n in unread_notices(user) if n.mailed_at is None and n.at < now - WAIT]
    ReportNotice.objects.filter(pk__in=reports).update(mailed_at=now)
    return claimed, reports, _mail(user, rows, len(reports)) if rows or reports else None


def _just_mailed(user: User, *, since: datetime) -> bool:
    told = (user.notifications, user.report_notices)
    return any(rows.filter(mailed_at__gt=since).exists() for rows in told)


def _alone(user_pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, user_pk])
        return bool(cursor.fetchone()[0])


def _mail(user: User, rows: list[Notification], reports: int = 0) -> EmailMessage:
    count = len(rows) + reports
    with translation.override(user.language):
        subject = ngettext("Samverkan: %(count)s new notification", "Samverkan: %(count)s new notifications", count) % {
            "count": count
        }
        context = {
            "count": count,
            "reports": reports,
            "references": (named := mailable(rows)),
            "more": len(named) < len(cases_of(rows)),
            "url": settings.SITE_URL + reverse("notifications"),
            "profile_url": settings.SITE_URL + reverse("profile"),
        }
        body = render_to_string("notifications/digest.txt", context)
    return EmailMessage(subject, body, to=[user.email])
