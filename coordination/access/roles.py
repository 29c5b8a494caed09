"""The child's role in the case: at risk, victim, suspected or sibling. With it changes what may be shared."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.access.classes import note
from coordination.access.models import Change
from coordination.access.reviews import ask_for_review, tell_of_reviews
from coordination.access.waiting_models import Review
from coordination.cases.models import Case
from coordination.history.recording import record
from permissions import grants, policy
from permissions.roles import Act, Role


@transaction.atomic
def change_child_role(case: Case, role: str, *, by: Any, reason: str) -> int:
    """Say that the child has another role, and have everything that is open to others looked at again.

    For the coordinator, whose own access the change confirms; every other
    access and every disclosure in force is reviewed by the agency it belongs
    to. The history tells that the role was changed, never to what. Returns
    how many reviews were asked for.
    """
    policy.require(by, Act.COORDINATE, case)
    if role not in Case.ChildRole.values or role == case.child_role:
        raise ValidationError(_("Choose another role than the child has now."), code="role")
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    note(case, Change.What.CHILD_ROLE, case.child_role, role, reason=reason, by=by)
    case.child_role = role
    case.save(update_fields=["child_role"])
    record(case, "child-role-changed", actor=by, agency=case.lead_agency, inside=True)
    return _review_everything(case, by=by)


def _review_everything(case: Case, *, by: Any) -> int:
    others = grants.of_case(case).live().exclude(permission__codename=Role.COORDINATOR.value)
    given = case.disclosures.live().select_related("entry__agency")
    asked = [ask_for_review(case, cause=Review.Cause.CHILD_ROLE, by=by, grant=g, quiet=True) for g in others]
    asked += [ask_for_review(case, cause=Review.Cause.CHILD_ROLE, by=by, disclosure=d, quiet=True) for d in given]
    for agency in {review.agency for review in asked}:
        tell_of_reviews(case, agency, by=by)
    return len(asked)
