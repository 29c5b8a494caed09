"""The pieces that access is made of, each in SQL: of a grant, of an agency's place in a case, and of a post."""

from permissions import conditions as sql
from permissions.roles import HIGHEST, NEEDS_OPEN_CASE, Act, Post, Standing, posts_with

STOOD_IN_FOR = (
    "SELECT 1 FROM permissions_grant o WHERE o.user_id = {behalf} AND o.content_object_id = {case} "
    f"AND o.agency_id = {{agency}} AND o.permission_id = {{role}} AND o.kind = 'ordinary' AND {sql.live('o')}"
)
# Columns of a grant ``g`` and of a place ``q``, by the names that the pieces below give them.
GRANT = {
    "since": "valid_from",
    "ended": "ended_at",
    "until": "valid_until",
    "role": "permission_id",
    "user": "user_id",
    "agency": "agency_id",
    "place": "participation_id",
    "case": "content_object_id",
    "clearance": "clearance",
    "kind": "kind",
    "behalf": "on_behalf_of_id",
}
PLACE = {
    "status": "status",
    "lead": "is_lead",
    "case": "case_id",
    "agency": "agency_id",
    "basis": "basis_id",
    "until": "ground_until",
}


def grant_pieces(act: Act) -> tuple[dict[str, str], dict[str, str]]:
    """Return by name what `grants` asks: of the grant itself, and of its place ``p`` in the case ``c``.

    `permissions.explain` asks them one by one.
    """
    own = {
        "begun": "{since} <= %(now)s",
        "not_ended": "{ended} IS NULL",
        "in_time": "({until} IS NULL OR {until} > %(now)s)",
        "role": "{role} IN (SELECT r.id FROM auth_permission r WHERE r.codename = ANY(%(roles)s))",
        "no_conflict": sql.unconflicted("{user}", "{case}"),
        "member": f"EXISTS ({sql.in_post('{user}', '{agency}')})",
        "stood_in_for": f"({{kind}} <> 'substitute' OR EXISTS ({STOOD_IN_FOR}))",
    }
    place = {
        "accepted": "p.status = 'accepted'",
        "not_frozen": "(p.is_lead OR c.frozen_at IS NULL)",
        "ground": f"(p.is_lead OR {sql.grounded('c.id', '{agency}', 'p.basis_id')})",
        "ground_lasts": "(p.is_lead OR p.ground_until IS NULL OR p.ground_until > %(now)s)",
        "class": "c.confidentiality <= {clearance}",
    }
    return own, place | _open_case(act)


def at_place(*pieces: str) -> str:
    """Return the SQL that the place of a grant in its case, ``p`` in ``c``, fulfils all the pieces."""
    place = (
        "SELECT 1 FROM coordination_participation p JOIN coordination_case c ON c.id = p.case_id WHERE p.id = {place}"
    )
    return f"EXISTS ({' AND '.join([place, *pieces])})"


def place_pieces(standing: Standing, act: Act) -> tuple[dict[str, str], dict[str, str]]:
    """Return by name what gives an agency this standing: asked of its place, and of the case ``c``.

    A case of the highest class is reached by no post, but by the one who must answer an invitation to it.
    """
    status = "invited" if standing is Standing.INVITED else "accepted"
    own, case = {"accepted": f"{{status}} = '{status}'"}, _open_case(act)
    if standing is not Standing.INVITED:
        case["class"] = f"c.confidentiality < {HIGHEST}"
    if standing is Standing.LEAD:
        return own | {"standing": "{lead}"}, case
    own["standing"] = "NOT {lead}"
    own["ground"] = sql.grounded("{case}", "{agency}", "{basis}")
    own["ground_lasts"] = "({until} IS NULL OR {until} > %(now)s)"
    return own, case | {"not_frozen": "c.frozen_at IS NULL"}


def in_case(*pieces: str) -> str:
    """Return the SQL that the case ``c`` of a place fulfils all the pieces."""
    return f"EXISTS ({' AND '.join(['SELECT 1 FROM coordination_case c WHERE c.id = {case}', *pieces])})"


def place_sql(standing: Standing, act: Act) -> str:
    """Return the SQL that a participation gives its agency this standing, in a case where one may ``act``."""
    own, case = place_pieces(standing, act)
    return " AND ".join([*own.values(), in_case(*case.values())])


def holds(post: Post) -> str:
    """Return the SQL that the user holds a post in the agency."""
    return f"EXISTS ({sql.in_post('%(user)s', '{agency}')} AND m.post = '{post.value}')"


def by_post(act: Act) -> str:
    """Return the SQL that a post of the user lets them ``act`` through a place in a case."""
    rules = [f"({place_sql(standing, act)} AND {holds(post)})" for post, standing in posts_with(act)]
    return f"({' OR '.join(rules) or 'FALSE'}) AND {sql.unconflicted('%(user)s', '{case}')}"


def _open_case(act: Act) -> dict[str, str]:
    return {"open": "c.status <> 'closed'"} if act in NEEDS_OPEN_CASE else {}
