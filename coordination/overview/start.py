"""What the start page shows: what needs this person now, by what they are to their cases."""

from datetime import timedelta
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from coordination.access import countersigning, restoring, reviews
from coordination.cases.models import Case, CaseDraft, Participation
from coordination.cases.stand_ins import owned_by
from coordination.clocks.queries import nearest
from coordination.clocks.showing import rows_of
from coordination.consulting import notices
from coordination.consulting.models import Consultation
from coordination.history.sentences import sentences
from coordination.matters.queries import to_rule_on
from coordination.meetings.models import Meeting
from coordination.notifications import asides
from coordination.notifications.queries import latest
from coordination.reports.queries import waiting_count
from coordination.sharing.models import Consent, Disclosure
from coordination.sharing.silence.queries import reviews_for
from coordination.steps.models import Step, awake
from permissions import policy
from permissions.roles import AT_WORK, Act, Post

MOST = 5
NEWS = 6
SEARCHED = 3 * NEWS  # Some cases say many times that something needs one.
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


def posts_of(user: Any) -> set[str]:
    """Return what the person is, in any agency."""
    return {m.post for m in user.posts}


def my_steps(user: Any) -> list[Step]:
    """Return the person's own steps, and of whom they stand in for: overdue, of this week, then what comes.

    At most five, without what they have put off.
    """
    rows = Step.objects.open().filter(owned_by(user)).filter(awake())
    allowed = Q(pk__in=policy.visible(user, Act.WRITE, rows).values("pk"))
    allowed |= Q(pk__in=policy.visible(user, Act.ANSWER, rows).values("pk"))
    return list(rows.filter(allowed).select_related("case", "agency").prefetch_related("case__people")[:MOST])


def free_steps(user: Any) -> list[Step]:
    """Return steps of the person's agencies that nobody has taken."""
    rows = policy.visible(user, Act.WRITE, Step.objects.open().filter(owner=None).exclude(kind="answer"))
    return list(rows.select_related("case", "agency")[:MOST])


def waiting_on_others(user: Any) -> list[Step]:
    """Return what others have to do in the cases the person coordinates, the longest waiting first."""
    rows = policy.visible(user, Act.COORDINATE, Case.objects.filter(coordinator=user))
    steps = Step.objects.open().filter(case__in=rows.values("pk")).exclude(owner=user)
    return list(steps.select_related("case", "agency", "owner").order_by("requested_at", "pk")[:MOST])


def invitations(user: Any) -> list[Participation]:
    """Return the invitations the person may answer for their agency."""
    rows = policy.visible(user, Act.ANSWER, Participation.objects.filter(status="invited"))
    return list(rows.select_related("case", "agency", "case__lead_agency").order_by("invited_at")[:MOST])


def meetings(user: Any) -> list[Meeting]:
    """Return the meetings of the next seven days."""
    now = timezone.now()
    rows = Meeting.objects.filter(status=Meeting.Status.CALLED, starts_at__range=(now - timedelta(hours=2), now + WEEK))
    return list(policy.visible(user, Act.VIEW, rows).select_related("case").order_by("starts_at")[:MOST])


def news(user: Any) -> list[dict[str, Any]]:
    """Return the latest the person was told of, with the reference of the case.

    Of a case of which only that may be said, the latest: the others say nothing more.
    """
    rows, hushed = [], set()
    for notice in latest(user, SEARCHED):
        case = notice.event.case
        if case.pk not in hushed:
            rows.append(notice)
        if case.is_hushed:
            hushed.add(case.pk)
    told = sentences([n.event for n in rows[:NEWS]])
    return [
        {
            "text": _("Something needs you") if item["event"].case.is_hushed else item["text"],
            "who": item["event"].case.reference,
            "at": item["at"],
        }
        for item in told
    ]


def to_answer(user: Any) -> dict[str, int]:
    """Count what waits for the person as the second of two, and what they must look at again."""
    return {"countersign": countersigning.to_answer(user).count(), "reviews": reviews.to_decide(user).count()}


def without_coordinator(user: Any) -> int:
    """Count the cases of the person's units that nobody coordinates, or of the highest class soon nobody will."""
    return restoring.missing(user).count() + len(restoring.soon(user))


def overdue_of_unit(user: Any) -> list[Step]:
    """Return the overdue steps of the units the person leads."""
    rows = policy.visible(user, Act.REASSIGN, Step.objects.open().filter(due_at__lt=timezone.now()))
    return list(rows.select_related("case", "agency", "owner").order_by("due_at", "pk")[:MOST])


def to_approve(user: Any) -> list[Disclosure]:
    """Return what the person's units want to share and the person may approve, the longest waiting first."""
    rows = policy.approvable(user, Disclosure.objects.select_related("case", "entry__agency", "agency"))
    return list(rows.order_by("valid_from", "pk")[:MOST])


def advice_wanted(user: Any) -> int:
    """Count the consultations without names that wait for an answer from the person's agencies."""
    return policy.of_own_agencies(user, Consultation.objects.filter(answered_at=None), "to_agency_id").count()


def new_reports(user: Any) -> int | None:
    """Count the reports of concern that wait to be taken in where the person works; None where none come in."""
    receives = any(m.post in AT_WORK and m.agency.receives_reports for m in user.posts)
    return waiting_count(user) if receives else None


def consents_ending(user: Any) -> list[Case]:
    """Return the open cases, of those the person answers for, in which a consent ends within a month."""
    consents = Consent.objects.live().filter(case=OuterRef("pk"), given=True).order_by().values("case")
    ends = Subquery(consents.annotate(at=Min("valid_until")).values("at"))
    rows = policy.visible(user, Act.AUDIT, Case.objects.exclude(status=Case.Status.CLOSED)).annotate(ends=ends)
    return list(rows.filter(ends__lt=timezone.now() + MONTH).order_by("ends")[:MOST])


def unfinished(user: Any) -> QuerySet[CaseDraft]:
    """Return the openings the person has not finished."""
    return CaseDraft.objects.filter(owner=user)


def cases(user: Any) -> list[Case]:
    """Return the newest open cases the person may know of."""
    rows = policy.visible(user, Act.SEE_COVER, Case.objects.exclude(status=Case.Status.CLOSED))
    return list(rows.order_by("-opened_at", "pk")[:MOST])


def standing_in(user: Any) -> list[Case]:
    """Return the open cases in which the person stands in for somebody, and begins by reading the brief."""
    rows = Case.objects.filter(grants__user=user, grants__kind="substitute", grants__ended_at=None)
    rows = policy.visible(user, Act.VIEW, rows.exclude(status=Case.Status.CLOSED))
    return list(rows.distinct().order_by("reference")[:MOST])


def everything(user: Any) -> dict[str, Any]:
    """Return what the start page draws."""
    posts = posts_of(user)
    page: dict[str, Any] = {
        "steps_now": my_steps(user),
        "free": free_steps(user),
        "waiting": waiting_on_others(user),
        "deadlines": rows_of(nearest(user, MOST)),
        "meetings": meetings(user),
        "news": news(user),
        "cases": cases(user),
        "standing_in": standing_in(user),
        "unfinished": unfinished(user),
        "advice": advice_wanted(user),
        "advised": notices.counts(user)["answers"],
        "asides": asides.unread(user)[:MOST],
        "lost": restoring.run_out(user).count(),
        "new_reports": new_reports(user),
        "may_open": bool(policy.agencies_to_open_for(user)),
        **to_answer(user),
    }
    if Post.CONTACT.value in posts:
        page["invitations"] = invitations(user)
    if Post.MANAGER.value in posts:
        page["coordinators"] = without_coordinator(user)
        page |= {"leads": True, "late": overdue_of_unit(user), "to_approve": to_approve(user)}
    if page["may_open"] or Post.MANAGER.value in posts:
        page["ending"] = consents_ending(user)
    if Post.LAWYER.value in posts:
        page["questions"] = [review for review in reviews_for(user) if review.is_open]
        page["triages"] = to_rule_on(user)
    return page
