"""What a municipality sets itself: how long its steps may take. There is no case behind it; the row is the record."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.rules.models import Rule
from coordination.rules.queries import rule_of
from permissions import policy


@transaction.atomic
def set_days(code: str, municipality: Any, *, by: Any, value: dict[str, int], from_day: date, why: str) -> Rule:
    """Set ``days``, ``remind`` and ``escalate`` of a kind of step for one municipality, from a day to come.

    Steps asked for before that day keep their last day. What held before stays
    stored and explains them. Raises PermissionDenied unless ``by`` may set
    rules there, ValidationError if the day is not to come, taken already, or
    the numbers make no sense.
    """
    if not policy.may_set_rules(by, municipality):
        raise PermissionDenied
    rule_of(code, municipality)  # One sets what there is a rule for.
    _judge(value, from_day, why)
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
def take_back(rule: Rule, *, by: Any) -> None:
    """Remove a municipality's change that has not come into force. Raises PermissionDenied, ValidationError."""
    if rule.municipality is None or not policy.may_set_rules(by, rule.municipality):
        raise PermissionDenied
    if rule.valid_from <= timezone.localdate():
        raise ValidationError(_("The change is in force. Set new days from a day to come instead."))
    rule.delete()


def _judge(value: dict[str, int], from_day: date, why: str) -> None:
    if from_day <= timezone.localdate():
        raise ValidationError(_("Choose a day after today: what is asked for today has its last day already."))
    if not why.strip():
        raise ValidationError(_("Say why."))
    if not 1 <= value["days"] <= 365 or not 0 <= value["remind"] < value["days"] or not 0 <= value["escalate"] <= 90:
        raise ValidationError(
            _("Between 1 and 365 days; the reminder comes before the last day; the unit manager hears within 90 days.")
        )
