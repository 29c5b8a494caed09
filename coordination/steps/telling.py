"""What the timers on the border of a step tell, each once: that it must be done, and who hears that it is late."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from coordination.history.recording import record
from coordination.steps.actions import lock, people_of
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act, Post


@transaction.atomic
def remind(step: Step) -> bool:
    """Tell its people that the step must soon be done, once. Returns whether it was told now."""
    return _tell_once(step, "reminded_at", "step-reminder", people_of)


@transaction.atomic
def tell_overdue(step: Step) -> bool:
    """Tell its people that the step is overdue, once. Returns whether it was told now."""
    return _tell_once(step, "overdue_told_at", "step-overdue", people_of)


@transaction.atomic
def escalate(step: Step) -> bool:
    """Tell the agency's unit managers that the step is still overdue, once."""
    return _tell_once(step, "escalated_at", "step-escalated", managers_of)


@transaction.atomic
def tell_contact(step: Step) -> bool:
    """Tell the agency's contact persons that the step is late, once; those who may know of the case."""
    return _tell_once(step, "contact_told_at", "step-late-contact", contacts_of)


@transaction.atomic
def tell_coordinator(step: Step) -> bool:
    """Tell who coordinates the case that the step is late, once. Only their own agency learns that they were told."""
    return _tell_once(step, "coordinator_told_at", "step-late-coordinator", coordinators_of, within_lead=True)


def contacts_of(step: Step) -> list:
    """Return the contact persons of the step's agency who may know that there is a case."""
    posts = step.agency.memberships.live().filter(post=Post.CONTACT)
    known = policy.people_who_can(Act.SEE_COVER, step.case, agency=step.agency)
    return list(known.filter(pk__in=posts.values("user")))


def coordinators_of(step: Step) -> list:
    """Return who coordinates the case now."""
    return list(policy.people_who_can(Act.COORDINATE, step.case))


def managers_of(step: Step) -> list:
    """Return the unit managers of the step's agency."""
    posts = step.agency.memberships.live().filter(post=Post.MANAGER, user__is_active=True)
    return [m.user for m in posts.select_related("user")]


def _tell_once(step: Step, field: str, kind: str, whom: Any, *, within_lead: bool = False) -> bool:
    step = lock(step)
    if not step.is_open or getattr(step, field):
        return False
    setattr(step, field, timezone.now())
    step.save(update_fields=[field])
    within = {"within": step.case.lead_agency} if within_lead else {"inside": True}
    record(step.case, kind, agency=step.agency, step=step, tell=whom(step), **within)
    return True
