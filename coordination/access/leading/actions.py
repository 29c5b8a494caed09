"""The lead of a running case goes from one agency to another, with the yes of the one that takes it over.

Each agency keeps what it has written: the new lead reads of the old one what it read before, and the old one
stays in the case on the consent that names it, as any other agency.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from coordination.access.leading import queries
from coordination.access.models import LeadOffer
from coordination.agencies.models import Agency, User
from coordination.cases import process
from coordination.cases.actions import recheck
from coordination.cases.models import Case, Participation
from coordination.cases.stand_ins import give_access
from coordination.cases.terms import access_until
from coordination.clocks.models import Deadline
from coordination.history.recording import record
from coordination.people.protecting import must_not_tell_where
from coordination.rules.queries import consent_basis
from coordination.steps.kinds import act_of
from permissions import grants, policy
from permissions.roles import Act, Role


@transaction.atomic
def offer_lead(case: Case, agency: Agency, *, by: User, message: str = "") -> LeadOffer:
    """Ask an agency of the case to take over its lead. For the coordinator.

    Raises ValidationError where the lead cannot move, for an agency that cannot lead, and while another is asked.
    """
    policy.require(by, Act.COORDINATE, case)
    case = Case.objects.select_for_update(of=("self",)).select_related("lead_agency", "municipality").get(pk=case.pk)
    if why := queries.why_not(case):
        raise ValidationError(why)
    if agency not in queries.possible_leads(case):
        raise ValidationError({"agency": _("%(agency)s cannot lead this case.") % {"agency": agency}})
    if queries.open_offer(case) is not None:
        raise ValidationError(_("An agency is asked already."))
    must_not_tell_where(case, message)
    made = LeadOffer.objects.create(case=case, agency=agency, message=message.strip(), asked_by=by)
    record(case, "lead-offered", actor=by, agency=agency, tell=policy.people_who_can(Act.WRITE, case, agency=agency))
    return made


@transaction.atomic
def take_back(offer: LeadOffer, *, by: User) -> None:
    """Ask no more. For the coordinator."""
    policy.require(by, Act.COORDINATE, offer.case)
    offer = _locked(offer)
    told = policy.people_who_can(Act.WRITE, offer.case, agency=offer.agency)
    _answer(offer, by=by, accepted=None)
    record(offer.case, "lead-kept", actor=by, agency=offer.agency, tell=told)


@transaction.atomic
def answer_offer(
    offer: LeadOffer, *, by: User, accept: bool, coordinator: User | None = None, reason: str = ""
) -> LeadOffer:
    """Take the lead over, with ``coordinator`` of the own agency (``by`` unless told), or say no with the reason.

    For who works for the asked agency in the case. Raises Http404 for others, ValidationError where it was
    answered, for a coordinator without access, and if the agency that led could not stay by the consent.
    """
    if not queries.may_answer(by, offer):
        raise Http404
    process.engine().wait_for(offer.case)
    offer = _locked(offer)
    if not accept:
        if not reason.strip():
            raise ValidationError({"reason": _("Say why.")})
        _answer(offer, by=by, accepted=False, reason=reason)
        record(offer.case, "lead-kept", actor=by, agency=offer.agency, tell=[offer.case.coordinator])
        return offer
    to = coordinator or by
    if not queries.possible_coordinators(offer).filter(pk=to.pk).exists():
        raise ValidationError({"coordinator": _("%(name)s has no access to this case.") % {"name": to}})
    if why := queries.why_not(offer.case):
        raise ValidationError(why)
    _answer(offer, by=by, accepted=True)
    _move(offer.case, offer.agency, to, by=by)
    return offer


def _move(case: Case, agency: Agency, to: User, *, by: User) -> None:
    old = case.participations.get(is_lead=True)
    new = case.participations.get(agency=agency, status=Participation.Status.ACCEPTED)
    previous, until = case.coordinator, access_until(case)
    rows = grants.of_case(case).filter(permission__codename=Role.COORDINATOR.value)
    grants.end(rows, by=by, reason=gettext_noop("Another agency leads the case"))
    old.is_lead, old.basis = False, consent_basis(case.municipality)
    old.save(update_fields=["is_lead", "basis"])
    if not policy.is_grounded(old):
        raise ValidationError(_("No consent in force names %(agency)s.") % {"agency": old.agency})
    new.is_lead = True
    new.save(update_fields=["is_lead"])
    case.lead_agency, case.coordinator = agency, to
    case.save(update_fields=["lead_agency", "coordinator"])
    give_access(new, to, Role.COORDINATOR, by=by, reason=gettext_noop("Took over the coordination"), until=until)
    if _may_stay(previous, case, old.agency):
        why = gettext_noop("Coordinated the case until another agency took over")
        give_access(old, previous, Role.WORKER, by=by, reason=why, until=until)
    _move_steps(case, old.agency, agency, to)
    told = {person.pk: person for person in (*policy.people_who_can(Act.VIEW, case), previous)}
    record(case, "lead-changed", actor=by, agency=agency, tell=told.values())
    recheck([previous])


def _may_stay(user: User, case: Case, agency: Agency) -> bool:
    """Say whether who coordinated goes on working for their agency in the case: who is still there, and free to."""
    there = user.is_active and user.memberships.live().filter(agency=agency).exists()
    has = grants.of_case(case).live().filter(user=user, agency=agency, permission__codename=Role.WORKER.value)
    return there and not has.exists() and not case.conflicts.filter(user=user, ended_at=None).exists()


def _move_steps(case: Case, old: Agency, new: Agency, to: User) -> None:
    """Give the coordinator's open steps, and their deadlines, to the new lead; not what was typed in them."""
    steps = [step for step in case.steps.open().filter(agency=old) if act_of(step.kind) is Act.COORDINATE]
    keys = [step.pk for step in steps]
    for step in steps:
        step.agency, step.owner, step.taken_at, step.put_off_until = new, to, timezone.now(), None
        step.draft, step.draft_by, step.draft_at, step.draft_version = {}, None, None, step.draft_version + 1
        step.save()
    Deadline.objects.open().filter(case=case, step__in=keys).update(agency=new)


def _locked(offer: LeadOffer) -> LeadOffer:
    rows = LeadOffer.objects.select_for_update(of=("self",))
    found = rows.select_related("agency", "case__lead_agency", "case__municipality", "case__coordinator").get(
        pk=offer.pk
    )
    if found.answered_at is not None:
        raise ValidationError(_("This is answered already."))
    return found


def _answer(offer: LeadOffer, *, by: User, accepted: bool | None, reason: str = "") -> None:
    offer.answered_by, offer.answered_at, offer.accepted = by, timezone.now(), accepted
    offer.reason = reason.strip()[:300]
    offer.save(update_fields=["answered_by", "answered_at", "accepted", "reason"])
