"""Standing in for an absent colleague: what it takes in a case. The absence itself is the feature ``access``."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.models import Confidentiality
from coordination.history.recording import record
from permissions import grants
from permissions.models import Grant
from permissions.roles import Role

HIGHEST_OF_SUBSTITUTES = Confidentiality.SENSITIVE


def give_access(there: Any, user: Any, role: Role, *, by: Any, reason: str, until: Any, **named: Any) -> Grant:
    """Give ordinary access (``named``: for the highest class), and let stand-ins for all their cases in too."""
    grant = grants.give(there, user, role, by=by, reason=reason, until=until, **named)
    rows = apps.get_model("coordination.Absence").objects.filter(user=user, chosen_only=False, ended_at=None)
    for absence in rows.filter(valid_until__gt=timezone.now()).select_related("substitute", "user"):
        if not why_not(grant, absence.substitute):
            let_in(grant, absence, by=by)
    return grant


def why_not(grant: Grant, substitute: Any) -> str:
    """Return why nobody is let into the case of ``grant`` in place of its holder; nothing if it can be done."""
    case, agency, names = grant.content_object, grant.agency, {"name": substitute, "agency": grant.agency}
    if case.confidentiality > HIGHEST_OF_SUBSTITUTES:
        return _("Only people named for it reach this case. A substitute is never one of them.")
    if not substitute.is_active or not substitute.memberships.live().filter(agency=agency).exists():
        return _("%(name)s does not work at %(agency)s.") % names
    if case.conflicts.filter(user=substitute, ended_at=None).exists():
        return _("%(name)s has a conflict of interest in this case.") % names
    theirs = grants.of_case(case).filter(user=substitute, agency=agency, ended_at=None)
    own = theirs.live().filter(kind=Grant.Kind.ORDINARY).values_list("permission__codename", flat=True)
    if {grant.permission.codename, Role.COORDINATOR.value} & set(own):
        return _("%(name)s has access of their own already.") % names
    standing = theirs.filter(kind=Grant.Kind.SUBSTITUTE, permission=grant.permission, valid_until__gt=timezone.now())
    if standing.exists():
        return _("%(name)s stands in for somebody in this case already.") % names
    return ""


def let_in(grant: Grant, absence: Any, *, by: Any) -> None:
    """Give the substitute of ``absence`` what its absent person has by ``grant``, for its time; both are told."""
    grants.give(
        grant.participation,
        absence.substitute,
        Role(grant.permission.codename),
        by=by,
        reason=_("Stands in for %(name)s") % {"name": absence.user},
        since=max(absence.valid_from, timezone.now()),
        until=absence.valid_until,
        kind=Grant.Kind.SUBSTITUTE,
        on_behalf_of=absence.user,
        clearance=min(grant.clearance, HIGHEST_OF_SUBSTITUTES),
    )
    _tell("substitute-given", grant.content_object, grant.agency, absence, by=by)


def tell_ended(case: Any, agency: Any, absence: Any, *, by: Any) -> None:
    """Record that somebody no longer stands in in a case; both are told."""
    _tell("substitute-ended", case, agency, absence, by=by)


def _tell(kind: str, case: Any, agency: Any, absence: Any, *, by: Any) -> None:
    both = [absence.substitute, absence.user]
    people = {"person": absence.substitute_id, "absent": absence.user_id}
    record(case, kind, actor=by, agency=agency, tell=both, **people)


def stood_in_for(user: Any) -> list[tuple[Any, Any, bool]]:
    """Return the absences in force in which ``user`` stands in: key, absent person's key, whether for chosen cases."""
    return [(a.pk, a.user_id, a.chosen_only) for a in user.away if a.substitute_id == user.pk]


def owned_by(user: Any, owner: str = "owner") -> Q:
    """Return the condition that a row's ``owner`` is the user, or somebody they stand in for in its ``case`` now.

    As plain values, so that the lists of steps keep their indexes. What the user may do with them the policy says.
    """
    found = stood_in_for(user)
    condition = Q(**{f"{owner}__in": [user.pk, *(absent for _pk, absent, chosen in found if not chosen)]})
    for pk, absent, chosen in found:
        if chosen:
            cases = apps.get_model("coordination.Absence").cases.through.objects.filter(absence=pk).values("case")
            condition |= Q(**{owner: absent, "case__in": cases})
    return condition


def substitutes(user: Any, case: Any) -> list:
    """Return who stands in for ``user`` in a case now."""
    rows = apps.get_model("coordination.Absence").objects.live().filter(user=user)
    rows = rows.filter(Q(chosen_only=False) | Q(cases=case))
    return [absence.substitute for absence in rows.select_related("substitute")]
