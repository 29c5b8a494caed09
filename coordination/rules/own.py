"""What a municipality sets of a way of working beyond days and questions: its text, what it leaves out, whom it is for.

Codes are those of the way of working (``sspf``) and of the kind of step
(``sspf.map``), and after them what is set: ``sspf.map.text``, ``sspf.ages``.
"""

from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.rules.models import Rule
from coordination.rules.queries import rules_of
from coordination.rules.setting import store
from coordination.rules.wording import must_be_written

TEXT, QUESTIONS, LEFT_OUT = "text", "questions", "left_out"
AGES, AGENCIES = "ages", "agencies"
LONGEST_TEXT, OLDEST = 1000, 120


@transaction.atomic
def set_text(code: str, municipality: Any, *, by: Any, value: dict[str, str], from_day: date, why: str) -> Rule:
    """Set what is said at the top of a kind of step, by language, as `store` does; no words end it."""
    words = {language: text.strip() for language, text in value.items() if text.strip()}
    if words:
        must_be_written(words, municipality, longest=LONGEST_TEXT)
    return store(code, municipality, by=by, value=words, from_day=from_day, why=why)


@transaction.atomic
def leave_out(code: str, municipality: Any, *, by: Any, value: bool, from_day: date, why: str) -> Rule:
    """Leave an optional kind of step out, or take it in again, as `store` does.

    Whether the flow lets the step be left out is for its page to ask, and for
    the flow itself: it passes by no other.
    """
    return store(code, municipality, by=by, value=bool(value), from_day=from_day, why=why)


@transaction.atomic
def set_ages(code: str, municipality: Any, *, by: Any, value: dict[str, int], from_day: date, why: str) -> Rule:
    """Set for whom a way of working is, ``from`` and ``to`` an age in whole years, as `store` does; either may lack."""
    first, last = value.get("from", 0), value.get("to", OLDEST)
    if not 0 <= first <= last <= OLDEST:
        raise ValidationError(_("The first age comes before the last one."))
    return store(code, municipality, by=by, value=value, from_day=from_day, why=why)


@transaction.atomic
def set_agencies(code: str, municipality: Any, *, by: Any, value: list[str], from_day: date, why: str) -> Rule:
    """Set which kinds of agency are proposed when agencies are invited, as `store` does. Nobody is shut out by it."""
    if set(value) - _agency_kinds():
        raise ValidationError(_("Choose among the kinds of agency."))
    return store(code, municipality, by=by, value=value, from_day=from_day, why=why)


def of_step(way: str, kind: str, municipality: Any, *, on: date | None = None) -> dict[str, Rule]:
    """Return the municipality's text and questions of a kind of step in force on a day, by what is set."""
    codes = {f"{way}.{kind}.{what}": what for what in (TEXT, QUESTIONS)}
    return {codes[code]: rule for code, rule in rules_of(codes, municipality, on=on).items()}


def left_out(way: str, kinds: Any, municipality: Any) -> dict[str, Rule]:
    """Return the kinds of step, of those that may be, which the municipality leaves out today, each with the rule."""
    codes = {f"{way}.{kind}.{LEFT_OUT}": kind for kind in kinds}
    found = rules_of(codes, municipality) if codes else {}
    return {codes[code]: rule for code, rule in found.items() if rule.value}


def proposed_kinds(way: str, municipality: Any) -> frozenset[str]:
    """Return the kinds of agency that are proposed when agencies are invited; all where nothing is set."""
    code = f"{way}.{AGENCIES}"
    rule = rules_of([code], municipality).get(code)
    return _agency_kinds() if rule is None else frozenset(rule.value)


def ages_of(way: str, municipality: Any) -> tuple[int | None, int | None]:
    """Return the first and the last age (whole years) for which a way of working is; None where there is no limit.

    Where a social intervention group ends by age (rule ``sig.age_limit``), nobody of that age begins in one.
    """
    ages, limit = f"{way}.{AGES}", f"{way}.age_limit"
    found = rules_of([ages, limit], municipality)
    value = found[ages].value if ages in found else {}
    last = [value["to"]] if "to" in value else []
    last += [found[limit].value - 1] if limit in found else []
    return value.get("from"), min(last, default=None)


def age_warning(way: str, municipality: Any, age: int | None) -> str:
    """Say that somebody's age lies outside of those for which a way of working is, or nothing. It forbids nothing."""
    first, last = ages_of(way, municipality)
    if age is None or ((first is None or age >= first) and (last is None or age <= last)):
        return ""
    if last is None:
        said = _("from %(first)s years")
    else:
        said = _("up to %(last)s years") if first is None else _("from %(first)s to %(last)s years")
    span = said % {"first": first, "last": last}
    return _("In %(place)s this way of working is for people %(span)s. Check that it is the right one.") % {
        "place": municipality,
        "span": span,
    }


def _agency_kinds() -> frozenset[str]:
    return frozenset(apps.get_model("coordination.Agency").Kind.values)
