"""Who may do what with a report of concern: asked at the moment of use, like everything else of the policy.

A report is read where it was received. While it waits, by whoever works there;
once every child of it is taken in, by those who see one of the children's
cases for that agency, and by its unit manager. Who sent it reads that it was
received and what was answered, and nothing else.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions import standing
from permissions.roles import AT_WORK, HIGHEST, Act, Post


def readable(user: Any, reports: QuerySet) -> QuerySet:
    """Narrow reports to those that ``user`` may read now. Nobody with a conflict of interest reads one."""
    if not _is_in(user):
        return reports.none()
    waits = Q(Exists(_children().filter(case=None)))
    seen = Q(Exists(_children().filter(_through_case(user))))
    secret = Q(Exists(_children().filter(case__confidentiality__gte=HIGHEST)))
    rows = reports.filter(waits & Q(_works(user)) | seen | Q(_works(user, Post.MANAGER.value)) & ~secret)
    return rows.exclude(Exists(_conflicted(user)))


def workable(user: Any, reports: QuerySet) -> QuerySet:
    """Narrow reports to those ``user`` may take in: of an agency where they are a member, with a child that waits."""
    if not _is_in(user):
        return reports.none()
    rows = reports.filter(_works(user, Post.MEMBER.value), Exists(_children().filter(case=None)))
    return rows.exclude(Exists(_conflicted(user)))


def answerable(user: Any, reports: QuerySet) -> QuerySet:
    """Narrow reports to those whose notifier ``user`` may give feedback: who reads them as a member of the agency."""
    return readable(user, reports).filter(_works(user, Post.MEMBER.value))


def naming(user: Any, reports: QuerySet) -> QuerySet:
    """Narrow reports to those of which ``user`` may know who sent them.

    A shielded notifier (OSL 26:5) is known to those who receive the report and
    those in a child's case for that agency; not to a unit manager as such.
    """
    waits = Q(Exists(_children().filter(case=None))) & Q(_works(user, Post.MEMBER.value))
    seen = Q(Exists(_children().filter(_through_case(user))))
    return readable(user, reports).filter(Q(shielded=False) | waits | seen)


def sent_by(user: Any, reports: QuerySet) -> QuerySet:
    """Narrow reports to those ``user`` sent themselves, while they work at the agency they sent them for."""
    if not _is_in(user):
        return reports.none()
    posts = standing.memberships().filter(user=user.pk, post__in=AT_WORK, agency=OuterRef("reporter_agency_id"))
    return reports.filter(Exists(posts), reporter=user.pk)


def children_seen(user: Any, children: QuerySet) -> QuerySet:
    """Narrow the children of a report that ``user`` may read to those they may see.

    A child that is taken in is seen through its own case, or where the unit is led: never through a sibling's.
    """
    led = standing.memberships().filter(user=user.pk, post=Post.MANAGER.value)
    led = led.filter(agency=OuterRef("report__receiving_agency_id"))
    ways = Q(case=None) | Q(_through_case(user, "case")) | Q(Exists(led), case__confidentiality__lt=HIGHEST)
    return children.filter(ways)


def reporting_for(user: Any, agencies: QuerySet) -> QuerySet:
    """Narrow agencies to those for which ``user`` may report: where they work."""
    if not _is_in(user):
        return agencies.none()
    posts = standing.memberships().filter(user=user.pk, post__in=AT_WORK)
    return agencies.filter(pk__in=posts.values("agency"))


def receiving_for(user: Any, agencies: QuerySet) -> QuerySet:
    """Narrow agencies to those for which ``user`` may write down and take in reports: a member where they come in."""
    if not _is_in(user):
        return agencies.none()
    posts = standing.memberships().filter(user=user.pk, post=Post.MEMBER.value)
    return agencies.filter(pk__in=posts.values("agency"), receives_reports=True)


def queue_for(user: Any, agencies: QuerySet) -> QuerySet:
    """Narrow agencies to those whose reports ``user`` may follow: a member or the manager where they come in."""
    return reporting_for(user, agencies).filter(receives_reports=True)


def earlier(user: Any, child: Any, children: QuerySet) -> QuerySet:
    """Narrow reported children to the same child in earlier reports of which ``user`` may learn that there were any.

    For the members of the unit who read this report: exactly the same identity
    number, at the same unit, below the highest class, without a conflict of
    interest. It opens neither the report nor its case.
    """
    reports = apps.get_model("coordination.Report").objects.filter(pk=child.report_id)
    reads = readable(user, reports).filter(_works(user, Post.MEMBER.value)).exists()
    if not child.identity_number or not reads:
        return children.none()
    conflicts = apps.get_model("coordination.Conflict").objects.filter(user=user.pk, ended_at=None)
    rows = children.filter(
        identity_number=child.identity_number, report__receiving_agency=child.report.receiving_agency_id
    )
    rows = rows.filter(Q(case=None) | Q(case__confidentiality__lt=HIGHEST))
    return rows.exclude(report=child.report_id).exclude(case__in=conflicts.values("case"))


def people_who_receive(agency: Any) -> QuerySet:
    """Return the active users who work at an agency, and so read the reports that come in to it."""
    user = apps.get_model("coordination.User")
    posts = standing.memberships().filter(agency=agency.pk, post__in=AT_WORK)
    return user.objects.filter(pk__in=posts.values("user"), is_active=True)


def _is_in(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def _children() -> QuerySet:
    return apps.get_model("coordination.ReportedChild").objects.filter(report=OuterRef("pk"))


def _works(user: Any, *posts: str) -> Exists:
    rows = standing.memberships().filter(user=user.pk, post__in=posts or AT_WORK)
    return Exists(rows.filter(agency=OuterRef("receiving_agency_id")))


def _through_case(user: Any, path: str = "case") -> Any:
    """Return the condition that a child is taken into a case in which ``user`` works for the agency that received."""
    return standing.held(user.pk, Act.VIEW, f"{path}_id", agency="report__receiving_agency_id")


def _conflicted(user: Any) -> QuerySet:
    conflicts = apps.get_model("coordination.Conflict").objects.filter(user=user.pk, ended_at=None)
    return _children().filter(case__in=conflicts.values("case"))
