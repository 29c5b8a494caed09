"""What a person may still know of what they were told."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse

from coordination.access.leading.queries import asks
from coordination.access.waiting_models import Countersignature
from coordination.cases.models import Case, Participation
from coordination.clocks.models import Deadline
from coordination.history.kinds import KINDS
from coordination.history.models import Aside, Event, Notification
from coordination.meetings.models import Meeting
from coordination.notifications import asides
from coordination.people.models import Person
from coordination.reports.models import ReportNotice
from coordination.reports.queries import unread_notices
from coordination.sharing.asking.models import InfoRequest
from coordination.sharing.models import Disclosure, Entry
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import HIGHEST, Act

# Told to people by their duty, who see no more of the case than its cover.
ABOUT_ACCESS = {"access-ends-soon", "access-ran-out"}
# The page on which something about access is answered, and for whom it opens.
ACCESS_PAGES: dict[str, tuple[str, ...]] = {
    "access-ends-soon": ("case_people", Act.ADMIT),
    "access-ran-out": ("case_people", Act.ADMIT),
    "coordinator-missing": ("change_coordinator", Act.REASSIGN),
    "coordinator-wanted": ("change_coordinator", Act.REASSIGN),
    "join-asked": ("case_people", Act.COORDINATE),
    "emergency-opened": ("emergency_review", Act.REASSIGN, Act.AUDIT),
    "emergency-overdue": ("emergency_review", Act.REASSIGN, Act.AUDIT),
}
CALLED = {"agency-invited", "agency-called"}
FROM_COVER = {kind for kind in KINDS if kind.startswith(("step-", "clock-"))} | CALLED | ABOUT_ACCESS
# Told to the unit manager of the lead agency also in the highest class, and to who coordinated the case.
OF_COORDINATOR = ABOUT_ACCESS | {"coordinator-missing", "coordinator-wanted"}
# What stays known, without a name and without a link, when access has ended: that it ended.
FAREWELLS = {
    "agency-left",
    "grant-ended",
    "substitute-ended",
    "colleague-left",
    "case-frozen",
    "case-closed",
    "consent-withdrawn",
    "access-ran-out",
    "conflict-declared",
    "join-declined",
}
BADGE_LIMIT = 100
# Among the kinds of events, those of notices that belong to no case: where they are, and which one may know of.
OF_NO_CASE: dict[str, tuple[Any, Callable[[Any], list]]] = {
    "report": (ReportNotice, unread_notices),
    "aside": (Aside, asides.unread),
}


def open_to(user: Any, events: QuerySet[Event]) -> list[QuerySet[Event]]:
    """Return those of ``events`` whose sentence ``user`` may read now, by each way there is to know of them."""
    return [way(user, events) for _kinds, way in WAYS]


def _from_history(user: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    return policy.visible(user, Act.READ_HISTORY, events)


def _from_cover(user: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    return policy.visible(user, Act.SEE_COVER, events.filter(kind__in=FROM_COVER))


def _of_coordinator(user: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    led = policy.led(user, Case.objects.filter(confidentiality__gte=HIGHEST))
    lost = policy.run_out(user, Case.objects.all())
    told = Q(case__in=led.values("pk")) | Q(case__in=lost.values("pk"))
    return events.filter(told, kind__in=OF_COORDINATOR)


def _as_second(user: Any, events: QuerySet[Event]) -> QuerySet[Event]:
    asked = events.filter(kind="countersign-asked").annotate(asked=Cast(KT("facts__asked"), UUIDField()))
    return asked.filter(asked__in=to_countersign(user).values("pk"))


# Each way there is to know of an event, and the kinds of events that it is for.
WAYS: tuple[tuple[set[str], Callable[[Any, QuerySet[Event]], QuerySet[Event]]], ...] = (
    (set(KINDS), _from_history),
    (FROM_COVER, _from_cover),
    ({"countersign-asked"}, _as_second),
    (OF_COORDINATOR, _of_coordinator),
)


def to_countersign(user: Any) -> QuerySet[Countersignature]:
    """Return what waits for ``user`` to be the second, also in a case they do not see."""
    return policy.countersignable(user, Countersignature.objects.all())


def hushed(events: list[Event]) -> set[Any]:
    """Return the keys of the events, of ``events``, of which notices tell nothing: those of the highest class."""
    rows = Case.objects.filter(pk__in={e.case_id for e in events}, confidentiality__gte=HIGHEST)
    cases = set(rows.values_list("pk", flat=True))
    return {e.pk for e in events if e.case_id in cases}


def known(user: Any) -> QuerySet[Notification]:
    """Return the notifications of ``user`` less those of cases they may no longer know about."""
    # Asked of one event at a time: the other way round PostgreSQL would look at all events there are.
    ways = open_to(user, Event.objects.filter(pk=OuterRef("event_id")))
    mine = Notification.objects.filter(recipient=user)
    farewell = Q(event__kind__in=FAREWELLS, event__case__confidentiality__lt=HIGHEST)
    return mine.filter(reduce(or_, (Q(Exists(way)) for way in ways), farewell))


def unread_count(user: Any) -> int:
    """Count what is new to ``user``, no further than the badge shows: of `known`, without asking what need not be."""
    told = list(_unread(user))
    return len(told) - len(_not_to_know(user, told))


def badge_count(user: Any) -> int:
    """Count what is new to ``user``, of cases and of none. It stands on every page: one query, mostly."""
    some = [
        model.objects.filter(recipient=user, read_at=None).order_by("pk").values_list("pk", Value(kind), Value(0))[:1]
        for kind, (model, _unread_of) in OF_NO_CASE.items()
    ]
    rows = list(_unread(user).union(*some, all=True))
    told = [row for row in rows if row[1] not in OF_NO_CASE]
    others = {row[1] for row in rows} & OF_NO_CASE.keys()
    return len(told) - len(_not_to_know(user, told)) + sum(len(OF_NO_CASE[kind][1](user)) for kind in others)


def _unread(user: Any) -> QuerySet:
    mine = Notification.objects.filter(recipient=user, read_at=None).order_by("-pk")
    return mine.values_list("event_id", "event__kind", "event__case__confidentiality")[:BADGE_LIMIT]


def latest(user: Any, number: int) -> list[Notification]:
    """Return the newest of `known`, each with its event, case and step."""
    rows = Notification.objects.filter(recipient=user).order_by("-event_id", "-pk")
    newest = list(rows.select_related("event__case", "event__step")[: 4 * number])
    hidden = _not_to_know(user, [(n.event_id, n.event.kind, n.event.case.confidentiality) for n in newest])
    found = [n for n in newest if n.event_id not in hidden][:number]
    if len(found) == number or len(newest) < 4 * number:
        return found
    return list(known(user).select_related("event__case", "event__step")[:number])


def _not_to_know(user: Any, told: Iterable[tuple[Any, str, int]]) -> set[Any]:
    """Return the keys of the events, told as (key, kind, class of the case), of which ``user`` may know no more."""
    asked = {event: kind for event, kind, level in told if kind not in FAREWELLS or level >= HIGHEST}
    for kinds, way in WAYS:
        left = [event for event, kind in asked.items() if kind in kinds]
        for event in way(user, Event.objects.filter(pk__in=left)).values_list("pk", flat=True) if left else ():
            del asked[event]
    return set(asked)


def to_mail(user: Any, *, before: datetime) -> QuerySet[Notification]:
    """Return what ``user`` has not read, was not mailed about, and may know of, told before a moment."""
    return known(user).filter(read_at=None, mailed_at=None, event__at__lt=before)


def target_of(user: Any, event: Event) -> str:
    """Return the address of what an event is about, if ``user`` may see it now; else of its case; else nothing."""
    url = _thing(user, event)
    if url:
        return url
    for act, route in ((Act.VIEW, "case"), (Act.READ_HISTORY, "case_history"), (Act.SEE_COVER, "case")):
        if policy.can(user, act, event.case) and (url := _url(route, event.case.reference)):
            return url
    return ""


def _thing(user: Any, event: Event) -> str:
    if event.kind in PAGES_OF_KIND:
        if url := PAGES_OF_KIND[event.kind](user, event):
            return url
    elif event.step_id is not None:
        return _record(user, Step, event.step_id, "step", (Act.VIEW, Act.ANSWER, Act.REASSIGN))
    for fact, (model, route) in RECORDS.items():
        if fact in event.facts:
            return _record(user, model, event.facts[fact], route, (Act.VIEW,))
    if event.kind in ACCESS_PAGES:
        return _access_page(user, event)
    page = {"plan": "plan", "meetings": "case_meetings"}.get(KINDS[event.kind].group if event.kind in KINDS else "")
    return _url(page, event.case.reference) if page and policy.can(user, Act.VIEW, event.case) else ""


def _countersignature(user: Any, event: Event) -> str:
    waits = to_countersign(user).filter(pk=event.facts.get("asked")).exists()
    return _url("countersign_answer", event.facts["asked"]) if waits else ""


def _coordination(user: Any, event: Event) -> str:
    """Return the page for who may not see the case: its former coordinator, and in the highest class the manager."""
    rows = Case.objects.filter(pk=event.case_id)
    if policy.run_out(user, rows).exists():
        return _url("coordinator_ask", event.case.reference)
    led = policy.led(user, rows.filter(confidentiality__gte=HIGHEST)).exists()
    return _url("coordinators") if led and not policy.can(user, Act.VIEW, event.case) else ""


def _invitation(user: Any, event: Event) -> str:
    rows = Participation.objects.filter(case=event.case_id, agency=event.facts.get("agency"), status="invited")
    there = rows.values_list("pk", flat=True).first()
    return _record(user, Participation, there, "invitation", (Act.ANSWER,)) if there else ""


def _approval(user: Any, event: Event) -> str:
    rows = policy.approvable(user, Disclosure.objects.filter(pk=event.facts.get("disclosure")))
    return _url("approval", event.facts["disclosure"]) if rows.exists() else ""


def _deadline(user: Any, event: Event) -> str:
    return _record(user, Deadline, event.facts.get("deadline"), "deadline", (Act.SEE_COVER,))


# The page that an event of a kind leads to, before what stands in its facts is looked at.
PAGES_OF_KIND: dict[str, Callable[[Any, Event], str]] = {
    "countersign-asked": _countersignature,
    **dict.fromkeys(OF_COORDINATOR, _coordination),
    "review-asked": lambda user, event: _url("reviews"),
    "lead-offered": lambda user, event: _url("case_lead", event.case.reference) if asks(user, event.case) else "",
    "agency-invited": _invitation,
    "agency-called": _invitation,
    "share-proposed": _approval,
    **{kind: _deadline for kind in KINDS if kind.startswith("clock-")},
}
RECORDS = {"info_request": (InfoRequest, "info_request"), "entry": (Entry, "entry"), "meeting": (Meeting, "meeting")}


def _access_page(user: Any, event: Event) -> str:
    route, *acts = ACCESS_PAGES[event.kind]
    key = event.facts.get("emergency") or event.case.reference
    return _url(route, key) if any(policy.can(user, Act(act), event.case) for act in acts) else ""


def _record(user: Any, model: Any, key: Any, route: str, acts: tuple[Act, ...]) -> str:
    rows = model.objects.filter(pk=key)
    may = any(policy.visible(user, act, rows).exists() for act in acts)
    return _url(route, key) if may else ""


def _url(route: str, *key: Any) -> str:
    try:
        return reverse(route, args=key)
    except NoReverseMatch:
        return ""


def cases_of(notifications: list[Notification]) -> dict[Any, str]:
    """Return the references of the cases that notifications are about, by key."""
    rows = Case.objects.filter(pk__in={n.event.case_id for n in notifications})
    return dict(rows.values_list("pk", "reference"))


def mailable(notifications: list[Notification]) -> list[str]:
    """Return the references that a mail may name: none of the highest class, none with a protected person."""
    rows = Case.objects.filter(pk__in={n.event.case_id for n in notifications}, confidentiality__lt=HIGHEST)
    quiet = Person.objects.exclude(protection=Person.Protection.NONE).values("case")
    return sorted(rows.exclude(pk__in=quiet).values_list("reference", flat=True))
