"""What time does to consents: birthdays change who must consent, and a consent runs out."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.agencies.models import Municipality
from coordination.history.recording import record
from coordination.people.actions import follow_birthday
from coordination.people.consenting import open_people, whose_birthday_came
from coordination.rules.queries import value_of
from coordination.sharing.models import Consent
from permissions import policy
from permissions.roles import Act

logger = logging.getLogger(__name__)


def follow_time() -> int:
    """Record the birthdays that came and warn of consents that end or have ended, each once. Returns how many."""
    done = _each(follow_birthday, whose_birthday_came())
    done += _each(warn_of_end, _ending())
    return done + _each(tell_of_end, _over())


def recompute() -> int:
    """Recompute for everybody who must consent, as a changed rule may ask. Returns for how many it changed."""
    return _each(follow_birthday, open_people())


def warn_of_end(consent: Consent) -> bool:
    """Tell the coordinator, once, that a consent ends soon."""
    return _tell_once(consent, "consent-ending", noted="warned_at")


def tell_of_end(consent: Consent) -> bool:
    """Tell the coordinator, once, that a consent has run out. The policy has refused since the moment it did."""
    return _tell_once(consent, "consent-ended", noted="end_told_at")


def warn_from(municipality: Any) -> timedelta:
    """Return how long before its end a consent is warned of."""
    return timedelta(days=value_of("consent.warn_days", municipality))


def _ending() -> Iterable[Consent]:
    now = timezone.now()
    for place in Municipality.objects.all():
        rows = _open().filter(case__municipality=place, warned_at=None, valid_until__gt=now)
        yield from rows.filter(valid_until__lte=now + warn_from(place))


def _over() -> Iterable[Consent]:
    return _open().filter(end_told_at=None, valid_until__lte=timezone.now())


def _open() -> Any:
    return Consent.objects.filter(given=True, ended_at=None).exclude(case__status="closed").order_by("pk")


@transaction.atomic
def _tell_once(consent: Consent, kind: str, *, noted: str) -> bool:
    consent = Consent.objects.select_for_update(of=("self",)).select_related("case").get(pk=consent.pk)
    if getattr(consent, noted) is not None or consent.ended_at is not None:
        return False
    setattr(consent, noted, timezone.now())
    consent.save(update_fields=[noted])
    told = policy.people_who_can(Act.COORDINATE, consent.case)
    record(consent.case, kind, consent=str(consent.pk), tell=told)
    return True


def _each(act: Callable[[Any], bool], rows: Iterable) -> int:
    done = 0
    for row in list(rows):
        try:
            done += act(row)
        except Exception:
            logger.exception("%s failed for %s and will be tried again", act.__name__, row.pk)
    return done
