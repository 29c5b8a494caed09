"""How it went with what a meeting decided."""

from typing import Any

from django.db import transaction

from coordination.meetings.models import Decision
from coordination.people.protecting import must_not_tell_where
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def say_result(decision: Decision, *, by: Any, result: str) -> Decision:
    """Keep how it went, as part of the step by which the decision is carried out; the step says that it is done."""
    policy.require(by, Act.WRITE, decision.step)
    must_not_tell_where(decision.case, result)
    decision.result = result.strip()
    decision.clean_fields(exclude=["item", "case", "agency", "person", "step"])
    decision.save(update_fields=["result"])
    return decision
