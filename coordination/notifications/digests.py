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
from coordination.history.models import Aside, Notification
from coordination.notifications import asides
from coordination.notifications.queries import cases_of, mailable, to_mail
from coordination.reports.models import ReportNotice
from coordination.reports.queries import unread_notices

logger = logging.getLogger(__name__)

WAIT = timedelta(hours=1)  # Before a mail about something unread, and between two mails to one person.
LOCK = 7_310_001  # The first half of the advisory lock's key; the person is the second.


OF_NO_CASE = (ConsultationNotice, ReportNotice, Aside)  # News that belong to no case, with rows of their own.
Claimed = list[Notification | ConsultationNotice | ReportNotice | Aside]


def send_digests() -> int:
    """Mail each person with something unread for an hour, once. Returns how many were mailed. Safe to run at once."""
    return sum(_send_to(pk) for pk in list(_waiting().values_list("pk", flat=True)))


def _waiting() -> QuerySet[User]:
    before = timezone.now() - WAIT
    told = Notification.objects.filter(read_at=None, mailed_at=None, event__at__lt=before)
    waiting = Q(pk__in=told.values("recipient"))
    for model in OF_NO_CASE:
        news = model.objects.filter(read_at=None, mailed_at=None, at__lt=before)
        waiting |= Q(pk__in=news.values("recipient"))
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
    of_reports = ReportNotice.objects.filter(pk__in=[notice.pk for notice in unread_notices(user)])
    aside = Aside.objects.filter(pk__in=[told.aside.pk for told in asides.unread(user)])
    others = {"advice": notices.unread(user), "reports": of_reports, "asides": aside}
    found = {name: _of_no_case(news, now - WAIT) for name, news in others.items()}
    claimed: Claimed = [*rows, *(row for news in found.values() for row in news)]
    _mark(claimed, now)
    return claimed, _mail(user, rows, {name: len(news) for name, news in found.items()}) if claimed else None


def _of_no_case(rows: QuerySet, before: datetime) -> list:
    return list(rows.filter(mailed_at=None, at__lt=before).select_for_update(skip_locked=True, of=("self",)))


def _mark(claimed: Claimed, at: datetime | None) -> None:
    for model in (Notification, *OF_NO_CASE):
        model.objects.filter(pk__in=[row.pk for row in claimed if isinstance(row, model)]).update(mailed_at=at)


def _mailed_since(user: User, moment: datetime) -> bool:
    kinds = (Notification, *OF_NO_CASE)
    return any(kind.objects.filter(recipient=user, mailed_at__gt=moment).exists() for kind in kinds)


def _alone(user_pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, user_pk])
        return bool(cursor.fetchone()[0])


def _mail(user: User, rows: list[Notification], others: dict[str, int]) -> EmailMessage:
    news = len(rows) + sum(others.values())
    with translation.override(user.language):
        subject = ngettext("Samverkan: %(count)s new notification", "Samverkan: %(count)s new notifications", news) % {
            "count": news
        }
        context = {
            "count": len(rows),
            **others,
            "references": (named := mailable(rows)),
            "more": len(named) < len(cases_of(rows)),
            "url": settings.SITE_URL + reverse("notifications"),
            "profile_url": settings.SITE_URL + reverse("profile"),
        }
        body = render_to_string("notifications/digest.txt", context)
    return EmailMessage(subject, body, to=[user.email])
