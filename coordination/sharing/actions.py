"""Writing and sharing. What crosses an agency line does so here and nowhere else."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.cases.models import Confidentiality
from coordination.history.recording import record
from coordination.people.protecting import must_not_tell_where
from coordination.rules.queries import consent_basis
from coordination.sharing import audience, checking
from coordination.sharing.models import Disclosure, Entry, LegalBasis
from permissions import policy
from permissions.roles import HIGHEST, Act


@transaction.atomic
def write_entry(
    case: Any,
    *,
    by: Any,
    agency: Any,
    kind: str,
    topic: str,
    title: str = "",
    text: str = "",
    data: dict | None = None,
    step: Any = None,
    supersedes: Entry | None = None,
    share_with: list | tuple = (),
    confidentiality: int = Confidentiality.NORMAL,
    kept_from: Any = (),
    kept_from_why: str = "",
) -> Entry:
    """Write an entry owned by ``agency``. Nobody else reads it but the agencies in ``share_with``.

    The highest class is for those who are named: nobody else could read what they wrote.
    ``kept_from`` are those of the family who may not be shown it, for the reason given.

    Raises PermissionDenied if ``by`` does not work for the agency in this case,
    ValidationError if a sharing has no ground, keeping it from somebody no
    reason, or if it tells where a protected person is.
    """
    policy.require(by, Act.WRITE, case)
    if agency.pk not in policy.agencies_for(by, Act.WRITE, case):
        raise PermissionDenied(_("You do not work for %(agency)s in this case.") % {"agency": agency})
    if confidentiality == HIGHEST and not policy.is_named(by, case, agency=agency):
        raise ValidationError(_("Only somebody who is named may choose the highest class."), code="class")
    must_not_tell_where(case, title, text)
    entry = Entry.objects.create(
        case=case,
        confidentiality=confidentiality,
        agency=agency,
        author=by,
        kind=kind,
        topic=topic,
        title=title,
        text=text,
        data=data or {},
        step=step,
        supersedes=supersedes,
    )
    if hidden := list(kept_from):
        audience.set_kept_from(entry, hidden, why=kept_from_why)
    event = "entry-corrected" if supersedes else "entry-written"
    record(case, event, actor=by, agency=agency, inside=True, entry=str(entry.pk), entry_kind=kind, tell=[])
    if share_with:
        share(entry, share_with, by=by, reason=gettext_noop("Shared when it was written"))
    return entry


@transaction.atomic
def correct_entry(
    entry: Entry,
    *,
    by: Any,
    title: str,
    text: str,
    share_with: list | tuple = (),
    confidentiality: int | None = None,
    kept_from: Any = None,
    kept_from_why: str = "",
) -> Entry:
    """Write a new version; the old one stays, and those who could read it no longer get it as current.

    Its class is that of the old one or higher: lowering it takes two (`access.classes`).
    It is kept from whom the old one was kept from, unless ``kept_from`` says otherwise.
    """
    policy.require(by, Act.WRITE, entry)
    if confidentiality is not None and confidentiality < entry.confidentiality:
        raise ValidationError(
            _("A lower class needs a countersignature: ask for it on the entry’s page."), code="class"
        )
    if Entry.objects.filter(supersedes=entry).exists():
        raise ValidationError(_("There is a newer version already."))
    return write_entry(
        entry.case,
        by=by,
        agency=entry.agency,
        kind=entry.kind,
        topic=entry.topic,
        title=title,
        text=text,
        data=entry.data,
        step=entry.step,
        supersedes=entry,
        share_with=share_with,
        confidentiality=entry.confidentiality if confidentiality is None else confidentiality,
        kept_from=entry.kept_from.all() if kept_from is None else kept_from,
        kept_from_why=entry.kept_from_why if kept_from is None else kept_from_why,
    )


@transaction.atomic
def share(entry: Entry, agencies: Any, *, by: Any, reason: str) -> list[Disclosure]:
    """Give an entry of the own agency to others, on consent. Raises ValidationError where none is in force."""
    policy.require(by, Act.WRITE, entry)
    made = []
    basis = consent_basis(entry.case.municipality)
    for agency in agencies:
        if agency.pk == entry.agency_id or entry.disclosures.live().filter(agency=agency).exists():
            continue
        made.append(disclose(entry, agency, by=by, basis=basis, conditions=basis.condition_codes, reason=reason))
    return made


@transaction.atomic
def disclose(
    entry: Entry,
    agency: Any,
    *,
    by: Any,
    basis: LegalBasis,
    conditions: list[str] | tuple = (),
    reason: str,
    until: datetime | None = None,
    family_told: bool = True,
    family_not_told_why: str = "",
    own_initiative: bool = True,
) -> Disclosure:
    """Give an entry of the own agency to another agency of the case, on a ground of the catalogue.

    ``conditions`` are the codes ticked; all of the ground's must be. Without
    ``until`` it lasts as long as the ground allows. On a ground that asks for
    an approver nobody reads it before the unit manager has approved. Raises
    ValidationError, and changes nothing, where the ground does not hold.
    """
    policy.require(by, Act.WRITE, entry)
    checking.may_disclose(
        entry,
        agency,
        basis=basis,
        conditions=conditions,
        reason=reason,
        family_told=family_told,
        family_not_told_why=family_not_told_why,
    )
    if basis.needs_approver:
        checking.must_have_approver(entry, by)
    disclosure = Disclosure.objects.create(
        case=entry.case,
        entry=entry,
        agency=agency,
        basis=basis,
        conditions_ticked=list(conditions),
        reason=reason,
        family_told=family_told,
        family_not_told_why="" if family_told else family_not_told_why,
        own_initiative=own_initiative,
        approval_needed=basis.needs_approver,
        disclosed_by=by,
        valid_until=checking.lasts_until(entry, agency, basis, until),
    )
    _tell_of(disclosure, by=by)
    return disclosure


def _tell_of(disclosure: Disclosure, *, by: Any) -> None:
    """Tell those who may read it now, or those who must approve it first."""
    entry, asks = disclosure.entry, disclosure.approval_needed
    told = (
        policy.people_who_can(Act.APPROVE, entry.case, agency=entry.agency)
        if asks
        else policy.people_who_can(Act.VIEW, entry.case, agency=disclosure.agency)
    )
    record(
        entry.case,
        "share-proposed" if asks else "entry-shared",
        actor=by,
        agency=disclosure.agency,
        within=entry.agency if asks else None,
        entry=str(entry.pk),
        disclosure=str(disclosure.pk),
        entry_kind=entry.kind,
        tell=told,
    )


@transaction.atomic
def end_sharing(disclosure: Disclosure, *, by: Any, reason: str) -> Disclosure:
    """Take a disclosure back: access ends now, and those who got it are told. That it was given stays on record.

    One that waits for approval is taken back within the own agency. Raises
    ValidationError without a reason, and where somebody was first, whom it names.
    """
    policy.require(by, Act.WRITE, disclosure.entry)
    rows = Disclosure.objects.select_for_update(of=["self"]).select_related("entry__case", "entry__agency", "agency")
    disclosure = rows.select_related("ended_by").get(pk=disclosure.pk)
    if disclosure.ended_at is not None:
        raise ValidationError(_taken_back(disclosure), code="ended")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is taken back.")}, code="reason")
    entry, waited = disclosure.entry, disclosure.approval_needed and disclosure.approved_at is None
    told = list(policy.people_who_can(Act.VIEW, entry.case, agency=disclosure.agency))
    disclosure.ended_at, disclosure.ended_by, disclosure.end_reason = timezone.now(), by, reason.strip()
    disclosure.save(update_fields=["ended_at", "ended_by", "end_reason"])
    facts: dict[str, Any] = {"entry": str(entry.pk), "entry_kind": entry.kind}
    if waited:
        record(entry.case, "share-dropped", actor=by, agency=entry.agency, inside=True, tell=[], **facts)
    else:
        record(entry.case, "share-ended", actor=by, agency=disclosure.agency, tell=told, **facts)
    return disclosure


def _taken_back(disclosure: Disclosure) -> str:
    at = timezone.localtime(disclosure.ended_at)
    facts = {"who": disclosure.ended_by or _("Samverkan"), "day": date_format(at, "DATE_FORMAT")}
    return _("%(who)s took it back already, on %(day)s at %(time)s. Nothing is changed.") % {
        **facts,
        "time": date_format(at, "TIME_FORMAT"),
    }
