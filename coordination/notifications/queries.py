"""What a person may still know of what they were told."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from coordination.cases.models import Case, Participation
from coordination.history.kinds import KINDS
from coordination.history.models import Event, Notification
from coordination.meetings.models import Meeting
from coordination.sharing.models import Entry
from coordination.steps.models import Step
from permissions import policy
from permissions.roles import Act

# Told to people by their duty, who see no more of the case than its cover.
FROM_COVER = {kind for kind in KINDS if kind.startswith("step-")} | {"agency-invited"}
# What stays known, without a name and without a link, when access has ended: that it ended.
FAREWELLS = {"agency-left", "grant-ended", "case-frozen", "case-closed", "consent-withdrawn"}
BADGE_LIMIT = 100


def open_to(user: Any) -> QuerySet[Event]:
    """Return the events whose sentence ``user`` may read now."""
    inside = policy.visible(user, Act.READ_HISTORY, Event.objects.all()).values("pk")
    cover = policy.visible(user, Act.SEE_COVER, Event.objects.filter(kind__in=FROM_COVER)).values("pk")
    return Event.objects.filter(Q(pk__in=inside) | Q(pk__in=cover))


def known(user: Any) -> QuerySet[Notification]:
    """Return the notifications of ``user`` less those of cases they may no longer know about."""
    mine = Notification.objects.filter(recipient=user)
    return mine.filter(Q(event__kind__in=FAREWELLS) | Q(event__in=open_to(user).values("pk")))


def unread_count(user: Any) -> int:
    """Count what is new to ``user``, no further than the badge shows."""
    return known(user).filter(read_at=None).order_by()[:BADGE_LIMIT].count()


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
    if event.step_id is not None:
        return _record(user, Step, event.step_id, "step", (Act.VIEW, Act.ANSWER, Act.REASSIGN))
    if event.kind == "agency-invited":
        rows = Participation.objects.filter(case=event.case_id, agency=event.facts.get("agency"), status="invited")
        there = rows.values_list("pk", flat=True).first()
        return _record(user, Participation, there, "invitation", (Act.ANSWER,)) if there else ""
    if "entry" in event.facts:
        return _record(user, Entry, event.facts["entry"], "entry", (Act.VIEW,))
    if "meeting" in event.facts:
        return _record(user, Meeting, event.facts["meeting"], "meeting", (Act.VIEW,))
    page = {"plan": "plan", "meetings": "case_meetings"}.get(KINDS[event.kind].group if event.kind in KINDS else "")
    return _url(page, event.case.reference) if page and policy.can(user, Act.VIEW, event.case) else ""


def _record(user: Any, model: Any, key: Any, route: str, acts: tuple[Act, ...]) -> str:
    rows = model.objects.filter(pk=key)
    may = any(policy.visible(user, act, rows).exists() for act in acts)
    return _url(route, key) if may else ""


def _url(route: str, key: Any) -> str:
    try:
        return reverse(route, args=[key])
    except NoReverseMatch:
        return ""


def cases_of(notifications: list[Notification]) -> dict[Any, str]:
    """Return the references of the cases that notifications are about, by key."""
    rows = Case.objects.filter(pk__in={n.event.case_id for n in notifications})
    return dict(rows.values_list("pk", "reference"))
