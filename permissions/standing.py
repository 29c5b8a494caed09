"""Grants, posts and consents in force, as conditions for the policy."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions import conditions as sql
from permissions.conditions import Condition
from permissions.roles import NEEDS_OPEN_CASE, Act, Standing, posts_with, roles_with


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
    ground = sql.grounded("c.id", "{agency}", "p.basis_id")
    place = (
        "SELECT 1 FROM coordination_participation p JOIN coordination_case c ON c.id = p.case_id "
        f"WHERE p.id = {{place}} AND p.status = 'accepted' AND (p.is_lead OR (c.frozen_at IS NULL AND {ground}))"
        f"{_open_case(act)}"
    )
    rule = (
        "{since} <= %(now)s AND {ended} IS NULL AND ({until} IS NULL OR {until} > %(now)s) "
        "AND {role} IN (SELECT r.id FROM auth_permission r WHERE r.codename = ANY(%(roles)s)) "
        f"AND EXISTS ({sql.in_post('{user}', '{agency}')}) AND EXISTS ({place})"
    )
    return _model("permissions.Grant").objects.filter(
        Condition(
            rule,
            {"roles": roles_with(act)},
            since="valid_from",
            ended="ended_at",
            until="valid_until",
            role="permission_id",
            user="user_id",
            agency="agency_id",
            place="participation_id",
        )
    )


def memberships() -> QuerySet:
    """Return the memberships in force now."""
    return _model("coordination.Membership").objects.live()


def participations_by_post(user_pk: Any, act: Act) -> QuerySet:
    """Return the participations through which a post of the user lets them ``act``."""
    rules = [
        f"({_place(standing, act)} AND EXISTS ({sql.in_post('%(user)s', '{agency}')} AND m.post = '{post.value}'))"
        for post, standing in posts_with(act)
    ]
    return _places(" OR ".join(rules) or "FALSE", {"user": user_pk})


def users_by_post(act: Act, case_pk: Any, agency: Any = None) -> list[QuerySet]:
    """Return, for each post that may ``act``, its memberships in the agencies of a case."""
    found = []
    for post, standing in posts_with(act):
        there = _places(_place(standing, act)).filter(case=case_pk)
        rows = memberships().filter(post=post.value, agency__in=there.values("agency"))
        found.append(rows if agency is None else rows.filter(agency=agency))
    return found


def posted(act: Act, users: list, cases: list) -> set[tuple[Any, Any]]:
    """Return the (user key, case key) among ``users`` and ``cases`` where a post lets the user ``act``."""
    found: set[tuple[Any, Any]] = set()
    for post, standing in posts_with(act):
        there = _places(_place(standing, act)).filter(case__in=cases).values_list("agency_id", "case_id")
        places: dict[Any, list] = {}
        for agency, case in there:
            places.setdefault(agency, []).append(case)
        holders = memberships().filter(post=post.value, user__in=users, user__is_active=True, agency__in=places)
        found |= {
            (user, case) for user, agency in holders.values_list("user_id", "agency_id") for case in places[agency]
        }
    return found


def grounded(case_path: str, agency_path: str, basis_path: str, topic_path: str = "") -> Condition:
    """Return the condition that sharing with an agency rests on a ground in force.

    Either one that needs no consent, or consent: everybody who must consent has
    one in force that names the agency, and the topic where ``topic_path`` is given.
    """
    columns = {"case": case_path, "agency": agency_path, "basis": basis_path}
    if topic_path:
        columns["topic"] = topic_path
    return Condition(sql.grounded("{case}", "{agency}", "{basis}", "{topic}" if topic_path else ""), **columns)


def _places(rule: str, values: dict[str, Any] | None = None) -> QuerySet:
    columns = {"status": "status", "lead": "is_lead", "case": "case_id", "agency": "agency_id", "basis": "basis_id"}
    used = {name: path for name, path in columns.items() if f"{{{name}}}" in rule}
    return _model("coordination.Participation").objects.filter(Condition(rule, values, **used))


def _place(standing: Standing, act: Act) -> str:
    """Return the SQL that a participation gives its agency this standing, in a case where one may ``act``."""
    status = "invited" if standing is Standing.INVITED else "accepted"
    case = f"SELECT 1 FROM coordination_case c WHERE c.id = {{case}}{_open_case(act)}"
    if standing is Standing.LEAD:
        return f"{{status}} = '{status}' AND {{lead}} AND EXISTS ({case})"
    ground = sql.grounded("{case}", "{agency}", "{basis}")
    return f"{{status}} = '{status}' AND NOT {{lead}} AND EXISTS ({case} AND c.frozen_at IS NULL) AND {ground}"


def _open_case(act: Act) -> str:
    return " AND c.status <> 'closed'" if act in NEEDS_OPEN_CASE else ""


def _model(label: str) -> Any:
    return apps.get_model(label)
