"""Reading clocks: the open one of a code, whom a deadline concerns, and the rules they run by."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from coordination.cases.stand_ins import owned_by, substitutes
from coordination.clocks.models import OPEN, Deadline
from coordination.clocks.names import rule_code
from coordination.clocks.reckoning import add_calendar_days, add_months, end_of, reckon
from coordination.rules.models import Rule
from coordination.rules.queries import rule_of
from permissions import policy
from permissions.roles import Act


def rule_for(code: str, municipality: Any, since: datetime | None = None) -> Rule:
    """Return the rule by which a clock that starts at ``since`` (now unless told) runs. Raises NoSuchRule."""
    zone = ZoneInfo(municipality.time_zone)
    return rule_of(rule_code(code), municipality, on=timezone.localdate(since, timezone=zone))


def late_by(rule: Rule, now: datetime, municipality: Any) -> datetime | None:
    """Return the last moment for what is asked when the time has run out, where the rule says that: ``late``."""
    if "late" not in rule.value:
        return None
    value = {"unit": "immediately", "house": rule.value["late"]}
    return reckon(now, value, rule.country, ZoneInfo(municipality.time_zone))


def due_by(rule: Rule, since: datetime, municipality: Any) -> datetime:
    """Return the last moment by a rule for a clock that starts at ``since``. Raises NoLimit if it is no clock."""
    return reckon(since, rule.value, rule.country, ZoneInfo(municipality.time_zone))


def open_clock(case: Any, code: str, *, agency: Any = None, subject: str | None = None) -> Deadline | None:
    """Return the open deadline of a code in a case that comes first; of one agency and subject if given."""
    rows = Deadline.objects.open().with_due().filter(case=case, code=code)
    rows = rows if agency is None else rows.filter(agency=agency)
    rows = rows if subject is None else rows.filter(subject=subject)
    return rows.select_related("rule", "case__municipality", "agency").order_by("due_now", "pk").first()


def latest_extension(deadline: Deadline) -> datetime | None:
    """Return the last moment to which the rule lets a deadline be extended; None where it sets no limit."""
    most = deadline.rule.value.get("most")
    if not most:
        return None
    add = {"months": add_months, "calendar_days": add_calendar_days}[most["unit"]]
    first = deadline.due_at.astimezone(deadline.zone).date()
    return end_of(add(first, most["length"]), deadline.zone)


def visible_to(user: Any, act: Act = Act.SEE_COVER) -> QuerySet:
    """Return the deadlines on which ``user`` may ``act``, with all that is shown of them."""
    related = ("case__municipality", "agency", "rule", "step__owner")
    return policy.visible(user, act, Deadline.objects.with_due().select_related(*related))


def due_for(user: Any) -> QuerySet:
    """Return the open deadlines that ``user`` can meet: their own step's, and those that nobody has taken yet."""
    nobodys = Q(step=None) | Q(step__owner=None)
    return visible_to(user, Act.WRITE).filter(OPEN).filter(nobodys | owned_by(user, "step__owner"))


def due_in_unit(user: Any) -> QuerySet:
    """Return the open deadlines of the units that ``user`` leads, on which they may decide."""
    return visible_to(user, Act.EXTEND).filter(OPEN)


def nearest(user: Any, number: int) -> list[Deadline]:
    """Return what must be done next, by the person or in a unit they lead, the most urgent first."""
    if not Deadline.objects.open().exists():  # Planning the policy's question takes longer than this one.
        return []
    mine = list(due_for(user).order_by("due_now", "pk")[:number])
    led = list(due_in_unit(user).order_by("due_now", "pk")[:number]) if policy.leads_a_unit(user) else []
    found = {deadline.pk: deadline for deadline in [*mine, *led]}
    return sorted(found.values(), key=lambda deadline: deadline.due)[:number]


def of_case(user: Any, case: Any, act: Act) -> list[Deadline]:
    """Return the open deadlines of a case that ``user`` may know of, the most urgent first."""
    if not Deadline.objects.open().filter(case=case).exists():
        return []
    return list(visible_to(user, act).filter(OPEN, case=case).order_by("due_now", "pk"))


def of_step(user: Any, step: Any) -> list[Deadline]:
    """Return the open deadlines that a step meets, as far as ``user`` may know of them."""
    if not Deadline.objects.open().filter(step=step).exists():
        return []
    return list(visible_to(user).filter(OPEN, step=step).order_by("due_now", "pk"))


def rules_of(code: str, municipalities: list) -> list[Rule]:
    """Return every version of a clock's rule, a municipality's own before the country's, the newest first."""
    places = Q(municipality=None) | Q(municipality__in=[place.pk for place in municipalities])
    rows = Rule.objects.filter(places, code=rule_code(code)).select_related("municipality")
    return list(rows.order_by(F("municipality").asc(nulls_last=True), "-valid_from"))


def people_of(deadline: Deadline) -> list:
    """Return whom a deadline concerns: the owner of its step and who stands in for them, or the agency's people."""
    step = deadline.step
    if step is not None and step.is_open and step.owner_id:
        return [step.owner, *substitutes(step.owner, deadline.case)]
    return list(policy.people_who_can(Act.WRITE, deadline.case, agency=deadline.agency))


def deciders(deadline: Deadline) -> list:
    """Return who may decide on more time: the unit managers, where the class of the case lets them."""
    people = policy.people_who_can(Act.SEE_COVER, deadline.case, agency=deadline.agency)
    return [person for person in people if policy.can(person, Act.EXTEND, deadline)]
