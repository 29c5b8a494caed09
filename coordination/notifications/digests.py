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
from coordination.consulting import notices
from coordination.consulting.models import ConsultationNotice
from coordination.history.models import Notification
from coordination.notifications.queries import cases_of, mailable, to_mail

logger = logging.getLogger(__name__)

WAIT = timedelta(hours=1)  # Before a mail about something unread, and between two mails to one person.
LOCK = 7_310_001  # The first half of the advisory lock's key; the person is the second.


Claimed = list[Notification | ConsultationNotice]


def send_digests() -> int:
    """Mail each person with something unread for an hour, once. Returns how many were mailed. Safe to run at once."""
    return sum(_send_to(pk) for pk in list(_waiting().values_list("pk", flat=True)))


def _waiting() -> QuerySet[User]:
    before = timezone.now() - WAIT
    told = Notification.objects.filter(read_at=None, mailed_at=None, event__at__lt=before)
    advice = ConsultationNotice.objects.filter(read_at=None, mailed_at=None, at__lt=before)
    waiting = Q(pk__in=told.values("recipient")) | Q(pk__in=advice.values("recipient"))
    return User.objects.filter(waiting, is_active=True, mail_digest=True).order_by("pk")


def _send_to(user_pk: int) -> bool:
    """Claim what one person has not been mailed about, then mail it; give it back if the mail cannot be sent."""
    claimed, mail = _claim(user_pk)
    if mail is None:
        return False
    try:
        mail.send()
    except Exception as error:
        _mark(claimed, None)
        logger.warning("a digest could not be sent (%s); it is tried again", type(error).__name__)
        return False
    return True


@transaction.atomic
def _claim(user_pk: int) -> tuple[Claimed, EmailMessage | None]:
    """Mark what is to be mailed as mailed, before it is: a process that dies here costs a mail, never sends two.

    What the person may no longer know of is asked of the policy now and left out.
    """
    now = timezone.now()
    user = User.objects.filter(pk=user_pk, is_active=True, mail_digest=True).first()
    if user is None or not _alone(user_pk) or _mailed_since(user, now - WAIT):
        return [], None
    free = to_mail(user, before=now - WAIT).select_related("event").select_for_update(skip_locked=True, of=("self",))
    rows = list(free)
    about = notices.unread(user).filter(mailed_at=None, at__lt=now - WAIT)
    advice = list(about.select_for_update(skip_locked=True, of=("self",)))
    claimed: Claimed = [*rows, *advice]
    _mark(claimed, now)
    return claimed, _mail(user, rows, len(advice)) if claimed else None


def _mark(claimed: Claimed, at: datetime | None) -> None:
    for model in (Notification, ConsultationNotice):
        model.objects.filter(pk__in=[row.pk for row in claimed if isinstance(row, model)]).update(mailed_at=at)


def _mailed_since(user: User, moment: datetime) -> bool:
    advice = ConsultationNotice.objects.filter(recipient=user, mailed_at__gt=moment)
    return user.notifications.filter(mailed_at__gt=moment).exists() or advice.exists()


def _alone(user_pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, user_pk])
        return bool(cursor.fetchone()[0])


def _mail(user: User, rows: list[Notification], advice: int) -> EmailMessage:
    news = len(rows) + advice
    with translation.override(user.language):
        subject = ngettext("Samverkan: %(count)s new notification", "Samverkan: %(count)s new notifications", news) % {
            "count": news
        }
        context = {
            "count": len(rows),
            "advice": advice,
            "references": (named := mailable(rows)),
            "more": len(named) < len(cases_of(rows)),
            "url": settings.SITE_URL + reverse("notifications"),
            "profile_url": settings.SITE_URL + reverse("profile"),
        }
        body = render_to_string("notifications/digest.txt", context)
    return EmailMessage(subject, body, to=[user.email])
