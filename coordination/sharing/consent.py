"""Consent: recording it, changing it, and what ends with it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases import process
from coordination.cases.actions import end_participation
from coordination.cases.models import Case
from coordination.history.recording import record
from coordination.sharing.models import Consent
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
    purpose: str = "",
    view_of_child: str = "",
    language: str = "",
    interpreter: bool = False,
    scan: Any = None,
) -> Consent:
    """Record what a person said. It supersedes what they said before; agencies it no longer names lose access now.

    The lead agency is always among those named.
    """
    case = giver.case
    policy.require(by, Act.COORDINATE, case)
    previous = Consent.objects.select_for_update().filter(giver=giver, ended_at=None).first()
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
        view_of_child=view_of_child,
        language=language,
        interpreter=interpreter,
        scan=scan,
        recorded_by=by,
    )
    consent.agencies.set({case.lead_agency, *agencies} if given else [])
    if previous:
        previous.superseded_by = consent
        previous.save(update_fields=["superseded_by"])
    kind = "consent-refused" if not given else "consent-changed" if previous else "consent-recorded"
    record(case, kind, actor=by, consent=str(consent.pk))
    _drop_uncovered(case, by=by)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Any, note: str = "") -> None:
    """Record that a consent is taken back. Every access that rests on it ends in the same moment.

    When nothing can be shared with anybody any more, the case is frozen and
    goes to its own end state.
    """
    case = Case.objects.select_for_update().get(pk=consent.case_id)
    policy.require(by, Act.COORDINATE, case)
    told = list(policy.people_who_can(Act.VIEW, case))
    _end(consent, by=by, note=note)
    record(case, "consent-withdrawn", actor=by, consent=str(consent.pk), tell=told)
    _drop_uncovered(case, by=by)
    if consent.giver.consent_required and case.is_open and case.frozen_at is None:
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


def _drop_uncovered(case: Any, *, by: Any) -> None:
    """Take agencies out of the case that no consent covers any more."""
    for there in case.participations.filter(is_lead=False, status__in=["invited", "accepted"]):
        if policy.is_grounded(there):
            continue
        lost = end_participation(there, by=by, reason=_("The consent no longer covers the agency"))
        process.engine().leave(there, by=by)
        users = there.agency.memberships.live().filter(user__in=lost).select_related("user")
        record(case, "agency-left", actor=by, agency=there.agency, tell=[m.user for m in users])
