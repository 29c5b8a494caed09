"""Grants, posts and consents in force, as SQL conditions for the policy."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions.roles import NEEDS_OPEN_CASE, Act, Standing, posts_with, roles_with

NOBODY = Q(pk__in=[])


def may(user_pk: Any, act: Act, case_path: str) -> Q:
    """Return the condition that the case at ``case_path`` of a row lets the user ``act``."""
    granted = grants(act).filter(user=user_pk, content_object=OuterRef(case_path))
    posted = participations_by_post(user_pk, act).filter(case=OuterRef(case_path))
    return Q(Exists(granted)) | Q(Exists(posted))


def grants(act: Act) -> QuerySet:
    """Return the grants that let their holders ``act`` now.

    In force themselves, and so are the membership behind them, the agency's
    place in the case and, for a partner, the consent (or other ground) it rests on.
    """
    rows = _model("permissions.Grant").objects.live()
    rows = rows.filter(permission__codename__in=roles_with(act), user__is_active=True, participation__status="accepted")
    rows = rows.filter(Exists(memberships().filter(user=OuterRef("user_id"), agency=OuterRef("agency_id"))))
    ground = grounded("content_object_id", "agency_id", "participation__basis")
    rows = rows.filter(Q(participation__is_lead=True) | (Q(content_object__frozen_at=None) & ground))
    return rows.exclude(content_object__status="closed") if act in NEEDS_OPEN_CASE else rows


def memberships() -> QuerySet:
    """Return the memberships in force now."""
    return _model("coordination.Membership").objects.live()


def participations_by_post(user_pk: Any, act: Act) -> QuerySet:
    """Return the participations through which a post of the user lets them ``act``."""
    mine = memberships().filter(user=user_pk, user__is_active=True, agency=OuterRef("agency_id"))
    return _participations(act, lambda post: Q(Exists(mine.filter(post=post.value))))


def users_by_post(act: Act, case_pk: Any, agency: Any = None) -> list[QuerySet]:
    """Return, for each post that may ``act``, its memberships in the agencies of a case."""
    found = []
    for post, standing in posts_with(act):
        there = _model("coordination.Participation").objects.filter(_standing(standing, act), case=case_pk)
        rows = memberships().filter(post=post.value, agency__in=there.values("agency"))
        found.append(rows if agency is None else rows.filter(agency=agency))
    return found


def posted(act: Act, users: list, cases: list) -> list[QuerySet]:
    """Return, for each post that may ``act``, the (user key, case key) of its holders among ``users`` in ``cases``."""
    found = []
    for post, standing in posts_with(act):
        there = _model("coordination.Participation").objects.filter(_standing(standing, act), case__in=cases)
        rows = memberships().filter(post=post.value, user__in=users, user__is_active=True)
        rows = rows.filter(agency__participations__in=there)
        found.append(rows.values_list("user_id", "agency__participations__case_id"))
    return found


def grounded(case_path: str, agency_path: str, basis_path: str, topic_path: str = "") -> Q:
    """Return the condition that sharing with an agency rests on a ground in force.

    Either one that needs no consent, or consent: everybody who must consent has
    one in force that names the agency, and the topic where ``topic_path`` is given.
    """
    return Q(**{f"{basis_path}__needs_consent": False}) | covered(case_path, agency_path, topic_path)


def covered(case_path: str, agency_path: str, topic_path: str = "") -> Q:
    """Return the condition that the consents of a case cover an agency (and a topic)."""
    consents = _model("coordination.Consent").objects.live().filter(given=True)
    anyone = consents.filter(case=OuterRef(case_path), agencies=OuterRef(agency_path))
    theirs = consents.filter(giver=OuterRef("pk"), agencies=OuterRef(OuterRef(agency_path)))
    if topic_path:
        anyone = anyone.filter(topics__contains=[OuterRef(topic_path)])
        theirs = theirs.filter(topics__contains=[OuterRef(OuterRef(topic_path))])
    required = _model("coordination.Person").objects.filter(case=OuterRef(case_path), consent_required=True)
    return Q(Exists(anyone)) & ~Q(Exists(required.filter(~Exists(theirs))))


def _participations(act: Act, holds: Any) -> QuerySet:
    rules = (_standing(standing, act) & holds(post) for post, standing in posts_with(act))
    return _model("coordination.Participation").objects.filter(reduce(or_, rules, NOBODY))


def _standing(standing: Standing, act: Act) -> Q:
    status = "invited" if standing is Standing.INVITED else "accepted"
    rule = Q(status=status, is_lead=standing is Standing.LEAD)
    if standing is not Standing.LEAD:
        rule &= Q(case__frozen_at=None) & grounded("case_id", "agency_id", "basis")
    return rule & ~Q(case__status="closed") if act in NEEDS_OPEN_CASE else rule


def _model(label: str) -> Any:
    return apps.get_model(label)
