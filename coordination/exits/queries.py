"""Reading the exit support of a case, as far as the reader may."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from coordination.agencies.models import Agency, User
from coordination.exits.models import ExitSupport, ThreatLevel
from coordination.rules.queries import value_of
from coordination.sharing.queries import possible_readers
from permissions import policy
from permissions.roles import Act


def support_of(case: Any) -> ExitSupport:
    """Return the exit support of a case; unsaved and empty where nothing is noted yet."""
    return ExitSupport.objects.filter(case=case).first() or ExitSupport(case=case)


def current_threat(case: Any) -> ThreatLevel | None:
    """Return the level assessed last, for the process. What a reader may see is `threat_for`."""
    return ThreatLevel.objects.filter(case=case).select_related("agency").first()


def threat_for(user: Any, case: Any) -> ThreatLevel | None:
    """Return the newest level that ``user`` may read: of the police's own, and of those given to their agency."""
    rows = policy.visible(user, Act.VIEW, ThreatLevel.objects.filter(case=case))
    return rows.select_related("agency").first()


def token_readers(case: Any, agency: Agency) -> list[Agency]:
    """Return the agencies to which ``agency`` may give the level and the measures now.

    Of the kinds that may know it (rule ``exit.threat_readers``), taking part and covered by the consent.
    """
    kinds = value_of("exit.threat_readers", case.municipality)
    return [a for a, covered in possible_readers(case, agency, "crime") if covered and a.kind in kinds]


def longest_valid(level: str, municipality: Any) -> int:
    """Return for how many days a level holds at most before it is assessed anew."""
    return value_of("exit.threat_days", municipality)[level]


def follow_up_day(case: Any) -> date:
    """Return the day of the next follow-up by the phase: weekly while it is acute, then monthly."""
    phase = support_of(case).phase or ExitSupport.Phase.ACUTE
    return timezone.localdate() + timedelta(days=value_of("exit.follow_up_days", case.municipality)[phase])


def who_knows(case: Any) -> QuerySet[User]:
    """Return who knows where the person is, by name. What they know is not kept."""
    rows = case.knows_where.filter(ended_at=None)
    return User.objects.filter(pk__in=rows.values("user")).order_by("first_name", "last_name")


def may_know(case: Any) -> QuerySet[User]:
    """Return who can be noted as knowing: those who are inside the case now."""
    return policy.people_who_can(Act.VIEW, case).order_by("first_name", "last_name")
