"""Going away and coming back. What a substitute may see begins and ends here."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.access.absence.queries import Reach, may_set, possible_substitutes, reach
from coordination.access.absence_models import Absence
from coordination.agencies.models import Municipality
from coordination.cases.actions import recheck
from coordination.cases.stand_ins import let_in, tell_ended
from coordination.rules.queries import value_of
from permissions import grants
from permissions.models import Grant


@transaction.atomic
def set_absence(
    user: Any,
    substitute: Any,
    *,
    by: Any,
    since: datetime,
    until: datetime,
    why: str,
    cases: Any = None,
) -> tuple[Absence, list[Reach]]:
    """Let ``substitute`` stand in for ``user`` in all their cases, or in ``cases``, between two moments.

    Returns the absence and, for each access, whether it was passed on. Said by
    the person or their unit manager; anybody else gets Http404. Raises
    ValidationError for a time or a substitute that cannot be.
    """
    if not may_set(by, user):
        raise Http404
    begins = max(since, timezone.now())
    _check(user, substitute, by=by, since=begins, until=until)
    absence = Absence.objects.create(
        user=user,
        substitute=substitute,
        chosen_only=cases is not None,
        why=why,
        valid_from=begins,
        valid_until=until,
        set_by=by,
    )
    rows = reach(user, substitute, by=by, cases=cases)
    if cases is not None:
        absence.cases.set({row.case for row in rows})
    for row in rows:
        if not row.why_not:
            let_in(row.grant, absence, by=by)
    return absence, rows


@transaction.atomic
def end_absence(absence: Absence, *, by: Any) -> Absence:
    """End an absence now, or call one off that has not begun; all it opened closes in the same moment.

    Steps that the substitute had got go to the person they stood in for.
    """
    if not may_set(by, absence.user):
        raise Http404
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    if absence.state in ("ended", "over"):
        raise ValidationError(_("The absence is over already."))
    absence.ended_at, absence.ended_by = timezone.now(), by
    absence.save(update_fields=["ended_at", "ended_by"])
    rows = Grant.objects.filter(user=absence.substitute, on_behalf_of=absence.user, ended_at=None)
    given = list(rows.filter(valid_until__gt=timezone.now()).select_related("content_object", "agency"))
    grants.end_stand_ins(rows, by=by, reason=gettext_noop("The absence ended"))
    for grant in given:
        steps = grant.content_object.steps.open().filter(owner=absence.substitute, agency=grant.agency)
        if not _still_there(absence.substitute, grant):
            steps.update(owner=absence.user)
        tell_ended(grant.content_object, grant.agency, absence, by=by)
    recheck([absence.substitute])
    return absence


def longest_days(user: Any) -> int:
    """Return for how many days at most somebody may stand in for ``user``: as long as any access is given."""
    places = Municipality.objects.filter(agencies__memberships__in=user.memberships.live()).distinct()
    return min((value_of("access.longest_days", place) for place in places), default=0)


def _check(user: Any, substitute: Any, *, by: Any, since: datetime, until: datetime) -> None:
    if not possible_substitutes(user, by).filter(pk=substitute.pk).exists():
        raise ValidationError(_("%(name)s is no colleague of %(absent)s.") % {"name": substitute, "absent": user})
    if until <= since:
        raise ValidationError(_("The last day must not be before the first."))
    days = longest_days(user)
    if until > since + timedelta(days=days + 1):
        raise ValidationError(_("Somebody can stand in for at most %(days)s days at a time.") % {"days": days})
    pair = Absence.objects.filter(user=user, substitute=substitute, ended_at=None, valid_until__gt=timezone.now())
    if pair.exists():
        raise ValidationError(
            _("%(name)s stands in for %(absent)s already, now or later. End that first.")
            % {"name": substitute, "absent": user}
        )


def _still_there(user: Any, grant: Grant) -> bool:
    own = grants.of_case(grant.content_object).live().filter(user=user, agency=grant.agency)
    return own.exists()
