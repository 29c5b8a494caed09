"""People of the world who are not in the cast, and how they stand to the case."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from coordination.access import emergency as emergencies
from coordination.models import Absence, Case, EmergencyAccess, User
from permissions import grants
from permissions.roles import Role


def lawyer(agency: Any, email: str = "jurist@example.org") -> User:
    user = User.objects.create_user(email, "x", first_name="Kan", last_name="Lagen")
    user.memberships.create(agency=agency, post="lawyer")
    return user


def deactivated(agency: Any) -> User:
    user = User.objects.create_user("slutat@example.org", first_name="Har", last_name="Slutat")
    user.memberships.create(agency=agency, post="member")
    user.is_active = False
    user.save()
    return user


def expired(case: Case, users: dict, agencies: dict) -> User:
    user = User.objects.create_user("tidigare@example.org", "x", first_name="Hade", last_name="Access")
    user.memberships.create(agency=agencies["A3"], post="member")
    there = case.participations.get(agency=agencies["A3"])
    given = grants.give(there, user, Role.WORKER, by=users["henrik"], reason="x")
    type(given).objects.filter(pk=given.pk).update(
        valid_from=timezone.now() - timedelta(days=9), valid_until=timezone.now() - timedelta(days=1)
    )
    return user


def absence(user: User, substitute: User) -> Absence:
    begins = timezone.now() + timedelta(days=20)
    time = {"valid_from": begins, "valid_until": begins + timedelta(days=7)}
    return Absence.objects.create(user=user, substitute=substitute, set_by=user, **time)


def emergency(case: Case, agency: Any) -> EmergencyAccess:
    user = User.objects.create_user("jour@example.org", "x", first_name="Har", last_name="Jour")
    user.memberships.create(agency=agency, post="member")
    why = "KANARINOD: ett barn är försvunnet"
    return emergencies.open_case(case.reference, by=user, agency=agency, category="missing", reason=why)
