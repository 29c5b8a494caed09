"""Who is in a case, for whom, since when and why; and who could be."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency, Membership, User
from coordination.cases.models import Case, Participation
from coordination.overview.queries import ground
from coordination.people.models import FamilyWish
from permissions import grants, policy
from permissions.models import Grant
from permissions.roles import Act, Post, Role

# The steps before and of inviting, in every way of working.
BEFORE_INVITING = (
    "consult",
    "inform",
    "consent",
    "screen",
    "invite",
    "need",
    "pre_meeting",
    "questions",
    "call",
    "nominate",
    "check_ground",
    "name_lead",
)
ORDER = {"accepted": 0, "invited": 1, "declined": 2, "left": 3}


@dataclass
class Party:
    """One agency's place in the case, with the access of its people, and what the reader may change there."""

    there: Participation
    live: list = field(default_factory=list)
    ended: list = field(default_factory=list)
    until: Any = None
    may_admit: bool = False
    may_leave: bool = False
    may_confirm: bool = False
    tells_reasons: bool = False


def parties(user: Any, case: Case, acts: set[Act]) -> list[Party]:
    """Return the parties of the case; somebody who only admits for their agency sees that agency alone."""
    rows = Participation.objects.filter(case=case).select_related("agency", "basis", "invited_by", "answered_by")
    own = set(policy.visible(user, Act.ADMIT, rows).values_list("pk", flat=True))
    mine = set(policy.agencies_for(user, Act.VIEW, case))
    shown = [p for p in rows if Act.VIEW in acts or p.pk in own]
    given = _given(case)
    until = ground(case)["until"]
    found = [
        Party(
            there=p,
            live=[g for g in given.get(p.pk, []) if g.is_live],
            ended=[g for g in given.get(p.pk, []) if not g.is_live],
            until=until.get(p.agency_id),
            may_admit=p.pk in own and p.status == "accepted" and case.is_open,
            may_leave=case.is_open and not p.is_lead and _is_in(p) and (p.pk in own or Act.COORDINATE in acts),
            may_confirm=case.is_open and p.status == "accepted" and (p.pk in own or Act.COORDINATE in acts),
            tells_reasons=p.agency_id in mine or p.pk in own or Act.COORDINATE in acts,
        )
        for p in shown
    ]
    return sorted(found, key=lambda party: _rank(party.there))


def _rank(there: Participation) -> tuple:
    return (ORDER[there.status], not there.is_lead, there.agency.name, there.invited_at)


def _is_in(there: Participation) -> bool:
    return there.status in ("invited", "accepted")


def _given(case: Case) -> dict[Any, list]:
    rows = grants.of_case(case).select_related("user", "agency", "permission", "given_by", "ended_by")
    live = set(rows.live().values_list("pk", flat=True))
    found: dict[Any, list] = {}
    for grant in rows:
        grant.is_live = grant.pk in live
        grant.role = Role(grant.permission.codename).label
        grant.is_ordinary = grant.kind == Grant.Kind.ORDINARY
        grant.is_coordinator = grant.permission.codename == Role.COORDINATOR.value
        found.setdefault(grant.participation_id, []).append(grant)
    return found


def to_be_confirmed(there: Participation) -> list:
    """Return the access of an agency's people that is confirmed from time to time, with roles in words."""
    rows = grants.of_case(there.case).live().filter(participation=there, kind=Grant.Kind.ORDINARY)
    found = list(rows.order_by("valid_until", "pk"))
    for grant in found:
        grant.role = Role(grant.permission.codename).label
    return found


def colleagues(agency: Agency, *, but: QuerySet | None = None) -> QuerySet[User]:
    """Return the active people of an agency, less those in ``but``."""
    rows = User.objects.filter(
        is_active=True, pk__in=Membership.objects.live().filter(agency=agency).values("user")
    ).order_by("first_name", "last_name")
    return rows if but is None else rows.exclude(pk__in=but)


def not_yet_in(there: Participation) -> QuerySet[User]:
    """Return the agency's people who have no access to the case."""
    live = grants.of_case(there.case).live().filter(agency=there.agency)
    return colleagues(there.agency, but=live.order_by().values("user"))


def may_be_invited(case: Case) -> tuple[list[Agency], list[tuple[Agency, str]]]:
    """Return the agencies that can be invited now, and the others with the reason why not."""
    told = ground(case)
    inside = set(case.participations.filter(status__in=["invited", "accepted"]).values_list("agency_id", flat=True))
    reachable = Agency.objects.within_reach(case.municipality)
    contacts = Membership.objects.live().filter(post=Post.CONTACT.value, user__is_active=True)
    answering = set(contacts.filter(agency__in=reachable).values_list("agency_id", flat=True))
    possible, others = [], []
    for agency in reachable.order_by("name"):
        if agency.pk in inside:
            others.append((agency, _("is in the case already")))
        elif agency.pk not in told["until"]:
            others.append((agency, _why_not(told)))
        elif agency.pk not in answering:
            others.append((agency, _("has no contact person who can answer")))
        else:
            possible.append(agency)
    return possible, others


def _why_not(told: dict[str, Any]) -> str:
    if told["missing"]:
        return _("somebody who must consent has not")
    return _("the consents do not name it")


def invitation_for(user: Any, rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Return the invitations that ``user`` may answer."""
    rows = policy.visible(user, Act.ANSWER, rows.filter(status="invited"))
    return rows.select_related("agency", "invited_by", "case__lead_agency", "case__municipality", "case__coordinator")


def wishes(user: Any, case: Case) -> QuerySet[FamilyWish]:
    """Return the wishes of the child that hold now or later, for those who see the case."""
    rows = policy.visible(user, Act.VIEW, FamilyWish.objects.filter(case=case, ended_at=None))
    rows = rows.filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))
    return rows.select_related("person", "recorded_by")
