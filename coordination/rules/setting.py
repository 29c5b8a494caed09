"""What a municipality sets itself. There is no case behind it; the row is the record.

Every setting is a row of its own from a day to come. What was asked for before
that day keeps the row it was asked for under.
"""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.rules.models import Rule
from coordination.rules.queries import rule_of
from permissions import policy

# Who may hear that a step is late, by the key of the days after its last day.
HEARERS = ("contact", "escalate", "coordinator")
LONGEST, LATEST = 365, 90


@transaction.atomic
def store(code: str, municipality: Any, *, by: Any, value: Any, from_day: date, why: str) -> Rule:
    """Set a rule for one municipality from a day to come. Whether ``value`` makes sense its own action judges.

    Raises PermissionDenied unless ``by`` may set rules there, ValidationError
    if the day is not to come or taken already, or nothing is said of why.
    """
    if not policy.may_set_rules(by, municipality):
        raise PermissionDenied
    if from_day <= timezone.localdate():
        raise ValidationError(_("Choose a day after today: what began before keeps the rule it began under."))
    if not why.strip():
        raise ValidationError(_("Say why."))
    own = Rule.objects.select_for_update().filter(code=code, municipality=municipality)
    if own.filter(valid_from=from_day).exists():
        raise ValidationError(_("There is a change from that day already. Take it back first, or choose another day."))
    return Rule.objects.create(
        code=code,
        country=municipality.country,
        municipality=municipality,
        value=value,
        valid_from=from_day,
        source=why.strip(),
        set_by=by,
        set_at=timezone.now(),
    )


@transaction.atomic
def set_days(code: str, municipality: Any, *, by: Any, value: dict[str, int], from_day: date, why: str) -> Rule:
    """Set ``days``, ``remind`` and who hears after how many days (`HEARERS`) of a kind of step, as `store` does.

    Raises ValidationError besides if the numbers make no sense.
    """
    rule_of(code, municipality)  # One sets what there is a rule for.
    _judge(value)
    return store(code, municipality, by=by, value=value, from_day=from_day, why=why)


@transaction.atomic
def take_back(rule: Rule, *, by: Any) -> None:
    """Remove a municipality's change that has not come into force. Raises PermissionDenied, ValidationError."""
    if rule.municipality is None or not policy.may_set_rules(by, rule.municipality):
        raise PermissionDenied
    if rule.valid_from <= timezone.localdate():
        raise ValidationError(_("The change is in force. Set it anew from a day to come instead."))
    rule.delete()


def hearing(value: dict[str, int]) -> dict[str, int]:
    """Return who hears that a step is late, each with the days after its last day."""
    return {who: value[who] for who in HEARERS if value.get(who) is not None}


def _judge(value: dict[str, int]) -> None:
    late = hearing(value).values()
    if not late:
        raise ValidationError(_("Somebody must hear when the step is late. Give the days for at least one of them."))
    sensible = 1 <= value["days"] <= LONGEST and 0 <= value["remind"] < value["days"]
    if not sensible or not all(0 <= days <= LATEST for days in late):
        raise ValidationError(
            _("Between 1 and 365 days; the reminder comes before the last day; whoever hears, hears within 90 days.")
        )
