"""Asking another agency of the case for information, and answering."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.history.recording import record
from coordination.sharing.asking.models import InfoReply, InfoRequest
from coordination.sharing.checking import takes_part
from permissions import policy
from permissions.roles import Act


@transaction.atomic
def ask(
    case: Any,
    *,
    by: Any,
    agency: Any,
    to: Any,
    what: str,
    why: str,
    basis: Any = None,
    due_on: date | None = None,
) -> InfoRequest:
    """Ask agency ``to`` for information, for ``agency``. Raises ValidationError if either is not in the case."""
    policy.require(by, Act.WRITE, case)
    _must_be_of(by, case, agency)
    for one in (agency, to):
        if not takes_part(case, one):
            raise ValidationError(_("%(agency)s does not take part in the case.") % {"agency": one}, code="outside")
    if agency.pk == to.pk:
        raise ValidationError(_("Choose another agency than your own."), code="outside")
    request = InfoRequest.objects.create(
        case=case, from_agency=agency, to_agency=to, asked_by=by, what=what, why=why, basis=basis, due_on=due_on
    )
    _tell(request, by, "info-asked", agency, to)
    _tell(request, by, "info-wanted", to, to, aloud=True)
    return request


@transaction.atomic
def answer(request: InfoRequest, *, by: Any, disclosures: list, whole: bool) -> InfoReply:
    """Answer with what was given, in whole or in part. Raises ValidationError if there is nothing left to answer."""
    request = _open(request, by)
    kind = InfoReply.Kind.ANSWER if whole else InfoReply.Kind.PARTLY
    status = InfoRequest.Status.ANSWERED if whole else InfoRequest.Status.PARTLY
    reply = _reply(request, by, request.to_agency, kind, status=status)
    reply.disclosures.set(disclosures)
    _tell(request, by, "info-answered", request.to_agency, request.from_agency)
    _tell(request, by, "info-answer-came", request.from_agency, request.from_agency, aloud=True)
    return reply


@transaction.atomic
def refuse(request: InfoRequest, *, by: Any, reason: str) -> InfoReply:
    """Say no, with the reason. What was given before stays given."""
    if not reason.strip():
        raise ValidationError(_("Say why."), code="reason")
    request = _open(request, by)
    reply = _reply(
        request, by, request.to_agency, InfoReply.Kind.REFUSAL, text=reason, status=InfoRequest.Status.REFUSED
    )
    _tell(request, by, "info-refused", request.to_agency, request.from_agency)
    _tell(request, by, "info-refusal-came", request.from_agency, request.from_agency, aloud=True)
    return reply


@transaction.atomic
def remark(request: InfoRequest, *, by: Any, text: str) -> InfoReply:
    """Write to the other agency about a request: a question back, a clarification."""
    policy.require(by, Act.WRITE, request)
    mine = set(policy.agencies_for(by, Act.WRITE, request.case))
    own = request.to_agency if request.to_agency_id in mine else request.from_agency
    other = request.from_agency if own == request.to_agency else request.to_agency
    reply = _reply(request, by, own, InfoReply.Kind.REMARK, text=text)
    _tell(request, by, "info-remark", own, other)
    _tell(request, by, "info-remark", other, own, aloud=True)
    return reply


@transaction.atomic
def withdraw(request: InfoRequest, *, by: Any) -> None:
    """Take a request back; the thread stays."""
    policy.require(by, Act.WRITE, request)
    _must_be_of(by, request.case, request.from_agency)
    request = _locked(request)
    _must_be_open(request)
    request.status = InfoRequest.Status.WITHDRAWN
    request.save(update_fields=["status"])
    _tell(request, by, "info-withdrawn", request.from_agency, request.to_agency)
    _tell(request, by, "info-withdrawn", request.to_agency, request.from_agency, aloud=True)


def reopen(disclosure: Any) -> None:
    """Let the requests be open again that a disclosure answered which was not approved."""
    for request in InfoRequest.objects.select_for_update().filter(replies__disclosures=disclosure):
        if request.status in (InfoRequest.Status.ANSWERED, InfoRequest.Status.PARTLY):
            left = request.replies.filter(disclosures__ended_at=None, disclosures__isnull=False).exists()
            request.status = InfoRequest.Status.PARTLY if left else InfoRequest.Status.OPEN
            request.save(update_fields=["status"])


def _open(request: InfoRequest, by: Any) -> InfoRequest:
    policy.require(by, Act.WRITE, request)
    _must_be_of(by, request.case, request.to_agency)
    request = _locked(request)
    _must_be_open(request)
    return request


def _locked(request: InfoRequest) -> InfoRequest:
    rows = InfoRequest.objects.select_for_update(of=("self",)).select_related("case", "from_agency", "to_agency")
    return rows.get(pk=request.pk)


def _must_be_open(request: InfoRequest) -> None:
    if not request.is_open:
        raise ValidationError(
            _("The request is closed: %(status)s.") % {"status": request.get_status_display().lower()}, code="closed"
        )


def _must_be_of(by: Any, case: Any, agency: Any) -> None:
    if agency.pk not in policy.agencies_for(by, Act.WRITE, case):
        raise PermissionDenied(_("You do not work for %(agency)s in this case.") % {"agency": agency})


def _reply(request: InfoRequest, by: Any, agency: Any, kind: str, *, text: str = "", status: str = "") -> InfoReply:
    if status:
        request.status = status
        request.save(update_fields=["status"])
    return InfoReply.objects.create(request=request, case=request.case, agency=agency, author=by, kind=kind, text=text)


def _tell(request: InfoRequest, by: Any, kind: str, within: Any, about: Any, *, aloud: bool = False) -> None:
    """Record what only agency ``within`` may know; ``aloud`` tells its people."""
    told = policy.people_who_can(Act.VIEW, request.case, agency=within) if aloud else []
    record(request.case, kind, actor=by, agency=about, within=within, tell=told, info_request=str(request.pk))
