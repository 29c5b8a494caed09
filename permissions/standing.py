"""Grants, posts and consents in force, as conditions for the policy."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from permissions import conditions as sql
from permissions.conditions import Condition
from permissions.pieces import GRANT, PLACE, at_place, by_post, grant_pieces, holds, place_sql
from permissions.roles import (
    BY_GRANT,
    BY_POST,
    NEEDS_OPEN_CASE,
    Act,
    Post,
    Role,
    posts_with,
    roles_with,
)

OF_ROW = "{agency} = {{row_agency}}"
OF_ROW_IF_ANY = "({{row_agency}} IS NULL OR {{row_agency}} = {agency})"


def may(user_pk: Any, act: Act, case: str, *, agency: str = "", or_of_none: bool = False) -> Condition:
    """Return the condition that the case at the path ``case`` of a row lets the user ``act``.

    With ``agency`` (a path) for that agency; ``or_of_none``: or for any, where
    the row has none. A way that lets nobody ``act`` is left out: PostgreSQL
    need not think about it.
    """
    of_row = [OF_ROW_IF_ANY if or_of_none else OF_ROW] if agency else []
    ways = [_granted(act, of_row)] if roles_with(act) else []
    ways += [_posted(act, of_row)] if posts_with(act) else []
    return _on_row(" OR ".join(ways) or "FALSE", user_pk, act, case=case, agency=agency)


def held(user_pk: Any, act: Act, case: str, *, agency: str = "", clearance: str = "", lead: bool = False) -> Condition:
    """Return the condition that a grant of the user in the case at a path of a row lets them ``act``.

    It is for the agency, and reaches the class, at those paths; ``lead``: of the agency that leads the case.
    """
    such = [OF_ROW] if agency else []
    such += ["{clearance} >= {{row_class}}"] if clearance else []
    such += [at_place("p.is_lead")] if lead else []
    return _on_row(_granted(act, such), user_pk, act, case=case, agency=agency, clearance=clearance)


def _granted(act: Act, such: list[str]) -> str:
    own, place = grant_pieces(act)
    pieces = ["{user} = %(user)s", "{case} = {{row_case}}", *such, *own.values(), at_place(*place.values())]
    return _rows("permissions_grant g", "g", GRANT, pieces)


def _posted(act: Act, such: list[str]) -> str:
    pieces = ["{case} = {{row_case}}", *such, by_post(act)]
    return _rows("coordination_participation q", "q", PLACE, pieces)


def _rows(table: str, alias: str, columns: dict[str, str], pieces: list[str]) -> str:
    named = {name: f"{alias}.{column}" for name, column in columns.items()}
    return f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(pieces).format(**named)})"


def _on_row(rule: str, user_pk: Any, act: Act, *, case: str, agency: str = "", clearance: str = "") -> Condition:
    paths = {"row_case": case, "row_agency": agency, "row_class": clearance}
    values = {"user": user_pk, "roles": roles_with(act)}
    return Condition(rule, values, **{name: path for name, path in paths.items() if path})


def grants(act: Act) -> QuerySet:
    """Return the grants that let their holders ``act`` now.

    In force themselves, and so are the membership behind them, the agency's
    place in the case and, for a partner, the consent (or other ground) it rests
    on. They reach the case's confidentiality class, and their holder has no
    conflict of interest in it. A substitute's holds while the absent person
    has access of their own: nobody stands in for more than there is.
    """
    own, place = grant_pieces(act)
    return _model("permissions.Grant").objects.filter(grant_condition(act, [*own.values(), at_place(*place.values())]))


def grant_condition(act: Act, pieces: list[str]) -> Condition:
    """Return the condition that a grant fulfils all the pieces."""
    return Condition(" AND ".join(pieces), {"roles": roles_with(act)}, **GRANT)


def conflicts(user: Any, case_pk: Any) -> QuerySet:
    """Return the declared conflicts of interest of a person in a case."""
    return _model("coordination.Conflict").objects.filter(user=user, case=case_pk, ended_at=None)


def absences(substitute_pk: Any, absent_pk: Any, case_pk: Any) -> QuerySet:
    """Return the absences in force now in which one person stands in for another in a case."""
    rows = _model("coordination.Absence").objects.live().filter(substitute=substitute_pk, user=absent_pk)
    return rows.filter(Q(chosen_only=False) | Q(cases=case_pk))


def memberships() -> QuerySet:
    """Return the memberships in force now."""
    return _model("coordination.Membership").objects.live()


def participations_by_post(user_pk: Any, act: Act) -> QuerySet:
    """Return the participations through which a post of the user lets them ``act``."""
    return places(by_post(act), {"user": user_pk})


def acts_on(user_pk: Any, case_pk: Any) -> set[Act]:
    """Return everything that the grants and the posts of a user let them do with a case.

    Every way in lets its holder see the cover, so that two queries find all of them.
    """
    found: set[Act] = set()
    mine = grants(Act.SEE_COVER).filter(user=user_pk, content_object=case_pk)
    for role, status in mine.values_list("permission__codename", "content_object__status"):
        found |= _in_status(BY_GRANT[Role(role)], status)
    apart = sql.unconflicted("%(user)s", "{case}")
    by_post = {
        f"as_{post.value}_of_{standing.value}": place_condition(
            f"{place_sql(standing, Act.SEE_COVER)} AND {holds(post)} AND {apart}", {"user": user_pk}
        )
        for post, standing in BY_POST
    }
    for *ways, status in (
        _model("coordination.Participation").objects.filter(case=case_pk).values_list(*by_post.values(), "case__status")
    ):
        for acts, open_ in zip(BY_POST.values(), ways, strict=True):
            found |= _in_status(acts, status) if open_ else set()
    return found


def _in_status(acts: frozenset[Act], status: str) -> frozenset[Act]:
    return acts - NEEDS_OPEN_CASE if status == "closed" else acts


def users_by_post(act: Act, case_pk: Any, agency: Any = None) -> list[QuerySet]:
    """Return, for each post that may ``act``, its memberships in the agencies of a case."""
    found = []
    for post, standing in posts_with(act):
        there = places(place_sql(standing, act)).filter(case=case_pk)
        rows = memberships().filter(post=post.value, agency__in=there.values("agency"))
        conflicted = _model("coordination.Conflict").objects.filter(case=case_pk, ended_at=None)
        rows = rows.exclude(user__in=conflicted.values("user"))
        found.append(rows if agency is None else rows.filter(agency=agency))
    return found


def posted(act: Act, users: list, cases: list) -> set[tuple[Any, Any]]:
    """Return the (user key, case key) among ``users`` and ``cases`` where a post lets the user ``act``."""
    found: set[tuple[Any, Any]] = set()
    for post, standing in posts_with(act):
        there: dict[Any, list] = {}
        rows = places(place_sql(standing, act)).filter(case__in=cases)
        for agency, case in rows.values_list("agency_id", "case_id"):
            there.setdefault(agency, []).append(case)
        holders = memberships().filter(post=post.value, user__in=users, user__is_active=True, agency__in=there)
        found |= {
            (user, case) for user, agency in holders.values_list("user_id", "agency_id") for case in there[agency]
        }
    return found - _conflicted(users, cases) if found else found


def _conflicted(users: list, cases: list) -> set[tuple[Any, Any]]:
    rows = _model("coordination.Conflict").objects.filter(user__in=users, case__in=cases, ended_at=None)
    return set(rows.values_list("user_id", "case_id"))


def seconds(user_pk: Any) -> Q:
    """Return the condition that a user may be the second of two for a request for a countersignature.

    A unit manager of the agency that answers for it; else who may coordinate
    the case; for an entry, or in a case without a coordinator, who writes for
    that agency. Never with a conflict of interest.
    """
    manages = memberships().filter(user=user_pk, post=Post.MANAGER.value, agency=OuterRef("agency_id"))
    here = {"user": user_pk, "content_object": OuterRef("case_id")}
    coordinates = grants(Act.COORDINATE).filter(**here)
    writes = grants(Act.WRITE).filter(**here, agency=OuterRef("agency_id"))
    apart = _model("coordination.Conflict").objects.filter(user=user_pk, case=OuterRef("case_id"), ended_at=None)
    of_agency = Q(entry__isnull=False) | Q(kind="restore")
    may = Q(Exists(manages)) | Q(Exists(coordinates), entry=None) | of_agency & Q(Exists(writes))
    return may & ~Q(Exists(apart))


def possible_seconds(request: Any) -> set[Any]:
    """Return the keys of the users among whom the second of two for a request is."""
    managers = memberships().filter(post=Post.MANAGER.value, agency=request.agency_id)
    inside = grants(Act.WRITE).filter(content_object=request.case_id)
    return set(managers.values_list("user_id", flat=True)) | set(inside.values_list("user_id", flat=True))


def grounded(case_path: str, agency_path: str, basis_path: str, topic_path: str = "", *, about: str = "") -> Condition:
    """Return the condition that sharing with an agency rests on a ground in force.

    Either one that needs no consent, or consent: everybody who must consent has one in force that names the agency,
    and the topic where one is given: ``about`` is a topic, ``topic_path`` the path of one.
    """
    columns = {"case": case_path, "agency": agency_path, "basis": basis_path}
    if topic_path:
        columns["topic"] = topic_path
    topic = "{topic}" if topic_path else "%(about)s" if about else ""
    return Condition(sql.grounded("{case}", "{agency}", "{basis}", topic), {"about": about}, **columns)


def consents_missing(case_pk: Any, agency_pk: Any, topic: str = "") -> QuerySet:
    """Return the people of a case who must consent to sharing with an agency (about a topic) and have not."""
    named = sql.naming("%(agency)s", "%(topic)s" if topic else "")
    silent = Condition(
        f"NOT EXISTS ({named} AND k.giver_id = {{giver}})", {"agency": agency_pk, "topic": topic}, giver="pk"
    )
    return _model("coordination.Person").objects.filter(silent, case=case_pk, consent_required=True)


def place_condition(rule: str, values: dict[str, Any] | None = None) -> Condition:
    """Return the condition that an agency's place in a case fulfils a rule."""
    used = {name: path for name, path in PLACE.items() if f"{{{name}}}" in rule}
    return Condition(rule, values, **used)


def places(rule: str, values: dict[str, Any] | None = None) -> QuerySet:
    """Return the places of agencies in cases that fulfil a rule."""
    return _model("coordination.Participation").objects.filter(place_condition(rule, values))


def _model(label: str) -> Any:
    return apps.get_model(label)
