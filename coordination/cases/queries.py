"""Reading cases: what a reader may do, and lists of them."""

from typing import Any

from django.db.models import Exists, OuterRef

from coordination.cases.models import Case
from permissions import policy
from permissions.roles import Act


def acts_on(user: Any, case: Case) -> set[Act]:
    """Return everything ``user`` may do with ``case`` now, asked of the policy in one query."""
    asked = {act.value: Exists(policy.visible(user, act, Case.objects.filter(pk=OuterRef("pk")))) for act in Act}
    answers = Case.objects.filter(pk=case.pk).values(**asked).first() or {}
    return {Act(name) for name, yes in answers.items() if yes}
