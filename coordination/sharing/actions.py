"""Writing and sharing. What crosses an agency line does so here and nowhere else."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.sharing.models import Disclosure, Entry
from coordination.sharing.queries import consent_basis, covered_until
from permissions import policy
from permissions.roles import Act


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
) -> Entry:
    """Write an entry owned by ``agency``. Nobody else reads it but the agencies in ``share_with``.

    Raises PermissionDenied if ``by`` does not work for the agency in this case,
    ValidationError if a sharing has no ground.
    """
    policy.require(by, Act.WRITE, case)
    if agency.pk not in policy.agencies_for(by, Act.WRITE, case):
        raise PermissionDenied(_("You do not work for %(agency)s in this case.") % {"agency": agency})
    entry = Entry.objects.create(
        case=case,
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
    event = "entry-corrected" if supersedes else "entry-written"
    record(case, event, actor=by, agency=agency, inside=True, entry=str(entry.pk), entry_kind=kind, tell=[])
    if share_with:
        share(entry, share_with, by=by, reason=_("Shared when it was written"))
    return entry


@transaction.atomic
def correct_entry(entry: Entry, *, by: Any, title: str, text: str, share_with: list | tuple = ()) -> Entry:
    """Write a new version; the old one stays, and those who could read it no longer get it as current."""
    policy.require(by, Act.WRITE, entry)
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
    )


@transaction.atomic
def share(entry: Entry, agencies: Any, *, by: Any, reason: str) -> list[Disclosure]:
    """Give an entry of the own agency to others, on consent. Raises ValidationError where none is in force."""
    policy.require(by, Act.WRITE, entry)
    made = []
    for agency in agencies:
        if agency.pk == entry.agency_id or entry.disclosures.live().filter(agency=agency).exists():
            continue
        until = covered_until(entry.case, agency, entry.topic)
        if until is None:
            raise ValidationError(
                _("No consent in force lets %(agency)s read about %(topic)s.")
                % {"agency": agency, "topic": entry.get_topic_display().lower()}
            )
        disclosure = Disclosure.objects.create(
            case=entry.case,
            entry=entry,
            agency=agency,
            basis=consent_basis(entry.case),
            reason=reason,
            disclosed_by=by,
            valid_until=until,
        )
        made.append(disclosure)
        told = policy.people_who_can(Act.VIEW, entry.case, agency=agency)
        record(
            entry.case, "entry-shared", actor=by, agency=agency, entry=str(entry.pk), entry_kind=entry.kind, tell=told
        )
    return made


@transaction.atomic
def end_sharing(disclosure: Disclosure, *, by: Any) -> None:
    """Take a disclosure back: access ends now; that it was given stays on record."""
    policy.require(by, Act.WRITE, disclosure.entry)
    if disclosure.ended_at is None:
        disclosure.ended_at, disclosure.ended_by = timezone.now(), by
        disclosure.save(update_fields=["ended_at", "ended_by"])
        entry = disclosure.entry
        told = policy.people_who_can(Act.VIEW, entry.case, agency=disclosure.agency)
        record(
            entry.case,
            "share-ended",
            actor=by,
            agency=disclosure.agency,
            entry=str(entry.pk),
            entry_kind=entry.kind,
            tell=told,
        )
