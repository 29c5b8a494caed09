"""Asking to join a case, and answering who asks."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.models import JoinRequest
from coordination.agencies.models import Agency, User
from coordination.cases.inviting import let_in
from coordination.cases.models import Case, Participation
from coordination.history.models import Event
from coordination.history.recording import record
from coordination.rules.queries import value_of
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def ask(reference: str, *, by: User, agency: Agency, reason: str) -> JoinRequest:
    """Ask the coordinator of the case with exactly this reference to let ``by`` in, for one of their agencies.

    A case that is hidden, too secret, closed, of another municipality, or not
    there at all: what happens to the asker is the same, by the same statements
    to the database, so that nobody learns which, from the time it takes
    neither. Therefore the coordinator is told by a job (`tell`). Raises
    ValidationError for who is in the case already, and for who has too many
    requests waiting.
    """
    reference = reference.strip().upper()
    if not by.memberships.live().filter(agency=agency).exists():
        raise ValidationError(_("%(name)s does not work at %(agency)s.") % {"name": by, "agency": agency})
    sought = Case.objects.filter(reference=reference, municipality=agency.municipality)
    if policy.visible(by, Act.VIEW, sought).exists():
        raise ValidationError(_("You have access to this case already."))
    waiting = JoinRequest.objects.filter(user=by, status=JoinRequest.Status.WAITING)
    if waiting.exclude(reference=reference).count() >= value_of("join.most_waiting", agency.municipality):
        raise ValidationError(_("You have too many requests waiting. Wait for their answers first."))
    request, new = JoinRequest.objects.get_or_create(
        user=by,
        reference=reference,
        status=JoinRequest.Status.WAITING,
        defaults={"case": policy.approachable(by, sought).first(), "agency": agency, "reason": reason},
    )
    if new:
        from coordination.access.tasks import tell_of_join_request

        tell_of_join_request.defer(request=str(request.pk))
    return request


@transaction.atomic
def tell(pk: Any) -> bool:
    """Tell the coordinator of a request that waits, once, where there is a case to be asked about. Returns whether."""
    rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("case__lead_agency", "user")
    request = rows.get(pk=pk)
    case, asker = request.case, request.user
    if case is None or request.status != JoinRequest.Status.WAITING:
        return False
    told = Event.objects.filter(case=case, kind="join-asked", facts__request=str(pk))
    if told.exists() or not policy.approachable(asker, Case.objects.filter(pk=case.pk)).exists():
        return False
    facts = {"person": asker.pk, "request": str(pk)}
    coordinators = policy.people_who_can(Act.COORDINATE, case)
    record(case, "join-asked", actor=asker, agency=case.lead_agency, inside=True, tell=coordinators, **facts)
    return True


@transaction.atomic
def accept(request: JoinRequest, *, by: User, until: datetime | None = None) -> None:
    """Let who asked into the case. For its coordinator; those who admit for the agency are told.

    Raises ValidationError if the agency does not take part, or access cannot be given.
    """
    request = _waiting(request, by)
    there = Participation.objects.filter(
        case=request.case, agency=request.agency, status=Participation.Status.ACCEPTED
    ).first()
    if there is None:
        raise ValidationError(_("%(agency)s does not take part. Invite the agency first.") % {"agency": request.agency})
    told = policy.people_who_can(Act.ADMIT, there.case, agency=there.agency)
    why = (_("Asked to join: %(reason)s") % {"reason": request.reason})[:300]
    let_in(there, request.user, by=by, reason=why, until=until, tell=told)
    _answer(request, JoinRequest.Status.ACCEPTED, by=by)


@transaction.atomic
def decline(request: JoinRequest, *, by: User, reason: str) -> None:
    """Say no, with a reason that who asked reads. For the coordinator."""
    request = _waiting(request, by)
    if not reason.strip():
        raise ValidationError(_("Say why, in words the person may read."))
    _answer(request, JoinRequest.Status.DECLINED, by=by, answer=reason)
    case = request.case
    assert case is not None  # noqa: S101 - one that has none is answered by nobody
    record(
        case,
        "join-declined",
        actor=by,
        agency=case.lead_agency,
        inside=True,
        tell=[request.user],
        person=request.user_id,
    )


def waiting_in(case: Any, user: Any) -> list[JoinRequest]:
    """Return the requests to join that ``user`` has to answer in a case."""
    rows = JoinRequest.objects.filter(case=case, status=JoinRequest.Status.WAITING)
    return list(policy.visible(user, Act.COORDINATE, rows).select_related("user", "agency").order_by("asked_at"))


def _waiting(request: JoinRequest, by: User) -> JoinRequest:
    if request.case is None:
        raise Http404
    policy.require(by, Act.COORDINATE, request)
    rows = JoinRequest.objects.select_for_update(of=("self",)).select_related("case", "agency", "user")
    request = rows.get(pk=request.pk)
    if request.status != JoinRequest.Status.WAITING:
        raise ValidationError(_("This is answered already."))
    return request


def _answer(request: JoinRequest, status: str, *, by: User, answer: str = "") -> None:
    request.status, request.answer = status, answer[:300]
    request.answered_by, request.answered_at = by, timezone.now()
    request.save(update_fields=["status", "answer", "answered_by", "answered_at"])
