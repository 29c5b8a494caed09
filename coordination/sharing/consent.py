"""Consent: recording it, changing it, and what ends with it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.cases import process
from coordination.cases.models import Case
from coordination.history.recording import record
from coordination.people.consenting import rules_of, today_in
from coordination.people.models import Person
from coordination.people.protecting import must_not_tell_where
from coordination.sharing import answering
from coordination.sharing.following import follow
from coordination.sharing.models import Consent
from coordination.sharing.queries import Cover
from coordination.sharing.silence.ending import person_answered
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def record_consent(
    giver: Any,
    *,
    by: Any,
    given: bool,
    agencies: Any = (),
    topics: list[str] | tuple = (),
    form: str,
    valid_until: datetime,
    said_on: date | None = None,
    purpose: str = "",
    view_of_child: str = "",
    language: str = "",
    interpreter: bool = False,
    receiver: str = "",
    told: Collection[str] = (),
    scan: Any = None,
    replaces: str | None = None,
) -> Consent:
    """Record what a person said. It supersedes what they said before; agencies it no longer names lose access now.

    The lead agency is always among those named. ``replaces`` is the key of the
    answer that the recorder saw ("" for none). Raises ValidationError, by
    field, for an answer that cannot be, and where somebody else was faster.
    """
    case = giver.case
    policy.require(by, Act.COORDINATE, case)
    giver = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=giver.pk)
    giver.case, day = case, said_on or today_in(case.municipality)
    agencies = list(agencies)
    answering.may_record(
        giver, given=given, agencies=agencies, topics=topics, form=form, said_on=day, valid_until=valid_until
    )
    must_not_tell_where(case, view_of_child, purpose)
    before, previous = Cover(case), Consent.objects.select_for_update().filter(giver=giver, ended_at=None).first()
    if replaces is not None and replaces != (str(previous.pk) if previous else ""):
        raise ValidationError(
            _("Somebody else has recorded an answer of this person meanwhile. Read it before yours replaces it."),
            code="changed",
        )
    if previous:
        _end(previous, by=by, note=_("Replaced by a new answer"))
    consent = Consent.objects.create(
        case=case,
        giver=giver,
        given=given,
        purpose=purpose or case.purpose,
        topics=list(topics) if given else [],
        form=form,
        valid_until=valid_until,
        said_on=day,
        view_of_child=view_of_child,
        language=language,
        interpreter=interpreter,
        receiver=receiver,
        told=list(told),
        scan=scan,
        recorded_by=by,
    )
    consent.agencies.set({case.lead_agency, *agencies} if given else [])
    if previous:
        previous.superseded_by = consent
        previous.save(update_fields=["superseded_by"])
    person_answered(giver, by=by)
    kind = "consent-refused" if not given else "consent-changed" if previous else "consent-recorded"
    record(case, kind, actor=by, consent=str(consent.pk))
    reason = _("The new consent does not cover it") if given else _("The person said no")
    follow(case, before, said=consent if given else None, by=by, reason=reason)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Any, note: str = "") -> None:
    """Record that a consent is taken back. Every access that rests on it ends in the same moment.

    What was shared on it is closed in the record as ended by the withdrawal.
    When nothing can be shared with anybody any more, a case that rests on
    consent is frozen and goes to its own end state. It needs no reason. Raises ValidationError where
    somebody else has ended or replaced it meanwhile.
    """
    case = Case.objects.select_for_update().get(pk=consent.case_id)
    policy.require(by, Act.COORDINATE, case)
    consent = Consent.objects.select_for_update(of=("self",)).select_related("giver").get(pk=consent.pk)
    if consent.ended_at is not None:
        raise ValidationError(_("This consent is no longer in force: it was replaced or taken back."), code="ended")
    told, before = list(policy.people_who_can(Act.VIEW, case)), Cover(case)
    _end(consent, by=by, note=note)
    record(case, "consent-withdrawn", actor=by, consent=str(consent.pk), tell=told)
    follow(case, before, by=by, reason=gettext_noop("The consent was withdrawn"))
    rests_on_it = rules_of(case.kind, case.municipality).needed
    if rests_on_it and consent.giver.must_consent_now and case.is_open and case.frozen_at is None:
        freeze(case, by=by, tell=told)


def freeze(case: Case, *, by: Any, tell: list) -> None:
    """Stop the case: only the lead agency sees it, and what remains is to settle and close."""
    case.status, case.frozen_at = Case.Status.FROZEN, timezone.now()
    case.save(update_fields=["status", "frozen_at"])
    process.engine().stop(case, by=by)
    process.engine().settle(case, by=by)
    record(case, "case-frozen", actor=by, tell=tell)


def _end(consent: Consent, *, by: Any, note: str) -> None:
    consent.ended_at, consent.ended_by, consent.end_note = timezone.now(), by, note[:300]
    consent.save(update_fields=["ended_at", "ended_by", "end_note"])
