"""What must hold before something is given to another agency, each with its own clear words."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.cases.terms import in_days
from coordination.rules.queries import value_of
from coordination.sharing.grounds import offers
from coordination.sharing.models import Disclosure, Entry, LegalBasis
from coordination.sharing.queries import covered_until
from permissions import policy
from permissions.roles import HIGHEST, Act


def may_disclose(
    entry: Entry,
    agency: Any,
    *,
    basis: LegalBasis,
    conditions: Any,
    reason: str,
    family_told: bool,
    family_not_told_why: str,
) -> None:
    """Return if ``entry`` may be given to ``agency`` on ``basis`` now; else raises ValidationError with the reason."""
    names = {"agency": agency, "ground": basis, "topic": entry.get_topic_display().lower()}
    if not takes_part(entry.case, agency):
        raise ValidationError(_("%(agency)s does not take part in the case.") % names, code="outside")
    if entry.agency_id == agency.pk or is_given(entry, agency):
        raise ValidationError(_("%(agency)s can read it already, or will when it is approved.") % names, code="given")
    _must_be_offered(entry, agency, basis, names)
    if set(basis.condition_codes) - set(conditions):
        raise ValidationError(_("Every condition of the ground must be met."), code="conditions")
    if basis.needs_reason and not reason.strip():
        raise ValidationError(_("Say why the ground applies."), code="reason")
    if not family_told and not family_not_told_why.strip():
        raise ValidationError(_("Say why the family was not told."), code="family")


def longest_until(entry: Entry, agency: Any, basis: LegalBasis) -> datetime:
    """Return until when a disclosure on ``basis`` may last: to the end of consent, else the days of the ground."""
    if basis.needs_consent:
        covered = covered_until(entry.case, agency, entry.topic)
        if covered is not None:
            return covered
    return in_days(basis.days or value_of("disclosure.days", entry.case.municipality))


def lasts_until(entry: Entry, agency: Any, basis: LegalBasis, wanted: datetime | None) -> datetime:
    """Return the end of a disclosure. Raises ValidationError for one that has passed or lies beyond the ground."""
    longest = longest_until(entry, agency, basis)
    if wanted is None:
        return longest
    if wanted <= timezone.now():
        raise ValidationError(_("The day has passed. Choose a later one."), code="until")
    last_day = timezone.localtime(longest).date()
    if timezone.localtime(wanted).date() > last_day:
        raise ValidationError(
            _("That is longer than the ground allows: at most until %(day)s.") % {"day": last_day.isoformat()},
            code="until",
        )
    return min(wanted, longest)


def takes_part(case: Any, agency: Any) -> bool:
    """Say whether ``agency`` has accepted and not left."""
    return case.participations.filter(agency=agency, status="accepted").exists()


def is_given(entry: Entry, agency: Any) -> bool:
    """Say whether ``agency`` has the whole of ``entry``, or gets it when it is approved."""
    given = entry.disclosures.filter(agency=agency)
    return given.live().exists() or given.waiting().exists()


def approvers(entry: Entry, by: Any) -> Any:
    """Return the people, other than ``by``, who could approve that an entry is shared."""
    rows = policy.people_who_can(Act.APPROVE, entry.case, agency=entry.agency).exclude(pk=by.pk)
    return rows.none() if entry.confidentiality >= HIGHEST else rows


def must_have_approver(entry: Entry, by: Any) -> None:
    """Return if somebody other than ``by`` could approve it. Raises ValidationError if nobody can."""
    if not approvers(entry, by).exists():
        raise ValidationError(
            _("The ground asks for a unit manager’s approval, and nobody in %(agency)s can give it.")
            % {"agency": entry.agency},
            code="no-approver",
        )


def _must_be_offered(entry: Entry, agency: Any, basis: LegalBasis, names: dict[str, Any]) -> None:
    if basis.pk not in {b.pk for b in offers(entry.case, entry.agency, agency, topic=entry.topic)}:
        raise ValidationError(
            _("“%(ground)s” is no ground in force for giving this to %(agency)s.") % names, code="no-ground"
        )
    if basis.needs_consent and covered_until(entry.case, agency, entry.topic) is None:
        raise ValidationError(_("No consent in force lets %(agency)s read about %(topic)s.") % names, code="no-consent")


def still_holds(disclosure: Disclosure) -> None:
    """Return if a disclosure that waited could be made today as well; else raises ValidationError with the reason."""
    entry, agency, basis = disclosure.entry, disclosure.agency, disclosure.basis
    names = {"agency": agency, "ground": basis, "topic": entry.get_topic_display().lower()}
    if not takes_part(entry.case, agency):
        raise ValidationError(_("%(agency)s does not take part in the case.") % names, code="outside")
    _must_be_offered(entry, agency, basis, names)
