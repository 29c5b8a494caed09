"""The way back to a case that nobody coordinates: who asks, who proposes a coordinator, and a second who agrees.

Below the highest class the unit manager hands the coordination over alone
(`cases.actions.change_coordinator`). In the highest class, which no post
reaches, it takes two (`countersigning`), and neither reads anything of the
case by it: its reference and its kind, and who coordinated it.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access.countersigning import Kind, ask, restorable
from coordination.access.waiting_models import Countersignature
from coordination.agencies.models import User
from coordination.cases.actions import _may_have_access, _must_be_member
from coordination.cases.models import Case
from coordination.history.models import Event
from coordination.history.recording import record
from coordination.rules.queries import value_of
from permissions import policy
from permissions.models import Grant
from permissions.roles import HIGHEST, Role

ROWS = "coordinator", "lead_agency"


@transaction.atomic
def propose(case: Case, *, by: User, to: User, reason: str) -> Countersignature:
    """Ask that ``to`` coordinates a case of the highest class that nobody coordinates. For the lead's unit manager.

    A second agrees: another unit manager of the agency, or one of its people
    who is named in the case; never ``to``. Raises Http404 where this way is
    not open to ``by``, ValidationError for who does not work there, who has a
    conflict of interest, where it is asked for already, and where there is no second.
    """
    case = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("lead_agency").get(pk=case.pk)
    if not restorable(by).filter(pk=case.pk).exists():
        raise Http404
    if proposals(case).exists():
        raise ValidationError(_("This waits for its countersignature already."), code="waiting")
    _must_be_member(to, case.lead_agency)
    _may_have_access(to, case)
    return ask(case, Kind.RESTORE, by=by, agency=case.lead_agency, reason=reason, person=to)


@transaction.atomic
def ask_back(case: Case, *, by: User) -> Event:
    """Ask the unit managers for a coordinator, once. For who coordinated the case until their access ran out.

    Raises Http404 for anybody else, ValidationError where it has been asked already or nobody could be asked.
    """
    case = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("lead_agency").get(pk=case.pk)
    mine = run_out(by).filter(pk=case.pk).first()
    if mine is None:
        raise Http404
    if mine.asked:
        raise ValidationError(_("Your unit manager has been asked already."))
    managers = policy.managers_leading(case).exclude(pk=by.pk)
    if not managers:
        raise ValidationError(
            _("%(agency)s has no other unit manager now. Turn to the head of the department.")
            % {"agency": case.lead_agency}
        )
    return record(case, "coordinator-wanted", actor=by, agency=case.lead_agency, inside=True, tell=managers)


def tell_if_missing(case: Case, *, by: Any = None) -> bool:
    """Tell the unit managers of the lead agency if nobody coordinates the case any more. Returns whether it is so."""
    missing = policy.uncoordinated(Case.objects.filter(pk=case.pk)).exists()
    if missing:
        record(case, "coordinator-missing", actor=by, tell=policy.managers_leading(case))
    return missing


def proposals(case: Case) -> QuerySet[Countersignature]:
    """Return what waits for a second so that the case gets a coordinator."""
    return Countersignature.objects.filter(case=case, kind=Kind.RESTORE, answered_at=None)


def missing(user: Any) -> QuerySet[Case]:
    """Return the cases led by the units ``user`` manages that nobody coordinates; ``waits`` says a second is asked."""
    waits = Exists(Countersignature.objects.filter(case=OuterRef("pk"), kind=Kind.RESTORE, answered_at=None))
    rows = policy.uncoordinated(policy.led(user, Case.objects.all())).annotate(waits=waits)
    return rows.select_related(*ROWS).order_by("opened_at", "pk")


def soon(user: Any) -> list[Case]:
    """Return the cases of the highest class, led by units of ``user``, whose coordinator's access ``ends`` soon.

    Lower classes the manager confirms themself (`lapsing.to_confirm`).
    """
    towns = {post.agency.municipality for post in user.posts}
    notice = max((value_of("access.notice_days", town) for town in towns), default=0)
    live = Grant.objects.live().filter(content_object=OuterRef("pk"), permission__codename=Role.COORDINATOR.value)
    ends = Subquery(live.order_by().values("content_object").annotate(at=Max("valid_until")).values("at"))
    rows = policy.led(user, Case.objects.filter(confidentiality=HIGHEST)).exclude(status=Case.Status.CLOSED)
    rows = rows.annotate(ends=ends).filter(ends__lte=timezone.now() + timedelta(days=notice))
    return list(rows.exclude(pk__in=missing(user).values("pk")).select_related(*ROWS).order_by("ends", "pk"))


def run_out(user: Any) -> QuerySet[Any]:
    """Return the cases that ``user`` coordinated until their access ran out; ``asked`` says they have asked since."""
    asked = Event.objects.filter(kind="coordinator-wanted", case=OuterRef("pk"), actor=user.pk)
    past = Grant.objects.filter(
        content_object=OuterRef("pk"), user=user.pk, permission__codename=Role.COORDINATOR.value
    )
    until = Subquery(past.filter(ended_at=None).order_by("-valid_until").values("valid_until")[:1])
    rows = policy.run_out(user, Case.objects.all()).annotate(until=until)
    rows = rows.annotate(asked=Exists(asked.filter(at__gte=OuterRef("until"))))
    return rows.select_related(*ROWS).order_by("until", "pk")
