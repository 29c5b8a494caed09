"""What must hold before a person's answer about sharing is recorded, each with its own clear words."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.agencies.models import Agency
from coordination.people.consenting import may_be_asked, rules_of, today_in
from coordination.rules.queries import value_of
from coordination.sharing.models import Topic


def may_record(
    giver: Any,
    *,
    given: bool,
    agencies: Collection,
    topics: Collection[str],
    form: str,
    said_on: date,
    valid_until: datetime,
) -> None:
    """Return if the answer may be recorded; else raises ValidationError, by field, with the reasons."""
    case = giver.case
    wrong: dict[str, Any] = {}
    if not may_be_asked(giver):
        raise ValidationError(
            _("The young person decides alone now: a guardian's answer no longer counts and is not asked for."),
            code="not-asked",
        )
    wrong |= date_errors(case, said_on, valid_until)
    if given:
        wrong |= scope_errors(case, agencies, topics, form)
    if wrong:
        raise ValidationError({name: [ValidationError(text, code=name)] for name, text in wrong.items()})


def left_out(case: Any, agencies: Collection) -> list:
    """Return the agencies of the case that an answer does not name: those in it, and those noted as concerned.

    Exit support notes at the first contact whom it concerns, before anybody is invited.
    """
    named = {a.pk for a in agencies} | {case.lead_agency_id}
    there = case.participations.filter(status__in=["invited", "accepted"]).values("agency")
    noted = apps.get_model("coordination.ExitSupport").concerned.through.objects.filter(exitsupport__case=case)
    whom = Q(pk__in=there) | Q(pk__in=noted.values("agency"))
    return list(Agency.objects.filter(whom).exclude(pk__in=named).order_by("name"))


def date_errors(case: Any, said_on: date, valid_until: datetime) -> dict[str, str]:
    """Return what is wrong with the days of an answer, by field: said in the past, ending later, but not too late."""
    today, longest = today_in(case.municipality), value_of("consent.max_months", case.municipality)
    if said_on > today:
        return {"said_on": _("That day has not come. Give the day on which the person said it.")}
    last = valid_until.date()
    if last < said_on:
        return {"valid_until": _("It would end before it was given. Choose a later day.")}
    if last < today:
        return {"valid_until": _("The day has passed. Choose a later one.")}
    if last > _months_after(said_on, longest):
        text = ngettext(
            "That is too long: a consent lasts at most %(count)s month, then it is asked for again.",
            "That is too long: a consent lasts at most %(count)s months, then it is asked for again.",
            longest,
        )
        return {"valid_until": text % {"count": longest}}
    return {}


def scope_errors(case: Any, agencies: Collection, topics: Collection[str], form: str) -> dict[str, str]:
    """Return what is wrong with what a yes covers and how it was said, by field."""
    rules, wrong = rules_of(case.kind, case.municipality), {}
    if {a.pk for a in agencies} - set(Agency.objects.within_reach(case.municipality).values_list("pk", flat=True)):
        wrong["agencies"] = _("A consent can only name agencies that work together here.")
    if not topics or set(topics) - set(Topic.values):
        wrong["topics"] = _("Choose at least one topic, or record a no.")
    if rules.forms and form not in rules.forms:
        wrong["form"] = _("In this way of working the consent must be in writing.")
    if rules.names_all and (missing := left_out(case, agencies)):
        wrong["agencies"] = _(
            "In this way of working the consent must name every agency of the case. Without %(agencies)s the method "
            "cannot be used: record a no."
        ) % {"agencies": ", ".join(str(a) for a in missing)}
    return wrong


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(day.year + year, month + 1, min(day.day, last))
