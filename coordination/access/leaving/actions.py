"""Somebody leaves a unit: what lay on them finds somebody else, and what they could see ends.

One action with a result for each row. A row that cannot be done says why and
the rest goes on; done again it does what is left. The posts end last, and only
when all rows before them went through: until then the person is still there
to be handed over from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.absence.actions import end_absence
from coordination.access.leaving.queries import burden_of
from coordination.access.restoring import tell_if_missing
from coordination.agencies.models import Membership
from coordination.cases.actions import change_coordinator, recheck
from coordination.cases.inviting import admit, remove
from coordination.cases.models import Case
from coordination.history.recording import record
from coordination.steps.actions import StepClosed, act_for, reassign
from coordination.steps.models import Step
from permissions import grants, policy
from permissions.models import Grant
from permissions.roles import Act, Role

REFUSALS = (ValidationError, PermissionDenied, Http404, StepClosed, grants.Conflicted)


@dataclass(frozen=True)
class Result:
    """What came of one row: ``kind`` is what it was about, ``why_not`` is empty if it is done."""

    kind: str
    what: str
    where: str = ""
    to: str = ""
    why_not: str = ""


@transaction.atomic
def take_leave(
    user: Any,
    *,
    by: Any,
    reason: str,
    to: Any = None,
    cases: dict[Any, Any] | None = None,
    steps: dict[Any, Any] | None = None,
    deactivate: bool = False,
) -> list[Result]:
    """Let ``user`` leave the units that ``by`` manages. Returns a result for each row.

    ``to`` takes over what ``cases`` and ``steps`` (by their keys) give to
    nobody else. A step without anybody goes back to the agency; a case without
    a new coordinator is a row that cannot be done. Raises Http404 for who is
    not the person's unit manager.
    """
    units = policy.manages(by, user)
    if not units:
        raise Http404
    leaving = _Leaving(user, by, reason, _Takers(to, cases or {}, steps or {}))
    leaving.hand_over()
    if not any(row.why_not for row in leaving.results):
        leaving.end_posts(units)
        if deactivate:
            leaving.deactivate()
    else:
        why = _("First what could not be done above.")
        leaving.results.append(Result("post", _("Posts in the unit"), why_not=why))
    recheck([user])
    return leaving.results


@dataclass(frozen=True)
class _Takers:
    """Who takes over: ``to`` where the row has nobody of its own."""

    to: Any
    cases: dict[Any, Any]
    steps: dict[Any, Any]

    def of_case(self, case: Case) -> Any:
        return self.cases.get(case.pk) or self.to

    def of_step(self, step: Step) -> Any:
        return self.steps.get(step.pk) or self.to


class _Leaving:
    def __init__(self, user: Any, by: Any, reason: str, takers: _Takers) -> None:
        self.user, self.by, self.reason, self.takers = user, by, reason, takers
        self.results: list[Result] = []
        self.told: set[Any] = set()

    def hand_over(self) -> None:
        """Pass on cases and steps, and end what the person could see."""
        for case in burden_of(self.user, self.by).cases:
            self._coordination(case)
        for step in burden_of(self.user, self.by).steps:
            self._step(step)
        for absence in burden_of(self.user, self.by).absences:
            what = _("%(name)s stands in for %(absent)s") % {"name": absence.substitute, "absent": absence.user}
            self._row("absence", what, lambda a=absence: self._end_absence(a))  # type: ignore[misc]
        stuck = {row.where for row in self.results if row.kind == "case" and row.why_not}
        for grant in burden_of(self.user, self.by).grants:
            if grant.content_object.reference in stuck:
                continue
            where = grant.content_object.reference
            self._row("grant", str(grant.agency), lambda g=grant: self._end(g), where=where)  # type: ignore[misc]

    def end_posts(self, units: list) -> None:
        """End the posts in the units; what the manager may not know of ends with them, without a word."""
        now = timezone.now()
        unseen = Grant.objects.live().filter(user=self.user, agency__in=units)
        for grant in unseen.select_related("content_object__coordinator", "agency"):
            self._tell_coordinator(grant)
        coordinated = [g.content_object for g in unseen.filter(permission__codename=Role.COORDINATOR.value)]
        grants.end(unseen, by=self.by, reason=self.reason)
        Step.objects.open().filter(owner=self.user, agency__in=units).update(owner=None, taken_at=None)
        for post in Membership.objects.live().filter(user=self.user, agency__in=units).select_related("agency"):
            post.ended_at = now
            post.save(update_fields=["ended_at"])
            self.results.append(Result("post", str(post.get_post_display()), where=str(post.agency)))
        for case in coordinated:
            tell_if_missing(case, by=self.by)
        if not Membership.objects.live().filter(user=self.user).exists():
            self.results.append(Result("session", _("Sessions ended: %(count)s") % {"count": _end_sessions(self.user)}))

    def deactivate(self) -> None:
        """Close the account, if the person has no post left anywhere."""

        def close() -> None:
            if Membership.objects.live().filter(user=self.user).exists():
                raise ValidationError(_("The person has a post in a unit that is not yours."))
            self.user.is_active = False
            self.user.save(update_fields=["is_active"])

        self._row("account", _("The account"), close)

    def _coordination(self, case: Case) -> None:
        new = self.takers.of_case(case)

        def hand() -> None:
            if new is None:
                raise ValidationError(_("A case needs a coordinator: choose who takes over."))
            change_coordinator(case, by=self.by, to=new)
            self._colleague_left(case, case.lead_agency)

        self._row("case", _("Coordination"), hand, where=case.reference, to=new)

    def _step(self, step: Step) -> None:
        new = self.takers.of_step(step)

        def hand() -> None:
            if new is not None:
                _let_in(step, new, by=self.by, reason=self.reason)
                reassign(step, by=self.by, to=new, reason=self.reason)

        if new is not None:
            self._row("step", str(step.title), hand, where=step.case.reference, to=new)

    def _end(self, grant: Grant) -> None:
        grant = Grant.objects.select_related("content_object", "agency", "permission", "participation", "user").get(
            pk=grant.pk
        )
        if grant.kind == Grant.Kind.ORDINARY:
            if grant.content_object.is_open:
                remove(grant, by=self.by, reason=self.reason)
            else:
                self._end_in_closed_case(grant)
            self._tell_coordinator(grant)

    def _end_in_closed_case(self, grant: Grant) -> None:
        """End access to a closed case, the coordinator's too: nothing is left there to coordinate."""
        policy.require(self.by, Act.ADMIT, grant.participation)
        grants.end(Grant.objects.filter(pk=grant.pk), by=self.by, reason=self.reason)
        case, agency = grant.content_object, grant.agency
        record(case, "grant-ended", actor=self.by, agency=agency, person=self.user.pk, tell=[self.user])

    def _end_absence(self, absence: Any) -> None:
        if not policy.manages(self.by, absence.user):
            raise ValidationError(_("The absent person is not of your unit. They must choose somebody else first."))
        end_absence(absence, by=self.by)

    def _tell_coordinator(self, grant: Grant) -> None:
        self._colleague_left(grant.content_object, grant.agency)

    def _colleague_left(self, case: Case, agency: Any) -> None:
        if case.pk not in self.told:
            case = Case.objects.select_related("coordinator").get(pk=case.pk)
            told = [p for p in (case.coordinator,) if p.pk != self.user.pk]
            record(case, "colleague-left", actor=self.by, agency=agency, tell=told, person=self.user.pk)
            self.told.add(case.pk)

    def _row(self, kind: str, what: str, do: Callable[[], None], *, where: str = "", to: Any = None) -> None:
        """Do one row, or keep why it could not be done: nothing of it is left then."""
        why = ""
        try:
            with transaction.atomic():
                do()
        except REFUSALS as error:
            why = _words(error)
        self.results.append(Result(kind, what, where=where, to=str(to or ""), why_not=why))


def _let_in(step: Step, user: Any, *, by: Any, reason: str) -> None:
    """Give who takes over a worker's step access to its case, where they have none."""
    if act_for(step) is Act.WRITE and not policy.can(user, Act.WRITE, step):
        there = step.case.participations.get(agency=step.agency, status="accepted")
        admit(there, user, by=by, reason=reason)


def _end_sessions(user: Any) -> int:
    """Log a person out everywhere. Returns in how many places they were logged in."""
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [row.pk for row in rows.iterator() if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=theirs).delete()
    return len(theirs)


def _words(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, StepClosed):
        return _("The step is no longer open.")
    return str(error) or _("It is not possible any more.")
