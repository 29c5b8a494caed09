"""The one door: every question about access is answered here, in SQL, at the moment of use.

Views, querysets, templates, sockets, papers, exports and commands ask here and
nowhere else. Nothing is cached: an ended consent, grant, membership or
participation is gone with the next question. There is no bypass: a superuser
without a grant sees nothing.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from permissions import outside, reporting, standing
from permissions.doors import *  # noqa: F403 - asked here, too
from permissions.roles import AT_WORK, HIGHEST, SET_RULES, Act, Post, ways_to_open
from permissions.walls import WALLS, WHOLE

reports = reporting  # Who may do what with a report of concern, which belongs to no case yet.


def visible(user: Any, act: Act, rows: QuerySet) -> QuerySet:
    """Narrow ``rows`` to those on which ``user`` may ``act`` now.

    ``rows`` are cases, or records with a foreign key ``case``. Some records
    have a wall of their own besides (entries, steps, papers: see `walls`).
    """
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    name = rows.model._meta.model_name or ""
    if name not in WHOLE:
        rows = rows.filter(standing.may(user.pk, act, "pk" if _is_case(rows.model) else "case_id"))
    wall = WALLS.get(name)
    return wall(rows, user, act) if wall else rows


def can(user: Any, act: Act, obj: Any) -> bool:
    """Say whether ``user`` may ``act`` on a case or a record of one, now."""
    return visible(user, act, type(obj)._default_manager.filter(pk=obj.pk)).exists()


def acts_on(user: Any, case: Any) -> set[Act]:
    """Return everything that ``user`` may do with a case now: `can` for each act, by two queries."""
    return standing.acts_on(user.pk, case.pk) if user.is_authenticated and user.is_active else set()


def require(user: Any, act: Act, obj: Any) -> None:
    """Return if ``user`` may ``act``. Raises Http404 if they may not even know of it, else PermissionDenied."""
    if can(user, act, obj):
        return
    case = obj if _is_case(type(obj)) else obj.case
    if act is not Act.VIEW and can(user, Act.VIEW, case) and can(user, Act.VIEW, obj):
        raise PermissionDenied
    raise Http404


def pairs_that_can(act: Act, users: Iterable, cases: Iterable) -> set[tuple[Any, Any]]:
    """Return the (user key, case key) among ``users`` and ``cases`` where the user may ``act`` now: `can`, for many."""
    users, cases = list(users), list(cases)
    granted = standing.grants(act).filter(user__in=users, content_object__in=cases)
    return set(granted.values_list("user_id", "content_object_id")) | standing.posted(act, users, cases)


def agencies_for(user: Any, act: Act, case: Any) -> list:
    """Return the ids of the agencies for which ``user`` may ``act`` on ``case`` by a live grant."""
    if not user.is_authenticated or not user.is_active:
        return []
    rows = standing.grants(act).filter(user=user.pk, content_object=case.pk)
    return list(rows.values_list("agency_id", flat=True).distinct())


def approvable(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow disclosures to those ``user`` may approve or refuse now.

    They wait, they are of an agency whose unit the user leads, they are not of
    the highest class, and somebody else proposed them.
    """
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    units = standing.participations_by_post(user.pk, Act.APPROVE)
    units = units.filter(case=OuterRef("case_id"), agency=OuterRef("entry__agency_id"))
    waiting = rows.filter(approval_needed=True, approved_at=None, ended_at=None)
    waiting = waiting.filter(Q(valid_until=None) | Q(valid_until__gt=timezone.now()))
    return waiting.filter(Exists(units), entry__confidentiality__lt=HIGHEST).exclude(disclosed_by=user.pk)


def leads_a_unit(user: Any) -> bool:
    """Say whether ``user`` is a unit manager now."""
    return _posts_of(user, Post.MANAGER).exists()


def of_own_agencies(user: Any, rows: QuerySet, *columns: str) -> QuerySet:
    """Narrow rows of no case to those that name, in one of ``columns``, an agency in which ``user`` has a post."""
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    posts = standing.memberships().filter(user=user.pk, post__in=AT_WORK)
    named = (Q(Exists(posts.filter(agency=OuterRef(column)))) for column in columns)
    return rows.filter(reduce(or_, named))


def people_at_work_in(agency: Any) -> QuerySet:
    """Return the active users for whom an agency is one of their own: `of_own_agencies`, the other way round."""
    posts = standing.memberships().filter(agency=agency, post__in=AT_WORK)
    return get_user_model()._default_manager.filter(pk__in=posts.values("user"), is_active=True)


def stands_in_for(user: Any, case: Any, owner: Any = None) -> Any:
    """Return the key of the person in whose place ``user`` acts in ``case``, or None.

    That is the absent person through whom alone they have access, or the
    absent ``owner`` (a key) of the step they do.
    """
    if user is None:
        return None
    if owner not in (None, user.pk) and standing.absences(user.pk, owner, case.pk).exists():
        return owner
    rows = standing.grants(Act.VIEW).filter(user=user.pk, content_object=case.pk)
    found = list(rows.order_by("kind").values_list("kind", "on_behalf_of_id"))
    return found[0][1] if found and all(kind == "substitute" for kind, _key in found) else None


def agencies_to_open_for(user: Any, way: str = "") -> list:
    """Return the agencies for which ``user`` may open a joint case (in that way of working): by post in one of them."""
    rows = _posts_of(user, Post.MEMBER).select_related("agency__municipality").order_by("agency__name")
    ways = {m.agency: ways_to_open(m.agency.kind, m.agency.municipality.country) for m in rows}
    return [agency for agency, found in ways.items() if (way in found if way else found)]


def may_rule_on_grounds(user: Any, municipality: Any) -> bool:
    """Say whether ``user`` may rule on the grounds of law for a municipality: by a lawyer's post in it, now."""
    return _posts_of(user, Post.LAWYER).filter(agency__municipality=municipality.pk).exists()


def municipalities_to_rule_for(user: Any) -> list:
    """Return the municipalities for which ``user`` may rule on the grounds of law. Opens no case."""
    rows = _posts_of(user, Post.LAWYER).select_related("agency__municipality")
    places = {m.agency.municipality_id: m.agency.municipality for m in rows}
    return sorted(places.values(), key=lambda place: place.name)


def may_set_rules(user: Any, municipality: Any) -> bool:
    """Say whether ``user`` may set how long steps take in a municipality: a unit manager there. Opens no case."""
    rows = _posts_of(user, Post.MANAGER).filter(agency__municipality=municipality.pk)
    return rows.filter(agency__kind__in=SET_RULES).exists()


def approachable(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow cases to those whose coordinator ``user`` may ask something, without learning that there is a case.

    Open ones, below the highest class, in which the user has no conflict of interest.
    """
    return rows.filter(outside.approachable(user.pk))


def emergency_places(user: Any, cases: QuerySet) -> QuerySet:
    """Return the places in cases through which ``user`` may open them in an emergency.

    Of agencies they work at that take part on a ground in force, in an open
    case below the highest class, without a conflict of interest.
    """
    rows = outside.emergency_places(user.pk).filter(case__in=cases)
    return rows if user.is_authenticated and user.is_active else rows.none()


def pointable(user: Any, rows: QuerySet, *, kinds: list[str], highest: int) -> QuerySet:
    """Narrow cases to those of which ``user`` may learn that they are going on, and whom to contact.

    For members of an agency of one of the kinds in the case's municipality; no
    case above the class, closed, frozen, or with a protected person in it.
    """
    return rows.filter(outside.pointable(user.pk, kinds, highest)) if user.is_active else rows.none()


def managed_agencies(user: Any) -> list:
    """Return the ids of the agencies whose unit manager ``user`` is now."""
    return list(_posts_of(user, Post.MANAGER).values_list("agency_id", flat=True).distinct())


def manages(user: Any, person: Any) -> list:
    """Return the ids of the agencies where ``user`` is the unit manager of ``person``: none, and they decide nothing.

    Nobody is their own manager.
    """
    if user.pk == person.pk:
        return []
    rows = standing.memberships().filter(user=person.pk, agency__in=managed_agencies(user))
    return list(rows.values_list("agency_id", flat=True).distinct())


def is_grounded(participation: Any, about: str = "") -> bool:
    """Say whether an agency's place in a case rests on a ground in force now (that covers a topic, if one is given)."""
    lasting = Q(ground_until=None) | Q(ground_until__gt=timezone.now())
    grounded = lasting & Q(standing.grounded("case_id", "agency_id", "basis", about=about))
    return type(participation)._default_manager.filter(Q(is_lead=True) | grounded, pk=participation.pk).exists()


def letting_read(disclosures: Any) -> QuerySet:
    """Narrow disclosures to those that let the people of their agency read now.

    In time and approved, on a ground in force, and the agency has its place in the case.
    """
    place = apps.get_model("coordination.Participation").objects.filter(
        Q(is_lead=True)
        | Q(case__frozen_at=None)
        & (Q(ground_until=None) | Q(ground_until__gt=timezone.now()))
        & Q(standing.grounded("case_id", "agency_id", "basis")),
        case=OuterRef("case_id"),
        agency=OuterRef("agency_id"),
        status="accepted",
    )
    return disclosures.live().filter(standing.grounded("case_id", "agency_id", "basis", "entry__topic"), Exists(place))


def people_who_can(act: Act, case: Any, *, agency: Any = None) -> QuerySet:
    """Return the active users who may ``act`` on ``case`` now, of one agency if given."""
    granted = standing.grants(act).filter(user=OuterRef("pk"), content_object=case.pk)
    if agency is not None:
        granted = granted.filter(agency=agency)
    allowed = Q(Exists(granted))
    for posted in standing.users_by_post(act, case.pk, agency):
        allowed |= Q(Exists(posted.filter(user=OuterRef("pk"))))
    return get_user_model()._default_manager.filter(allowed, is_active=True)


def countersignable(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow requests for a countersignature to those ``user`` may answer now: the second of two.

    That is a unit manager of the agency that answers for it, or somebody who
    may do there what was asked; never the one who asked, nor one who would be
    named. It reaches the highest class, of which it shows no content.
    """
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    rows = rows.filter(standing.seconds(user.pk), answered_at=None).exclude(Q(asked_by=user.pk) | Q(person=user.pk))
    return rows.exclude(pk__in=rows.filter(grants__user=user.pk).values("pk"))


def people_who_countersign(request: Any) -> list:
    """Return the active users who may answer a request for a countersignature now."""
    rows = type(request)._default_manager.filter(pk=request.pk)
    found = get_user_model()._default_manager.filter(pk__in=standing.possible_seconds(request), is_active=True)
    return [user for user in found if countersignable(user, rows).exists()]


def is_named(user: Any, case: Any, *, agency: Any = None) -> bool:
    """Say whether ``user`` is named for the highest class in a case (for one agency, if given)."""
    rows = standing.grants(Act.VIEW).filter(user=user.pk, content_object=case.pk, clearance__gte=HIGHEST)
    return (rows if agency is None else rows.filter(agency=agency)).exists()


def for_lawyer(user: Any, rows: QuerySet) -> QuerySet:
    """Narrow ``rows`` (records with a foreign key ``case`` that are questions of law) to those put to this lawyer.

    By a post as lawyer in the case's municipality. It opens the question and
    nothing of the case; not in the highest class, nor with a conflict of
    interest.
    """
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    places = _posts_of(user, Post.LAWYER).values("agency__municipality")
    conflicted = Exists(standing.conflicts(user.pk, OuterRef("case_id")))
    return rows.filter(case__municipality__in=places, case__confidentiality__lt=HIGHEST).exclude(conflicted)


def require_lawyer(user: Any, obj: Any) -> None:
    """Return if a question of law is put to this lawyer. Raises Http404 if not."""
    if not for_lawyer(user, type(obj)._default_manager.filter(pk=obj.pk)).exists():
        raise Http404


def lawyers_of(case: Any) -> QuerySet:
    """Return the active users to whom a question of law about a case may be put."""
    if case.confidentiality >= HIGHEST:
        return get_user_model()._default_manager.none()
    holders = standing.memberships().filter(post=Post.LAWYER.value, agency__municipality=case.municipality_id)
    conflicted = Exists(standing.conflicts(OuterRef("pk"), case.pk))
    rows = get_user_model()._default_manager.filter(pk__in=holders.values("user"), is_active=True)
    return rows.exclude(conflicted)


def is_lawyer(user: Any) -> bool:
    """Say whether ``user`` holds a post as lawyer now."""
    return _posts_of(user, Post.LAWYER).exists()


def _posts_of(user: Any, post: Post) -> QuerySet:
    """Return the memberships in which ``user``, if they may log in, holds a post now."""
    return standing.memberships().filter(user=user.pk, user__is_active=True, post=post.value)


def _is_case(model: type) -> bool:
    return model._meta.label_lower == "coordination.case"  # type: ignore[attr-defined]
