"""Write history, and tell the people it concerns."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from coordination.agencies.models import User
from coordination.history.doorbell import knock
from coordination.history.kinds import KINDS
from coordination.history.models import Event, Notification, Reading
from permissions import policy
from permissions.roles import Act


def record(
    case: Any,
    kind: str,
    *,
    actor: Any = None,
    agency: Any = None,
    inside: bool = False,
    within: Any = None,
    step: Any = None,
    tell: Iterable | None = None,
    **facts: Any,
) -> Event:
    """Append an event to the case's history and notify its people, less the actor, in the caller's transaction.

    ``agency`` is whom it concerns; with ``inside`` only that agency (and
    auditors) may know of it, with ``within`` only the agency named there, which
    may be another. ``tell`` names the users to notify; without it
    everybody who may view the case (of that agency, if only one may know). ``facts``
    are ids and codes, never names or text about people.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of event: {kind}")
    if agency is not None:
        facts["agency"] = str(agency.pk)
    knowing = within or (agency if inside else None)
    if step is not None:
        facts["step"] = step.kind
    event = Event.objects.create(
        case=case,
        kind=kind,
        actor=actor,
        on_behalf_of_id=policy.stands_in_for(actor, case, step.owner_id if step else None),
        acting_agency_id=_acting_agency(case, actor),
        agency=knowing,
        step=step,
        facts=facts,
    )
    _notify(event, _people(case, knowing, tell), actor)
    return event


def note_reading(user: Any, case: Any, what: str, obj: Any = None) -> Reading:
    """Note that ``user`` was shown ``what`` of the case. In the transaction of the page: no note, no page."""
    return Reading.objects.create(reader=user, case=case, what=what, object_id=obj.pk if obj is not None else None)


def _people(case: Any, agency: Any, tell: Iterable | None) -> list[int]:
    people = policy.people_who_can(Act.VIEW, case, agency=agency) if tell is None else tell
    return [p.pk for p in people]


def _notify(event: Event, people: list[int], actor: Any) -> None:
    told = sorted(set(people) - {actor.pk if actor else None} - _muted(event.kind, people))
    Notification.objects.bulk_create(Notification(recipient_id=pk, event=event) for pk in told)
    everyone = told + ([actor.pk] if actor else [])
    transaction.on_commit(partial(knock, everyone, case=event.case_id), robust=True)


def _muted(kind: str, people: list[int]) -> set[int]:
    """Return who of ``people`` do not want to hear of events of this kind, where that is theirs to choose."""
    if not KINDS[kind].can_mute:
        return set()
    return set(User.objects.filter(pk__in=people, muted_events__contains=[kind]).values_list("pk", flat=True))


def _acting_agency(case: Any, actor: Any) -> Any:
    if actor is None:
        return None
    return next(iter(policy.agencies_for(actor, Act.VIEW, case)), None) or _post_agency(case, actor)


def _post_agency(case: Any, actor: Any) -> Any:
    there = case.participations.exclude(status__in=["declined", "left"]).values("agency")
    return actor.memberships.live().filter(agency__in=there).values_list("agency_id", flat=True).first()
