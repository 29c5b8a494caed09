"""What somebody outside a case may reach of it: its coordinator, an emergency, a pointer to it."""

from typing import Any

from django.db.models import QuerySet

from permissions import conditions as sql
from permissions import standing
from permissions.conditions import Condition
from permissions.pieces import place_sql
from permissions.roles import HIGHEST, Act, Post, Standing


def approachable(user_pk: Any) -> Condition:
    """Return the condition that a case is open, below the highest class, and no conflict of interest of the user."""
    rule = f"{{status}} <> 'closed' AND {{level}} < {HIGHEST} AND {sql.unconflicted('%(user)s', '{case}')}"
    return Condition(rule, {"user": user_pk}, status="status", level="confidentiality", case="pk")


def emergency_places(user_pk: Any) -> QuerySet:
    """Return the participations through which a person may open a case in an emergency."""
    takes_part = " OR ".join(f"({place_sql(place, Act.WRITE)})" for place in (Standing.LEAD, Standing.PARTNER))
    works = f"EXISTS ({sql.in_post('%(user)s', '{agency}')} AND m.post <> '{Post.LAWYER.value}')"
    return standing.places(
        f"({takes_part}) AND {works} AND {sql.unconflicted('%(user)s', '{case}')}", {"user": user_pk}
    )


def pointable(user_pk: Any, kinds: list[str], highest: int) -> Condition:
    """Return the condition that a person may learn that a case is going on, and whom to contact about it."""
    works = (
        f"SELECT 1 FROM coordination_agency g WHERE g.municipality_id = {{town}} AND g.kind = ANY(%(kinds)s) "
        f"AND EXISTS ({sql.in_post('%(user)s', 'g.id')} AND m.post = '{Post.MEMBER.value}')"
    )
    protected = "SELECT 1 FROM coordination_person h WHERE h.case_id = {case} AND h.protection <> 'none'"
    rule = (
        f"{{status}} <> 'closed' AND {{frozen}} IS NULL AND {{level}} <= %(highest)s AND NOT EXISTS ({protected}) "
        f"AND {sql.unconflicted('%(user)s', '{case}')} AND EXISTS ({works})"
    )
    columns = {"status": "status", "frozen": "frozen_at", "level": "confidentiality", "case": "pk"}
    return Condition(rule, {"user": user_pk, "kinds": kinds, "highest": highest}, town="municipality_id", **columns)
