"""What is noted in a case of exit support besides its steps. Each function is one intention, whole or not at all."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.agencies.models import Agency, User
from coordination.exits import queries
from coordination.exits.models import ExitSupport, KnowsWhere, ThreatLevel
from coordination.history.recording import record
from coordination.sharing.actions import write_entry
from coordination.sharing.models import Entry, Topic
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def note_contact(case: Any, *, by: Any, channel: str, concerned: Iterable[Agency]) -> ExitSupport:
    """Note the safe channel, and the agencies concerned: a consent must name all of them."""
    policy.require(by, Act.COORDINATE, case)
    support, _made = ExitSupport.objects.update_or_create(case=case, defaults={"channel": channel})
    support.concerned.set(concerned)
    return support


@transaction.atomic
def set_phase(case: Any, phase: str, *, by: Any = None) -> None:
    """Note that the support is in another phase. Called by the process, and when it is followed up."""
    if by is not None:
        policy.require(by, Act.COORDINATE, case)
    support, _made = ExitSupport.objects.get_or_create(case=case)
    if support.phase == phase:
        return
    support.phase, support.phase_since = phase, timezone.localdate()
    support.save(update_fields=["phase", "phase_since"])
    record(case, "exit-phase", actor=by, phase=phase, tell=[])


@transaction.atomic
def set_who_knows(case: Any, people: Iterable[User], *, by: Any) -> None:
    """Note who knows where the person is. The place itself is kept nowhere.

    Raises ValidationError for somebody who is not inside the case.
    """
    policy.require(by, Act.COORDINATE, case)
    chosen = {user.pk for user in people}
    inside = set(queries.may_know(case).values_list("pk", flat=True))
    there = set(case.knows_where.filter(ended_at=None).values_list("user_id", flat=True))
    if chosen - inside:
        raise ValidationError(_("Only somebody who is inside the case can be noted here."))
    if chosen == there:
        return
    case.knows_where.filter(ended_at=None).exclude(user__in=chosen).update(ended_at=timezone.now())
    KnowsWhere.objects.bulk_create(KnowsWhere(case=case, user_id=pk, noted_by=by) for pk in chosen - there)
    record(case, "where-known", actor=by, tell=[])


@transaction.atomic
def assess_threat(
    case: Any,
    *,
    by: Any,
    agency: Agency,
    level: str,
    valid_until: date,
    measures: Iterable[str] = (),
    share_with: Iterable[Agency] = (),
    step: Any = None,
) -> ThreatLevel:
    """Note the level of threat that the police have assessed, until when it holds, and the measures to take.

    There is no text: why stays in the police's own files. ``share_with`` are
    given the token, on consent; they must be among `queries.token_readers`.
    Raises PermissionDenied to others than the police of the case,
    ValidationError where it would hold for too long.
    """
    policy.require(by, Act.WRITE, case)
    if agency.kind != Agency.Kind.POLICE:
        raise PermissionDenied(_("The police assess the threat."))
    today = timezone.localdate()
    _must_last(case, level, today, valid_until)
    given = [a for a in queries.token_readers(case, agency) if a in set(share_with)]
    if len(given) < len(set(share_with)):
        raise ValidationError(_("The level can only be given to agencies that may know it and that consent covers."))
    codes = [code for code in ThreatLevel.Measure.values if code in set(measures)]
    made = ThreatLevel(
        case=case,
        agency=agency,
        level=level,
        measures=codes,
        assessed_on=today,
        valid_until=valid_until,
        assessed_by=by,
    )
    made.entry = write_entry(
        case,
        by=by,
        agency=agency,
        kind=Entry.Kind.ANSWER,
        topic=Topic.CRIME,
        title=_("Threat level"),
        text=_in_words(made),
        data={"threat": level, "measures": codes, "valid_until": valid_until.isoformat()},
        step=step,
        share_with=given,
    )
    made.save()
    record(case, "threat-assessed", actor=by, agency=agency, tell=_told(case, [agency, *given]))
    return made


def _must_last(case: Any, level: str, today: date, until: date) -> None:
    days = queries.longest_valid(level, case.municipality)
    if until < today:
        raise ValidationError({"valid_until": _("The day has passed. Choose a later one.")})
    if until > today + timedelta(days=days):
        raise ValidationError(
            {"valid_until": _("At this level the assessment holds at most %(days)s days.") % {"days": days}}
        )


def _in_words(made: ThreatLevel) -> str:
    level = _("Level: %(level)s. It holds until %(day)s.") % {
        "level": made.get_level_display(),
        "day": date_format(made.valid_until, "DATE_FORMAT"),
    }
    return "\n".join([level, *(f"• {text}" for text in made.measures_in_words)])


def _told(case: Any, agencies: Iterable[Agency]) -> list:
    return [u for agency in agencies for u in policy.people_who_can(Act.VIEW, case, agency=agency)]
